/**
 * E6 on a server with several connections: what a claim sees while others write.
 *
 * The claim is stopped in the middle by the engine's own clock: `engine.now()` is replaced by one that, at a chosen
 * call of a session, waits for a lock that the test holds.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import { expect, test } from 'vitest'
import { checkpointStatement, loadStatement } from './checkpoint-rows.ts'
import type { Row, Statement } from './environment.ts'
import { usePostgres, type PostgresDatabase } from './testing/postgres-server.ts'
import { claimStatement, renewStatement } from './workflow-rows.ts'

const server = usePostgres()

const stoppingClockSql = `
create or replace function engine.now() returns timestamptz language plpgsql stable as $$
declare
  calls int := coalesce(nullif(current_setting('test.calls', true), ''), '0')::int + 1;
begin
  perform set_config('test.calls', calls::text, false);
  if calls = current_setting('test.stop_at', true)::int then
    perform pg_advisory_lock(1);
    perform pg_advisory_unlock(1);
  end if;
  return clock_timestamp();
end $$;`

const claim = claimStatement({
  executorId: 'B',
  names: ['order'],
  leaseMs: 10_000,
  limit: 10,
  recoveryLimit: 9,
  version: null,
})
const checkpoint = checkpointStatement(
  'reserve',
  { id: 'order-1', epoch: 1 },
  { step: '0', name: 'reserve', outputText: 'null', errorText: null, timeoutMs: null, place: null },
)
const load = loadStatement('order', 'order-1')

/** The claim as it must not be: it brings the checkpoints along, from its own snapshot. */
const claimAndLoad: Statement = {
  ...claim,
  text: claim.text
    .replace(
      'select id, name,',
      `select (select jsonb_agg(c.step) from engine.step_checkpoint c where c.workflow_id = claimed.id) as steps, id, name,`,
    )
    .replace('select null, null,', 'select null, null, null,'),
}

const ask = async (
  client: pg.PoolClient,
  { text, values }: Pick<Statement, 'text' | 'values'>,
): Promise<readonly Row[]> => (await client.query<Record<string, unknown>>(text, [...values])).rows

interface Race {
  /** The claim stops at this call of the clock, 1 and up; it has gone through if there are fewer. */
  readonly stopAt: number
  /** Of the older executor's three statements (begin, checkpoint, commit), done before the claim begins. */
  readonly before: number
  /** And done, or blocked, while it stands still. */
  readonly within: number
}

interface RaceOutcome {
  readonly wasStopped: boolean
  readonly wasClaimed: boolean
  /** What the claiming executor knows to be done. */
  readonly knows: boolean
  /** What is committed in the end. */
  readonly isStored: boolean
}

async function race(
  database: PostgresDatabase,
  pool: pg.Pool,
  { stopAt, before, within }: Race,
  claimer: (client: pg.PoolClient) => Promise<{ wasClaimed: boolean; knows: boolean }>,
): Promise<RaceOutcome> {
  const { observer } = database
  await observer.query(`truncate engine.workflow, engine.step_checkpoint`)
  await observer.query(`insert into engine.workflow (id, name, status, executor, epoch, due_at, created_at)
    values ('order-1', 'order', 'running', 'A', 1, clock_timestamp() - interval '1 second', clock_timestamp())`)
  const [older, claiming, gate] = await Promise.all([pool.connect(), pool.connect(), pool.connect()])
  const isBlocked = async (client: pg.PoolClient, by: 'relation' | 'advisory'): Promise<boolean> => {
    const { processID } = client as unknown as { processID: number }
    const { rowCount } = await observer.query(
      `select from pg_stat_activity where pid = $1 and wait_event_type = 'Lock'
       and ($2 = 'advisory') = (wait_event = 'advisory')`,
      [processID, by],
    )
    return rowCount === 1
  }
  try {
    await gate.query('select pg_advisory_lock(1)')
    await claiming.query(
      `select set_config('test.calls', '0', false), set_config('test.stop_at', $1, false)`,
      [String(stopAt)],
    )
    let olderDone = Promise.resolve()
    const steps = [() => older.query('begin'), () => ask(older, checkpoint), () => older.query('commit')]
    let olderBusy = 0
    const next = (count: number): void => {
      for (const step of steps.splice(0, count)) {
        olderBusy += 1
        olderDone = olderDone.then(async () => {
          await step()
          olderBusy -= 1
        })
      }
    }
    next(before)
    await olderDone
    let claimBusy = true
    const claimed = claimer(claiming).finally(() => {
      claimBusy = false
    })
    while (claimBusy && !(await isBlocked(claiming, 'advisory'))) await wait(1)
    const wasStopped = claimBusy
    next(within)
    while (olderBusy > 0 && !(await isBlocked(older, 'relation'))) await wait(1)
    await gate.query('select pg_advisory_unlock(1)')
    const { wasClaimed, knows } = await claimed
    next(3)
    await olderDone
    const { rowCount } = await observer.query('select from engine.step_checkpoint')
    return { wasStopped, wasClaimed, knows, isStored: rowCount === 1 }
  } finally {
    for (const client of [older, claiming, gate]) client.release()
  }
}

/** Every order of the older executor's statements around a claim that stops at each call of the clock. */
async function raceAll(claimer: Parameters<typeof race>[3]): Promise<readonly (Race & RaceOutcome)[]> {
  const database = await server().createDatabase(stoppingClockSql)
  const pool = database.createPool({ max: 3 })
  const outcomes: (Race & RaceOutcome)[] = []
  for (let stopAt = 1, wasStopped = true; wasStopped; stopAt += 1) {
    wasStopped = false
    for (const before of [0, 1, 2, 3]) {
      for (let within = 0; before + within <= 3; within += 1) {
        const outcome = await race(database, pool, { stopAt, before, within }, claimer)
        wasStopped ||= outcome.wasStopped
        outcomes.push({ stopAt, before, within, ...outcome })
      }
    }
  }
  await pool.end()
  return outcomes
}

const misses = ({ wasClaimed, knows, isStored }: RaceOutcome): boolean => wasClaimed && knows !== isStored

test('E6: a claim and a load in two statements miss no checkpoint, whatever commits meanwhile', async () => {
  const outcomes = await raceAll(async (client) => {
    const [row] = await ask(client, claim)
    if (row?.['id'] !== 'order-1') return { wasClaimed: false, knows: false }
    return { wasClaimed: true, knows: (await ask(client, load)).length === 1 }
  })
  expect(outcomes.filter(misses)).toEqual([])
  // The races were run: some claims stood still, some found the row locked, some came before the checkpoint.
  expect(outcomes.some(({ wasStopped, wasClaimed }) => wasStopped && wasClaimed)).toBe(true)
  expect(outcomes.some(({ wasClaimed }) => !wasClaimed)).toBe(true)
  expect(outcomes.some(({ wasClaimed, isStored }) => wasClaimed && !isStored)).toBe(true)
})

test('E6: in one statement they would miss one: the test can fail', async () => {
  const outcomes = await raceAll(async (client) => {
    const [row] = await ask(client, claimAndLoad)
    return { wasClaimed: row?.['id'] === 'order-1', knows: row?.['steps'] !== null }
  })
  expect(outcomes.filter(misses)).not.toEqual([])
})

/** Makes the planner join row by row. */
const nestedLoopSql = `
insert into engine.workflow (id, name, status, due_at, created_at)
  select 'order-' || n, 'order', 'queued', clock_timestamp() - interval '1 second', clock_timestamp()
  from generate_series(1, 300) n;
do $$ begin
  execute format('alter database %I set enable_hashjoin = off', current_database());
  execute format('alter database %I set enable_mergejoin = off', current_database());
  execute format('alter database %I set enable_material = off', current_database());
  execute format('alter database %I set enable_hashagg = off', current_database());
  execute format('alter database %I set enable_sort = off', current_database());
  execute format('alter database %I set enable_memoize = off', current_database());
end $$;
analyze engine.workflow;`

/** @returns the IDs that each claim took */
async function claimByMany(statement: Statement): Promise<readonly (readonly string[])[]> {
  const database = await server().createDatabase(nestedLoopSql)
  const pool = database.createPool({ max: 8 })
  const taken: (readonly string[])[] = []
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (;;) {
        const { rows } = await pool.query<{ id: string | null }>(statement.text, [...statement.values])
        const ids = rows.flatMap(({ id }) => id ?? [])
        if (ids.length === 0) return
        taken.push(ids)
      }
    }),
  )
  await pool.end()
  return taken
}

test('E6: under a nested loop and eight executors no claim takes more than its limit, and none what another has', async () => {
  const limit = 7
  const taken = await claimByMany(
    claimStatement({
      executorId: 'B',
      names: ['order'],
      leaseMs: 60_000,
      limit,
      recoveryLimit: 9,
      version: null,
    }),
  )
  expect(Math.max(...taken.map(({ length }) => length))).toBe(limit)
  expect(taken.flat()).toHaveLength(300)
  expect(new Set(taken.flat()).size).toBe(300)
})

test('E6: written as "where id in (select … limit 1 …)" a claim takes more: the test can fail', async () => {
  const taken = await claimByMany({
    label: 'claim',
    text: `update engine.workflow set due_at = null where id in (
      select id from engine.workflow where due_at <= engine.now() limit 1 for no key update skip locked)
      returning id`,
    values: [],
  })
  expect(Math.max(...taken.map(({ length }) => length))).toBeGreaterThan(1)
})

/**
 * Sends a statement while another connection has the row of `order-1` in an open transaction.
 * @returns its rows, and which of the two leases has an hour or more to go
 */
async function askBesideLock(statement: Statement) {
  const { observer, createPool } = await server().createDatabase(
    `insert into engine.workflow (id, name, status, executor, epoch, due_at, created_at)
     select 'order-' || n, 'order', 'running', 'A', 1, clock_timestamp() - interval '1 second', clock_timestamp()
     from generate_series(1, 2) n`,
  )
  const pool = createPool({ max: 2 })
  const [holder, client] = [await pool.connect(), await pool.connect()]
  try {
    await holder.query(`begin; select from engine.workflow where id = 'order-1' for no key update`)
    // Whoever waits for the row fails, instead of waiting for ever.
    await client.query(`set statement_timeout = '20s'`)
    const rows = await ask(client, statement)
    const { rows: leased } = await observer.query<{ id: string }>(
      `select id from engine.workflow where due_at > clock_timestamp() + interval '1 hour' order by id`,
    )
    return { rows, leased: leased.map(({ id }) => id) }
  } finally {
    await holder.query('rollback')
    for (const each of [holder, client]) each.release()
    await pool.end()
  }
}

const dayMs = 86_400_000

test('E6: a claim passes by a workflow whose row is in use', async () => {
  const { rows, leased } = await askBesideLock(
    claimStatement({
      executorId: 'B',
      names: ['order'],
      leaseMs: dayMs,
      limit: 10,
      recoveryLimit: 9,
      version: null,
    }),
  )
  expect(rows.map(({ id }) => id)).toEqual(['order-2'])
  expect(leased).toEqual(['order-2'])
})

test('E6: a renewal passes by a workflow whose row is in use, and loses none for it', async () => {
  const held = ['order-1', 'order-2'].map((id) => ({ id, epoch: 1 }))
  const { rows, leased } = await askBesideLock(renewStatement(held, dayMs))
  expect(rows).toEqual([])
  expect(leased).toEqual(['order-2'])
})
