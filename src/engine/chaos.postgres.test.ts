/**
 * Several executors, tens of connections, hundreds of workflows that send each other messages, while executors die and
 * connections break by chance. The seed decides what breaks; which statement it meets is the machine's.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { effectTableSql, leaveEffect } from './testing/everything.ts'
import { usePostgres } from './testing/postgres-server.ts'
import { createSeeded } from './testing/seeded.ts'
import { createTestExecutor, type TestExecutor } from './testing/test-executor.ts'
import { workflow } from './workflow.ts'

const server = usePostgres()

const workflowCount = 300
const executorCount = 5
const faultCount = 24
const seed = 20_260_714

const runnerName = 'runner'

interface Runners extends TestExecutor {
  start(number: number): Promise<unknown>
}

const idOf = (number: number): string => `runner-${number % workflowCount}`

test('every workflow ends, each effect is there once, and no wake-up is lost', async () => {
  const database = await server().createDatabase(effectTableSql)
  const random = createSeeded(seed)
  const executors: Runners[] = []
  let booted = 0

  function boot(): Runners {
    booted += 1
    /** Works, passes the baton to the next runner, waits for its own, works again. */
    const runner = workflow(runnerName, async (ctx, number: number) => {
      await ctx.transaction('before', (tx) => leaveEffect(tx, ctx.workflowId, 'before'))
      await ctx.step('pass', async ({ idempotencyKey }) => {
        await executor.engine.send(idOf(number + 1), 'baton', number, { idempotencyKey })
      })
      if (number % 3 === 0) await ctx.sleep(20)
      const from = await ctx.recv<number>('baton')
      await ctx.transaction('after', (tx) => leaveEffect(tx, ctx.workflowId, 'after'))
      return from
    })
    const executor = createTestExecutor(database, {
      id: `executor-${booted}`,
      workflows: [runner],
      // Long enough that a living executor renews it on a slow machine: with 800 ms, executors took workflows from each
      // other again and again. Only a claim whose answer was lost waits until it is over.
      leaseMs: 5_000,
      // A statement may take long on a slow machine: the application's own would fail its workflow.
      pg: { leaseMs: 60_000 },
      max: 8,
      engine: { recoveryLimit: 1_000, claimLimit: 20 },
    })
    executor.run()
    return { ...executor, start: (number) => executor.engine.start(runner, idOf(number), number) }
  }

  /** @returns how many workflows have not ended; one that nothing will ever wake sleeps through a message (E8) */
  async function countLeft(): Promise<number> {
    const { rows } = await database.observer.query<{ left: number; lost: number }>(
      `select count(*) filter (where status <> 'succeeded')::int as left,
        count(*) filter (where status = 'sleeping' and due_at is null and exists (
          select from engine.message m where m.workflow_id = w.id and m.consumed_by is null))::int as lost
       from engine.workflow w`,
    )
    expect(rows[0]?.lost).toBe(0)
    return rows[0]?.left ?? 0
  }

  /** As if the time had passed for the leases of a dead executor, and for no other. */
  async function endLeases(executor: string): Promise<void> {
    await database.observer.query(
      `update engine.workflow set due_at = engine.now() where executor = $1 and status = 'running'`,
      [executor],
    )
  }

  async function countEffects(): Promise<number> {
    return (await database.observer.query('select from effect')).rowCount ?? 0
  }

  for (let count = 0; count < executorCount; count += 1) executors.push(boot())
  const starting = Array.from({ length: workflowCount }, async (_, number) => {
    // Whoever asked a server that died asks another: the ID makes it one run (E1).
    for (let isStarted = false; !isStarted;) {
      const executor = executors[number % executorCount]
      if (!executor) throw new Error('There is no executor.')
      isStarted = await Promise.race([
        executor.start(number).then(() => true),
        executor.died.then(() => false),
      ])
    }
  })

  const kinds = { crashes: 0, broken: 0 }
  for (let fault = 0; fault < faultCount; fault += 1) {
    // Spread over the work, however fast the machine is: the last comes when nine tenths of it are done.
    const due = ((fault + random()) / faultCount) * 0.9 * 2 * workflowCount
    while ((await countEffects()) < due) await wait(5)
    const index = Math.floor(random() * executors.length)
    const victim = executors[index]
    if (!victim) continue
    if (random() < 0.5) {
      executors[index] = boot()
      await victim.crash()
      await endLeases(victim.id)
      kinds.crashes += 1
    } else {
      kinds.broken += await database.terminate(victim.id)
    }
  }
  await Promise.all(starting)
  while ((await countLeft()) > 0) await wait(20)

  expect(kinds.crashes).toBeGreaterThan(5)
  expect(kinds.broken).toBeGreaterThan(5)
  const { rows: effects } = await database.observer.query<{ step: string; rows: number; workflows: number }>(
    'select step, count(*)::int as rows, count(distinct workflow_id)::int as workflows from effect group by step order by step',
  )
  expect(effects).toEqual([
    { step: 'after', rows: workflowCount, workflows: workflowCount },
    { step: 'before', rows: workflowCount, workflows: workflowCount },
  ])
  const { rows: batons } = await database.observer.query<{ id: string; output: number }>(
    'select id, output from engine.workflow',
  )
  for (const { id, output } of batons) expect(id).toBe(idOf(output + 1))
  const { rows: messages } = await database.observer.query<{ all: number; taken: number }>(
    'select count(*)::int as all, count(consumed_by)::int as taken from engine.message',
  )
  expect(messages).toEqual([{ all: workflowCount, taken: workflowCount }])
  // There was something to survive.
  const { rows: runs } = await database.observer.query<{ recoveries: number }>(
    'select sum(recoveries)::int as recoveries from engine.workflow',
  )
  expect(runs[0]?.recoveries).toBeGreaterThan(0)
  for (const executor of executors) await executor.crash()
})
