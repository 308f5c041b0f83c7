/** Executors that die, servers that stop: whoever comes next goes on, and each effect is there once. */
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { checkCrashes } from './testing/checks.ts'
import { createClockedDatabase } from './testing/clock.ts'
import {
  carryThrough,
  checkEverything,
  countEffects,
  createEverything,
  effectTableSql,
  everythingCalls,
  leaveEffect,
  type Outside,
} from './testing/everything.ts'
import { actAt, placeName, placesOf, sweep } from './testing/faults.ts'
import { usePostgres } from './testing/postgres-server.ts'
import { createTestExecutor } from './testing/test-executor.ts'
import { workflow } from './workflow.ts'

const server = usePostgres()

test('the calls that the sweeps name are all that the workflow makes, when nothing goes wrong', async () => {
  const database = await createClockedDatabase(server(), effectTableSql)
  const labels: string[] = []
  const everything = createEverything('everything', { keys: [] })
  const executor = createTestExecutor(database, {
    id: 'A',
    workflows: [everything],
    around: (call, run) => {
      labels.push(call.label.replace(':everything', ''))
      return run()
    },
  })
  executor.run()
  await executor.engine.start(everything, 'workflow', 'a')
  const sender = createTestExecutor(database, { id: 'sender', workflows: [everything] })
  await carryThrough(database, 'workflow', sender)
  // How often an idle executor looks for work depends on how fast the machine is.
  expect(placesOf(labels.filter((label) => label !== 'claim'))).toEqual(everythingCalls)
  await Promise.all([executor.crash(), sender.crash()])
})

test.each(['before', 'after'] as const)(
  'E3, E4, E10: an executor dies %s each of its calls in turn, and another ends its workflow',
  async (when) => {
    const database = await createClockedDatabase(server(), effectTableSql)
    expect(await checkCrashes(database, when)).toEqual(everythingCalls)
  },
)

test('E10: the connection breaks before each call in turn, and the executor goes on with another', async () => {
  const database = await createClockedDatabase(server(), effectTableSql)
  const places = [...everythingCalls, { label: 'send:payment', occurrence: 1 }]
  const hits = await sweep(places, async (place) => {
    const outside: Outside = { keys: [] }
    const everything = createEverything(`everything-${placeName(place)}`, outside)
    const [id, name] = [`workflow-${placeName(place)}`, `executor-${placeName(place)}`]
    const fault = actAt(place, 'before', async () => {
      await database.terminate(name)
    })
    const executor = createTestExecutor(database, { id: name, workflows: [everything], around: fault.around })
    executor.run()
    const handle = await executor.engine.start(everything, id, 'a')
    await carryThrough(database, id, executor)
    expect(await handle.result()).toEqual({ answer: 'answer to a', message: 'paid' })
    await checkEverything(database, id, outside)
    await executor.crash()
    return fault
  })
  expect(hits).toEqual(places)
})

test('E10: a session is ended under the statement that it runs, and the transaction is run again', async () => {
  const database = await server().createDatabase(effectTableSql)
  let runs = 0
  const slow = workflow('slow', (ctx) =>
    ctx.transaction('reserve', async (tx) => {
      runs += 1
      await leaveEffect(tx, ctx.workflowId, 'reserve')
      const text = runs === 1 ? 'select pg_sleep(60)' : 'select 1'
      await tx.query({ label: 'think', text, values: [] })
      return runs
    }),
  )
  const executor = createTestExecutor(database, { id: 'A', workflows: [slow], leaseMs: 30_000 })
  const handle = await executor.engine.start(slow, 'slow-1', null)
  const isThinking = async () =>
    (
      await database.observer.query(
        `select from pg_stat_activity where application_name = 'A' and query like '%sleep(60)' and state = 'active'`,
      )
    ).rowCount === 1
  while (!(await isThinking())) await wait(5)
  await database.terminate('A')
  expect(await handle.result()).toBe(2)
  expect(await countEffects(database, 'slow-1')).toEqual({ reserve: 1 })
  await executor.crash()
})

test('the server dies under running workflows and comes back: all of them end, each effect once', async () => {
  const database = await server().createDatabase(effectTableSql)
  const outside: Outside = { keys: [] }
  const everything = createEverything('everything', outside)
  const executors = ['A', 'B'].map((id) =>
    createTestExecutor(database, {
      id,
      workflows: [everything],
      // A claim whose answer was lost is claimed again when its lease is over. On a slow machine a lease may also end
      // under an executor that lives: that is allowed, and counts as a recovery.
      leaseMs: 5_000,
      pg: { leaseMs: 30_000 },
      engine: { recoveryLimit: 1_000 },
      max: 6,
    }),
  )
  for (const executor of executors) executor.run()
  const ids = Array.from({ length: 40 }, (_, number) => `workflow-${number}`)
  const results = ids.map(async (id, index) => {
    const { engine } = executors[index % 2]!
    const handle = await engine.start(everything, id, id)
    await engine.send(id, 'payment', 'paid', { idempotencyKey: 'once' })
    return handle.result()
  })
  const effects = async () => (await database.observer.query('select from effect')).rowCount ?? 0
  while ((await effects()) < 15) await wait(5)
  await server().stopAtOnce()
  await server().start()
  expect(await Promise.all(results)).toEqual(
    ids.map((id) => ({ answer: `answer to ${id}`, message: 'paid' })),
  )
  for (const id of ids) {
    const own: Outside = { keys: outside.keys.filter((key) => key.startsWith(`${id}/`)) }
    await checkEverything(database, id, own)
  }
  for (const executor of executors) await executor.crash()
})
