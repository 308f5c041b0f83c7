/** Many workflows at once. All of them by `npm test -- --whole`, else a tenth. */
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { effectTableSql, leaveEffect } from './testing/everything.ts'
import { isWhole } from './testing/is-whole.ts'
import { usePostgres } from './testing/postgres-server.ts'
import { createTestExecutor } from './testing/test-executor.ts'
import { workflow } from './workflow.ts'

const server = usePostgres()
const part = isWhole ? 1 : 0.1

test('10,000 sleepers: a message wakes the one that sleeps for its topic, and no other', async () => {
  const database = await server().createDatabase()
  const count = 10_000 * part
  const sleeper = workflow('sleeper', (ctx, topic: string) => ctx.recv(topic))
  const executor = createTestExecutor(database, { id: 'A', workflows: [sleeper], max: 8 })
  executor.run()
  const { engine } = executor
  for (let from = 0; from < count; from += 50)
    await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        engine.start(sleeper, `sleeper-${from + at}`, `topic-${from + at}`),
      ),
    )
  const asleep = `select from engine.workflow where status = 'sleeping'`
  while ((await database.observer.query(asleep)).rowCount !== count) await wait(20)
  for (let number = 0; number < count; number += 1) {
    if (number % 10 === 0) await engine.send(`sleeper-${number}`, `topic-${number}`, number)
    else if (number % 10 === 1) await engine.send(`sleeper-${number}`, 'another topic', number)
  }
  while ((await database.observer.query(asleep)).rowCount !== count * 0.9) await wait(20)
  const claimed = executor.observations.filter(({ kind }) => kind === 'claimed')
  expect(claimed).toHaveLength(count / 10)
  await executor.crash()
})

test('1,500 workflows of ten transactions with four connections and a lease of one second have 15,000 effects', async () => {
  const database = await server().createDatabase(effectTableSql)
  const count = 1_500 * part
  const ten = workflow('ten', async (ctx) => {
    for (let number = 0; number < 10; number += 1)
      await ctx.transaction(`step-${number}`, (tx) => leaveEffect(tx, ctx.workflowId, String(number)))
  })
  const executor = createTestExecutor(database, {
    id: 'A',
    workflows: [ten],
    max: 4,
    leaseMs: 1_000,
    // A statement that waits for one of four connections is not slow.
    pg: { leaseMs: 60_000 },
    engine: { maxConcurrent: 50 },
  })
  const { engine } = executor
  for (let number = 0; number < count; number += 1) await engine.enqueue(ten, `ten-${number}`, null)
  executor.run()
  const open = `select from engine.workflow where status <> 'succeeded'`
  while (((await database.observer.query(open)).rowCount ?? 0) > 0) await wait(20)
  const { rows } = await database.observer.query(
    'select count(*)::int as effects, count(distinct (workflow_id, step))::int as steps from effect',
  )
  expect(rows).toEqual([{ effects: count * 10, steps: count * 10 }])
  await executor.crash()
})
