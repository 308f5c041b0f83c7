/** A workflow that does each thing a workflow can do, whose effects can be counted; and what must be true at its end. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Session } from '../environment.ts'
import { workflow, type Workflow } from '../workflow.ts'
import type { ClockedDatabase } from './clock.ts'
import { placesOf, type Place } from './faults.ts'
import type { PostgresDatabase } from './postgres-server.ts'
import type { TestExecutor } from './test-executor.ts'

/** No key of its own: an effect that comes twice must show. */
export const effectTableSql = `
create table effect (number bigint generated always as identity, workflow_id text not null, step text not null);`

/** The outside world: it remembers under which keys it was called. */
export interface Outside {
  readonly keys: string[]
}

export interface EverythingOutput {
  readonly answer: string
  readonly message: string
}

/** @param name of its own for each test, so that one test's executors claim none of another's */
export function createEverything(name: string, outside: Outside): Workflow<string, EverythingOutput> {
  return workflow(name, async (ctx, input) => {
    await ctx.now()
    await ctx.transaction('reserve', (tx) => leaveEffect(tx, ctx.workflowId, 'reserve'))
    const answer = await ctx.step('call', ({ idempotencyKey }) => {
      outside.keys.push(idempotencyKey)
      return `answer to ${input}`
    })
    await ctx.setEvent('url', answer)
    const message = await ctx.recv<string>('payment')
    await ctx.sleep(10)
    await ctx.transaction('fulfil', (tx) => leaveEffect(tx, ctx.workflowId, 'fulfil'))
    return { answer, message: message ?? 'none' }
  })
}

export async function leaveEffect(tx: Session, workflowId: string, step: string): Promise<void> {
  await tx.query({
    label: 'leave-effect',
    text: 'insert into effect (workflow_id, step) values ($1, $2)',
    values: [workflowId, step],
  })
}

/** Where, within a world, something must hold and does not: the rule and what was found. */
export class RuleBrokenError extends Error {
  override readonly name = 'RuleBrokenError'
  readonly rule: string

  constructor(rule: string, found: string) {
    super(`${rule}: ${found}`)
    this.rule = rule
  }
}

/** How often each effect of a workflow is there. */
export async function countEffects(
  database: PostgresDatabase,
  workflowId: string,
): Promise<Readonly<Record<string, number>>> {
  const { rows } = await database.observer.query<{ step: string; count: number }>(
    'select step, count(*)::int as count from effect where workflow_id = $1 group by step order by step',
    [workflowId],
  )
  return Object.fromEntries(rows.map(({ step, count }) => [step, count]))
}

/**
 * What holds when `everything` has ended, whatever went wrong on the way.
 * @throws {RuleBrokenError}
 */
export async function checkEverything(
  database: PostgresDatabase,
  workflowId: string,
  outside: Outside,
): Promise<void> {
  const effects = JSON.stringify(await countEffects(database, workflowId))
  if (effects !== '{"fulfil":1,"reserve":1}') throw new RuleBrokenError('E3, one effect a step', effects)
  const keys = [...new Set(outside.keys)]
  if (keys.length !== 1) throw new RuleBrokenError('E4, one key a step', keys.join(', '))
  const { rows } = await database.observer.query<{ consumed_by: string | null }>(
    'select consumed_by from engine.message where workflow_id = $1',
    [workflowId],
  )
  if (rows.length !== 1 || rows[0]?.consumed_by !== '4')
    throw new RuleBrokenError('E8, a message arrives once', JSON.stringify(rows))
}

/** Another executor for a workflow whose own executor has died, or stands still. */
export interface Heir {
  /** True when the workflow's own executor will not go on with it. */
  isNeeded(): boolean
  /** Lets the heir look for work; called once, when it is needed. */
  takeOver(): Promise<void>
}

/**
 * Waits until `everything` has ended. Sends its message when it waits for it, and moves the clock on when nothing but
 * time can help, so that its calls are the same ones in each run.
 *
 * @param sender sends the message; where there is an heir, it is the heir
 */
export async function carryThrough(
  database: ClockedDatabase,
  id: string,
  sender: Pick<TestExecutor, 'id' | 'engine'>,
  heir?: Heir,
): Promise<void> {
  let isInherited = false
  for (;;) {
    if (!isInherited && heir?.isNeeded() === true) {
      isInherited = true
      await heir.takeOver()
    }
    const row = await lookAt(database, id)
    const dueInMs = row?.due_in_ms ?? null
    switch (row?.status) {
      case 'sleeping':
        if (dueInMs === null) await sender.engine.send(id, 'payment', 'paid', { idempotencyKey: 'once' })
        else if (dueInMs > 0) await database.advance(dueInMs)
        else await wait(5)
        break
      case 'running':
        // The lease of a process that lives must not end.
        if (isInherited && row.executor !== sender.id && dueInMs !== null && dueInMs > 0)
          await database.advance(dueInMs)
        else await wait(5)
        break
      case undefined:
        await wait(5)
        break
      default:
        return
    }
  }
}

async function lookAt(database: PostgresDatabase, id: string) {
  const { rows } = await database.observer.query<{
    status: string
    executor: string | null
    due_in_ms: number | null
  }>(
    `select status, executor, (extract(epoch from due_at - engine.now()) * 1000)::float8 as due_in_ms
     from engine.workflow where id = $1`,
    [id],
  )
  return rows[0]
}

/** Every row that belongs to a workflow, to be compared with itself later. */
export async function dumpWorkflow(database: PostgresDatabase, workflowId: string): Promise<string> {
  const { rows } = await database.observer.query<{ dump: string }>(
    `select jsonb_build_object(
      'workflow', (select jsonb_agg(to_jsonb(w)) from engine.workflow w where id = $1),
      'steps', (select jsonb_agg(to_jsonb(s) order by step) from engine.step_checkpoint s where workflow_id = $1),
      'messages', (select jsonb_agg(to_jsonb(m) order by number) from engine.message m where workflow_id = $1),
      'events', (select jsonb_agg(to_jsonb(e) order by key) from engine.event e where workflow_id = $1),
      'effects', (select jsonb_agg(to_jsonb(f) order by number) from effect f where workflow_id = $1)
    )::text as dump`,
    [workflowId],
  )
  return rows[0]?.dump ?? ''
}

/** The calls that an executor makes for it when nothing goes wrong, in order. */
export const everythingCalls: readonly Place[] = placesOf([
  'start',
  'checkpoint:now',
  'begin:reserve',
  'leave-effect',
  'checkpoint:reserve',
  'commit:reserve',
  'checkpoint:call',
  'event:url',
  'sleep',
  'load',
  'recv:payment',
  'sleep',
  'load',
  'begin:fulfil',
  'leave-effect',
  'checkpoint:fulfil',
  'commit:fulfil',
  'finish',
])
