/**
 * One workflow in this executor's memory: what it has recorded, which of its calls are in flight, and whether it is
 * still this executor's.
 *
 * X1  Every write carries the epoch. Once a write was refused, nothing that the function still does has an effect:
 *     its calls never settle (E5).
 * X2  A workflow sleeps only when each of its calls in flight is a wait (E7), and only while the inbox stands where
 *     its waits last saw it (E8).
 * X3  A failure of the database that another try may help is never seen by the function (E10).
 * X4  Whoever looks on has no effect, even if it throws.
 */
import {
  tell,
  type Database,
  type Environment,
  type Json,
  type Observation,
  type Row,
  type Statement,
  type StepKind,
} from './environment.ts'
import { createCancellation, type Cancellation } from './cancellation.ts'
import { placesStatement } from './checkpoint-rows.ts'
import { NonDeterminismError, type RecordedError } from './errors.ts'
import { createOutcomeOrder, type OutcomeOrder } from './outcome-order.ts'
import { createBackoff, isTransientForEngine, type Backoff, type Patience } from './retry.ts'
import { readError } from './recorded-error.ts'
import type { AnyWorkflow } from './workflow.ts'
import type { Held } from './workflow-rows.ts'

/** What all executions of an executor have in common. */
export interface Settings {
  readonly executorId: string
  readonly leaseMs: number
  readonly renewMs: number
  readonly claimLimit: number
  readonly maxConcurrent: number
  /** Of the code; null: it has none (E14). */
  readonly version: string | null
  readonly pollMs: number
  readonly recoveryLimit: number
  readonly patience: Patience
  /** Where the transactions of workflows run; null: in the engine's own database. */
  readonly applicationDatabase: Database | null
}

/** A step's record, as loaded. */
export interface StepRecord {
  readonly name: string
  readonly output: Json
  readonly error: RecordedError | null
  /** A sleep or a timed wait: it has a deadline and no outcome yet. */
  readonly isWaiting: boolean
  /** The deadline has passed. */
  readonly isOver: boolean
}

/** A step that has begun and not settled. */
export interface Call {
  readonly workflowId: string
  readonly step: string
  readonly name: string
  readonly kind: StepKind
  readonly record: StepRecord | null
  /** While the application's part of a transaction runs: how many turns the function had had when it began (E3). */
  callbackTurn: number | null
  /** No cancellation reaches it (E16). */
  readonly isShielded: boolean
  /** It was in flight when somebody asked for the workflow's cancellation (E16). */
  isAsked: boolean
  /** Steps of a race that are at work in it. */
  working: number
  /** Of a wait: its deadline stands in the database, or is on its way there. */
  isNoted: boolean
  /** While it waits: makes it look again. */
  look: (() => void) | null
  /** While a step's callback runs: aborts its signal. */
  abort: ((reason: Error) => void) | null
}

/** Whether the call is more than a wait: a workflow cannot leave memory beside it (X2). */
export function isAtWork({ kind, working }: Call): boolean {
  return working > 0 || !['recv', 'sleep', 'result', 'race'].includes(kind)
}

/** How a workflow ended. */
export type Outcome =
  | { readonly status: 'succeeded'; readonly output: Json }
  | { readonly status: 'failed' | 'cancelled'; readonly error: RecordedError }

/** Why a workflow is no longer in memory. */
export type Departure =
  /** `handed-over`: left for another executor, which need not wait for the lease to end. */
  | { readonly why: 'asleep' | 'fenced' | 'handed-over' }
  /** E10: left to the next claim, for this error. */
  | { readonly why: 'abandoned'; readonly error: unknown }
  /** E14: its records do not fit this code. */
  | { readonly why: 'blocked'; readonly error: NonDeterminismError }
  | { readonly why: 'ended'; readonly outcome: Outcome }

/** What the executor wants to know of its executions. */
export interface ExecutionListener {
  published(execution: Execution, key: string, value: Json): void
  left(execution: Execution, departure: Departure): void
  returned(execution: Execution): void
  /** It has committed what makes another workflow due (T1). */
  wokeOther(): void
}

export interface ExecutionParts {
  readonly workflow: AnyWorkflow
  readonly held: Held
  readonly input: Json
  /** The inbox counter as the start or the claim saw it. */
  readonly inbox: number
  /** Another workflow has started it, and is to be told of its end (E15). */
  readonly hasParent: boolean
  /** Somebody has asked for its cancellation (E16). */
  readonly isCancelled: boolean
  readonly environment: Environment
  readonly settings: Settings
  readonly listener: ExecutionListener
}

export interface Execution {
  readonly workflow: AnyWorkflow
  readonly held: Held
  readonly input: Json
  readonly environment: Environment
  readonly database: Database
  readonly settings: Settings
  /** Calls in flight, of all contexts. */
  readonly calls: Set<Call>
  /** What it has published, as far as this memory knows. */
  readonly events: Map<string, Json>
  /** In which order outcomes reach the function (E2). */
  readonly order: OutcomeOrder
  readonly hasParent: boolean
  readonly cancellation: Cancellation
  /** What `patched` has said, by its ID. */
  readonly patches: Map<string, Promise<boolean>>
  /** The inbox counter, as last seen. */
  inbox: number
  /** Set where the function did what it must not: it then fails, whatever it makes of the error. */
  broken: Error | null
  isHere(): boolean
  hasRecord(step: string): boolean
  /** Whether a step of this number, or a later one of the same context, is recorded. */
  hasRecordFrom(path: string, number: number): boolean
  load(rows: readonly Row[]): void
  /** The record of a step that is met now. @throws {NonDeterminismError} where another is recorded (E9) */
  meet(step: string, recordName: string): StepRecord | null
  /** E9: a recorded step that the function has not met; null if it has met them all. */
  unmet(): NonDeterminismError | null
  observe(observation: Observation): void
  /** X3: runs a statement until the database answers; never settles when it is no longer here. */
  query(statement: Statement): Promise<readonly Row[]>
  /** As `query`, for statements that say `is_owned` (X1): never settles where it is not. */
  write(statement: Statement): Promise<Row>
  /** Waits before another try; never settles when patience is at its end. */
  pause(backoff: Backoff, error: unknown): Promise<void>
  /** Takes a call out of those in flight. */
  settle(call: Call): void
  /** Resolves when the next call has settled. */
  callSettled(): Promise<void>
  publish(key: string, value: Json): void
  /** Another workflow is due (T1). */
  nudge(): void
  /** A message has come: waits beside a call at work look for it (E7). */
  look(): void
  /** E14: leaves it to other code; nothing that its function still does has an effect. */
  block(error: NonDeterminismError): void
  leave(departure: Departure): void
  /** Its row is this executor's again, under the same epoch. */
  comeBack(): void
}

/** A promise that never settles: what waits for it is as good as dead, and is collected as garbage. */
export function never(): Promise<never> {
  return new Promise(() => undefined)
}

export function createExecution(parts: ExecutionParts): Execution {
  const { workflow, held, environment, settings, listener } = parts
  const records = new Map<string, StepRecord>()
  const unmet = new Set<string>()
  /** Where a branch has records: `2` and `2.0` for the step `2.0.1`. */
  const branches = new Set<string>()
  /** The last number that has a record, by context: for the step `2.0.1`, 1 of `2.0.`, 0 of `2.`, and 2 of the root. */
  const lastNumbers = new Map<string, number>()
  let isHere = true
  let tellSettled: (() => void)[] = []

  function noteNumber(path: string, number: number): void {
    lastNumbers.set(path, Math.max(number, lastNumbers.get(path) ?? number))
  }

  const calls = new Set<Call>()
  const order = createOutcomeOrder({
    calls,
    loadPlaces: () => execution.query(placesStatement(workflow.name, held.id)),
    // Left to the next claim; those are counted (E10).
    fail: (error) => execution.leave({ why: 'abandoned', error }),
  })

  const execution: Execution = {
    workflow,
    held,
    input: parts.input,
    environment,
    database: environment.database,
    settings,
    calls,
    order,
    events: new Map(),
    hasParent: parts.hasParent,
    cancellation: createCancellation(held.id, calls, parts.isCancelled),
    patches: new Map(),
    inbox: parts.inbox,
    broken: null,
    isHere: () => isHere,
    hasRecord: (step) => records.has(step),
    hasRecordFrom: (path, number) => (lastNumbers.get(path) ?? -1) >= number,

    load(rows) {
      for (const row of rows) {
        const step = String(row['step'])
        records.set(step, readRecord(row))
        if (row['has_place'] === true) order.hadOverlap()
        // Code that has done with a patch may drop it, once nothing older is under way.
        if (isPatch(step)) continue
        unmet.add(step)
        let start = 0
        for (let at = step.indexOf('.'); at >= 0; at = step.indexOf('.', start)) {
          branches.add(step.slice(0, at))
          noteNumber(step.slice(0, start), Number(step.slice(start, at)))
          start = at + 1
        }
        noteNumber(step.slice(0, start), Number(step.slice(start)))
      }
    },
    meet(step, recordName) {
      const record = records.get(step)
      unmet.delete(step)
      if (record && record.name !== recordName) throw new NonDeterminismError(step, record.name, recordName)
      if (!record && recordName !== branchName && !isPatch(step) && branches.has(step))
        throw new NonDeterminismError(step, branchName, recordName)
      return record ?? null
    },
    unmet() {
      const [step] = [...unmet].toSorted()
      const record = step === undefined ? undefined : records.get(step)
      return step === undefined || !record ? null : new NonDeterminismError(step, record.name, null)
    },
    observe: (observation) => tell(environment, observation),

    async query(statement) {
      const backoff = createBackoff(environment, settings.patience)
      for (;;) {
        if (!isHere) return never()
        try {
          return await environment.database.query(statement)
        } catch (error) {
          if (!isTransientForEngine(error)) throw error
          await execution.pause(backoff, error)
        }
      }
    },
    async write(statement) {
      const [row = {}] = await execution.query(statement)
      if (row['is_owned'] !== true) {
        execution.leave({ why: 'fenced' })
        return never()
      }
      return row
    },
    async pause(backoff, error) {
      if (await backoff.wait()) return
      execution.leave({ why: 'abandoned', error })
      return never()
    },
    settle(call) {
      execution.calls.delete(call)
      for (const tell of tellSettled) tell()
      tellSettled = []
    },
    callSettled: () => new Promise((resolve) => tellSettled.push(resolve)),
    publish(key, value) {
      execution.events.set(key, value)
      listener.published(execution, key, value)
    },
    nudge: () => listener.wokeOther(),
    look() {
      if ([...calls].some(isAtWork)) for (const { look, kind } of calls) if (kind !== 'sleep') look?.()
    },
    block(error) {
      if (isHere) execution.observe({ kind: 'blocked', workflowId: held.id, error: error.message })
      execution.leave({ why: 'blocked', error })
    },
    leave(departure) {
      if (!isHere) return
      isHere = false
      // What a step still does is in vain: others have it, or will have it.
      for (const { abort } of calls) abort?.(new Error(`This executor has lost the workflow ${held.id}.`))
      if (departure.why === 'fenced')
        execution.observe({ kind: 'fenced', workflowId: held.id, epoch: held.epoch })
      listener.left(execution, departure)
    },
    comeBack() {
      isHere = true
      listener.returned(execution)
    },
  }
  return execution
}

/** What stands for a branch where a step's name is expected: a branch has no record of its own. */
export const branchName = 'a branch'

/** The name that a call's checkpoint has: a wait of a topic is no step of that name. */
export function recordName(kind: StepKind, name: string): string {
  return ['recv', 'event', 'start', 'result', 'cancel', 'race', 'patch'].includes(kind)
    ? `${kind}:${name}`
    : name
}

/** The step under which a patch is recorded: it has no number, since older code did not call it. */
export function patchStep(id: string): string {
  return `patch:${id}`
}

function isPatch(step: string): boolean {
  return step.startsWith(patchStep(''))
}

function readRecord(row: Row): StepRecord {
  return {
    name: String(row['name']),
    // What jsonb gave back is JSON.
    output: row['output'] as Json,
    error: row['error'] === null ? null : readError(row['error']),
    isWaiting: row['is_waiting'] === true,
    isOver: row['is_over'] === true,
  }
}
