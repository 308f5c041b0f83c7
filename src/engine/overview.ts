/**
 * What an operator does: lists workflows, looks into one, deletes old ones. None of it is needed for a workflow to run.
 *
 * L1  A list has pages in the order of the IDs; what happens between two pages makes it neither skip nor repeat one.
 * L2  What is shown of a workflow is what one moment of the database had.
 * L3  Only what is over, and has been for long enough, is deleted; all of it, and nothing that another session holds.
 */
import { checkCount, checkDelay, checkDuration, checkText } from './arguments.ts'
import type { Json, Row, Scope, Statement } from './environment.ts'
import { InvalidArgumentError, type RecordedError } from './errors.ts'
import { checkOutside } from './in-transaction.ts'
import { readValue } from './json.ts'
import {
  inspectStatement,
  listStatement,
  pruneStatement,
  storedStatuses,
  type StoredStatus,
} from './overview-rows.ts'
import { readError } from './recorded-error.ts'

/** Which workflows a list has: those for which everything that is given is true. */
export interface ListOptions {
  readonly status?: StoredStatus | readonly StoredStatus[]
  readonly name?: string
  /** Of the code that started it. */
  readonly version?: string
  /** Milliseconds since 1970, by the database's time; excluded. */
  readonly createdBeforeMs?: number
  /** Milliseconds since 1970, by the database's time; included. */
  readonly createdAfterMs?: number
  /** Workflows on a page, 1 to 1,000; default 100. */
  readonly limit?: number
  /** `next` of the page before. */
  readonly after?: string
}

/** A workflow without its values. Times are milliseconds since 1970, by the database's time. */
export interface WorkflowSummary {
  readonly id: string
  /** Null for a stub: a message came, and the workflow was not started yet (E8). */
  readonly name: string | null
  readonly status: StoredStatus
  readonly version: string | null
  /** The workflow that started it. */
  readonly parent: string | null
  /** Whether its cancellation was asked for. */
  readonly isCancelled: boolean
  /** Which runs it now. */
  readonly executor: string | null
  /** Since something of it was last recorded (E13). */
  readonly recoveries: number
  readonly createdAtMs: number
  /** When an executor may claim it: for a running one, the end of its lease. Null: never, as it stands. */
  readonly dueAtMs: number | null
  readonly endedAtMs: number | null
}

export interface WorkflowPage {
  readonly workflows: readonly WorkflowSummary[]
  /** For `after` of the next page; null on the last one. */
  readonly next: string | null
}

/** Everything that is stored of a workflow. */
export interface WorkflowDetails extends WorkflowSummary {
  readonly input: Json
  readonly output: Json
  readonly error: RecordedError | null
  /** What its last executor gave it up for (E10). */
  readonly lastError: RecordedError | null
  /** In the order in which they were written. */
  readonly steps: readonly StepDetails[]
  /** In the order in which they arrived. */
  readonly messages: readonly MessageDetails[]
  /** In the order in which they were published. */
  readonly events: readonly EventDetails[]
  /** IDs of the workflows that it has started, in order. */
  readonly children: readonly string[]
}

export interface StepDetails {
  /** `2`, or `2.0.1` within a branch. */
  readonly step: string
  /** With its kind, unless it is a transaction or a plain step: `recv:payment`. */
  readonly name: string
  readonly output: Json
  readonly error: RecordedError | null
  /** A sleep or a timed wait that is not over. */
  readonly isWaiting: boolean
  readonly deadlineMs: number | null
  readonly createdAtMs: number
}

export interface MessageDetails {
  readonly number: number
  readonly topic: string
  readonly payload: Json
  /** The step that received it; null: none has. */
  readonly consumedBy: string | null
  readonly createdAtMs: number
}

export interface EventDetails {
  readonly key: string
  readonly value: Json
  readonly createdAtMs: number
}

export interface PruneOptions {
  /** How long ago a workflow must have ended. */
  readonly endedForMs: number
  /** Workflows that one statement looks at, 1 to 1,000; default 1,000. */
  readonly limit?: number
}

/** The part of an engine that looks on and cleans up. */
export interface Overview {
  /**
   * Lists workflows in the order of their IDs, a page at a time (L1). One round trip. No index serves the filters: a page
   * of what is rare may read the table to its end.
   * @throws {InvalidArgumentError} for a status, a text or a number that cannot be (G1, G2)
   * @example
   * const { workflows, next } = await engine.list({ status: ['failed', 'exhausted'], limit: 50 })
   * const more = next === null ? null : await engine.list({ status: ['failed', 'exhausted'], limit: 50, after: next })
   */
  list(options?: ListOptions): Promise<WorkflowPage>
  /**
   * Everything that is stored of a workflow, at one moment (L2); null for an unknown ID. One round trip.
   * @throws {InvalidArgumentError} where the ID is no text that can be kept (G1)
   * @example const { steps } = (await engine.inspect('cart-1')) ?? { steps: [] }
   */
  inspect(id: string): Promise<WorkflowDetails | null>
  /**
   * Deletes what ended at least `endedForMs` ago, by the database's time: workflows with their checkpoints, messages and
   * events, and stubs that got no message for as long (L3). Goes through the table once, `limit` workflows a statement.
   *
   * The engine knows nothing of a pruned workflow any more: its ID can be started again (E1), its messages'
   * idempotency keys are forgotten (E8), and `result` throws UnknownWorkflowError. So choose a time longer than any client
   * or sender repeats itself, and than a process can be frozen (E5): days. A child may be pruned before its parent is
   * over, since the parent's own inbox has its outcome.
   * @returns how many were deleted; those of a statement whose answer was lost are not counted
   * @throws {InvalidArgumentError} for numbers that cannot be (G2)
   * @example await engine.prune({ endedForMs: 30 * 24 * 3_600_000 })
   */
  prune(options: PruneOptions): Promise<number>
}

/** @param query runs a statement, again if need be (E10) */
export function createOverview(
  scope: Scope | undefined,
  query: (statement: Statement) => Promise<readonly Row[]>,
): Overview {
  return {
    async list(options = {}) {
      checkOutside(scope, 'list')
      const { limit = 100 } = options
      checkListOptions(options)
      const rows = await query(
        listStatement({
          after: options.after ?? '',
          statuses: options.status === undefined ? null : [options.status].flat(),
          name: options.name ?? null,
          version: options.version ?? null,
          createdBeforeMs: options.createdBeforeMs ?? null,
          createdAfterMs: options.createdAfterMs ?? null,
          // One more tells whether there is another page.
          limit: limit + 1,
        }),
      )
      const workflows = rows.slice(0, limit).map(readSummary)
      return { workflows, next: rows.length > limit ? (workflows.at(-1)?.id ?? null) : null }
    },

    async inspect(id) {
      checkOutside(scope, 'inspect')
      checkText(id, 'The workflow ID')
      const [row] = await query(inspectStatement(id))
      return row ? readDetails(row) : null
    },

    async prune({ endedForMs, limit = 1000 }) {
      checkOutside(scope, 'prune')
      checkDuration(endedForMs, 'endedForMs of prune')
      checkDelay(endedForMs, 'endedForMs of prune')
      checkCount(limit, 'limit of prune', 1, mostRows)
      let pruned = 0
      for (let after: string | null = ''; after !== null;) {
        const [row = {}] = await query(pruneStatement(after, endedForMs, limit))
        pruned += Number(row['pruned'])
        after = textOrNull(row['next'])
      }
      return pruned
    },
  }
}

/** A page is held in memory, here and in the database. */
const mostRows = 1000

function checkListOptions(options: ListOptions): void {
  const { status, name, version, createdBeforeMs, createdAfterMs, limit, after } = options
  if (status !== undefined) for (const one of [status].flat()) checkStatus(one)
  if (name !== undefined) checkText(name, 'name of list')
  if (version !== undefined) checkText(version, 'version of list')
  if (createdBeforeMs !== undefined) checkDuration(createdBeforeMs, 'createdBeforeMs of list')
  if (createdAfterMs !== undefined) checkDuration(createdAfterMs, 'createdAfterMs of list')
  checkCount(limit, 'limit of list', 1, mostRows)
  if (after !== undefined) checkText(after, 'after of list')
}

/** Misspelt, it would list nothing, as if all were well. */
function checkStatus(status: StoredStatus): void {
  if (storedStatuses.includes(status)) return
  throw new InvalidArgumentError(
    'status of list',
    `is ${JSON.stringify(status)}`,
    `one or several of ${storedStatuses.join(', ')}`,
  )
}

function readSummary(row: Row): WorkflowSummary {
  return {
    id: String(row['id']),
    name: textOrNull(row['name']),
    // The column's check constraint has no other values.
    status: row['status'] as StoredStatus,
    version: textOrNull(row['version']),
    parent: textOrNull(row['parent']),
    isCancelled: row['is_cancelled'] === true,
    executor: textOrNull(row['executor']),
    recoveries: Number(row['recoveries']),
    createdAtMs: Number(row['created_at_ms']),
    dueAtMs: numberOrNull(row['due_at_ms']),
    endedAtMs: numberOrNull(row['ended_at_ms']),
  }
}

function readDetails(row: Row): WorkflowDetails {
  // The statement makes these four arrays.
  const parts = (column: string): readonly Row[] => row[column] as readonly Row[]
  return {
    ...readSummary(row),
    input: readValue(row['input']),
    output: readValue(row['output']),
    error: errorOrNull(row['error']),
    lastError: errorOrNull(row['last_error']),
    steps: parts('steps').map((step) => ({
      step: String(step['step']),
      name: String(step['name']),
      output: readValue(step['output']),
      error: errorOrNull(step['error']),
      isWaiting: step['is_waiting'] === true,
      deadlineMs: numberOrNull(step['deadline_ms']),
      createdAtMs: Number(step['created_at_ms']),
    })),
    messages: parts('messages').map((message) => ({
      number: Number(message['number']),
      topic: String(message['topic']),
      payload: readValue(message['payload']),
      consumedBy: textOrNull(message['consumed_by']),
      createdAtMs: Number(message['created_at_ms']),
    })),
    events: parts('events').map((event) => ({
      key: String(event['key']),
      value: readValue(event['value']),
      createdAtMs: Number(event['created_at_ms']),
    })),
    children: row['children'] as readonly string[],
  }
}

function errorOrNull(value: unknown): RecordedError | null {
  return value === null || value === undefined ? null : readError(value)
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
