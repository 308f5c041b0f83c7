/**
 * E7, E8: senders, a start, a wait and a claim, in every order of their statements and commits over connections of
 * their own. Whatever the order, the workflow wakes, and gets each message once, in the order of the sending.
 */
import { expect, test } from 'vitest'
import { createEngine, type Engine } from './engine.ts'
import type { Database, Environment, Statement } from './environment.ts'
import { createPgDatabase } from './pg-database.ts'
import { simulatedClockSql } from './schema.ts'
import { createStage, forEachOrder } from './testing/interleave.ts'
import { intercept, never } from './testing/intercept.ts'
import { sendStatement } from './message-rows.ts'
import { untilOneWaits } from './testing/locks.ts'
import { usePostgres, type PostgresDatabase } from './testing/postgres-server.ts'
import { workflow, type Workflow } from './workflow.ts'

const server = usePostgres()

const receiveOne = workflow('receive-one', async (ctx) => [await ctx.recv<string>('letter')])

const receiveTwo = workflow('receive-two', async (ctx) => [
  await ctx.recv<string>('letter'),
  await ctx.recv<string>('letter'),
])

const sleepAndReceive = workflow('sleep-and-receive', async (ctx) => {
  await ctx.sleep(1)
  return [await ctx.recv<string>('letter', { timeoutMs: 3_600_000 })]
})

interface Play {
  readonly receiver: Workflow<null, readonly (string | null)[]>
  /** What happens at once: each a strand with a connection of its own. */
  readonly senders: readonly ((engine: Engine, id: string) => Promise<unknown>)[]
  /** Does the run begin beside the senders, or is it asleep when they begin? */
  readonly begin: 'start' | 'enqueue' | 'asleep'
  readonly spareLooks?: number
}

type Change = (statement: Statement) => Statement

const leaseMs = 600_000

function createStrand(
  name: string,
  database: Database,
  receiver: Play['receiver'],
  idle: Environment['idle'],
) {
  let isFinished = false
  const engine = createEngine({
    environment: {
      database,
      // Nothing here fails, and no lease ends.
      sleep: never,
      idle,
      random: () => 0,
      observe: ({ kind }) => {
        isFinished ||= kind === 'finished'
      },
    },
    workflows: [receiver],
    executorId: name,
    leaseMs,
  })
  return { engine, isFinished: () => isFinished }
}

/** Plays one order. @returns what the workflow got */
async function play(
  { observer }: PostgresDatabase,
  database: Database,
  { receiver, senders, begin, spareLooks = 1 }: Play,
  choose: (options: number) => number,
): Promise<unknown> {
  const id = 'workflow'
  await observer.query(`select setval('engine.clock', 0, true)`)
  await observer.query('delete from engine.workflow')
  await observer.query('delete from engine.message')
  await observer.query('delete from engine.step_checkpoint')
  if (begin === 'asleep') {
    const { engine } = createStrand('earlier', database, receiver, never)
    await engine.start(receiver, id, null)
    await engine.stop()
  }
  const countBlocked = async (): Promise<number> => {
    const { rowCount } = await observer.query(
      // Whoever lets go of a lock grants it, so this is right as soon as the other's commit is answered.
      'select from pg_locks where not granted',
    )
    return rowCount ?? 0
  }
  const advance = async (ms: number): Promise<void> => {
    await observer.query(`select setval('engine.clock', last_value + $1::bigint, true) from engine.clock`, [
      Math.ceil(ms),
    ])
  }
  const stage = createStage({ choose, countBlocked, advance, spareLooks })
  const executor = createStrand('executor', stage.direct('executor', database), receiver, stage.idle)
  const { engine } = executor
  let sending = senders.length
  const work: Promise<unknown>[] = senders.map(async (send, index) => {
    const name = `sender ${index + 1}`
    await send(createStrand(name, stage.direct(name, database), receiver, never).engine, id)
    sending -= 1
  })
  if (begin === 'start') work.push(engine.start(receiver, id, null))
  if (begin === 'enqueue') work.push(engine.enqueue(receiver, id, null))
  // The loop begins as if it had just looked.
  void stage.idle(null).then(() => engine.run())
  await stage.play(() => executor.isFinished() && sending === 0)
  await Promise.all(work)
  const { rows } = await observer.query<{ output: unknown; taken: number }>(
    `select output, (select count(*)::int from engine.message where consumed_by is not null) as taken
     from engine.workflow`,
  )
  return rows[0]
}

const send =
  (...letters: readonly string[]) =>
  async (engine: Engine, id: string) => {
    for (const letter of letters) await engine.send(id, 'letter', letter)
  }

const sendByKey = (engine: Engine, id: string) => engine.send(id, 'letter', 'a', { idempotencyKey: 'once' })

const plays: readonly (readonly [name: string, play: Play, output: readonly string[]])[] = [
  ['a send and a start', { receiver: receiveOne, senders: [send('a')], begin: 'start' }, ['a']],
  ['a send and an enqueue', { receiver: receiveOne, senders: [send('a')], begin: 'enqueue' }, ['a']],
  ['a send, a start and a sleep', { receiver: sleepAndReceive, senders: [send('a')], begin: 'start' }, ['a']],
  [
    'two sends in turn and a sleeper that takes both',
    { receiver: receiveTwo, senders: [send('a', 'b')], begin: 'asleep' },
    ['a', 'b'],
  ],
  [
    'two senders of one message, and a sleeper',
    { receiver: receiveOne, senders: [sendByKey, sendByKey], begin: 'asleep' },
    ['a'],
  ],
]

/** Plays every order. @returns how many there were */
async function playAll(parts: Play, expected: readonly string[], change?: Change): Promise<number> {
  const postgres = await server().createDatabase(simulatedClockSql)
  const pooled = createPgDatabase(postgres.createPool({ max: 6 }), { leaseMs })
  const database = intercept(pooled, (_call, run) => run(), change)
  return forEachOrder(async (choose) => {
    expect(await play(postgres, database, parts, choose)).toEqual({
      output: expected,
      taken: expected.length,
    })
  })
}

test.each(plays)('E8: %s, in every order', async (_name, parts, expected) => {
  expect(await playAll(parts, expected)).toBeGreaterThanOrEqual(15)
})

test('E8: a sleep that does not compare the counter loses a wake-up in one of them: the test can fail', async () => {
  const change: Change = (statement) => ({
    ...statement,
    text: statement.text.replace('or inbox = $3::int', 'or inbox >= 0'),
  })
  await expect(
    playAll({ receiver: receiveOne, senders: [send('a')], begin: 'start' }, ['a'], change),
  ).rejects.toThrow('A wake-up was lost')
})

test('E8: two messages that are sent at once are numbered one after the other', async () => {
  const { createPool, observer } = await server().createDatabase()
  const database = createPgDatabase(createPool({ max: 2 }))
  const [first, second] = [
    await database.begin({ label: 'first' }),
    await database.begin({ label: 'second' }),
  ]
  await first.query(sendStatement('workflow', 'letter', '"a"', null))
  const sent = second.query(sendStatement('workflow', 'letter', '"b"', null))
  await untilOneWaits({ observer })
  await first.commit()
  await sent
  await second.commit()
  const { rows } = await observer.query('select number, payload from engine.message order by number, payload')
  expect(rows).toEqual([
    { number: 1, payload: 'a' },
    { number: 2, payload: 'b' },
  ])
})
