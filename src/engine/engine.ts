/** What an application calls: it starts workflows, talks to them, and lets this process run them. */
import { checkCount, checkDelay, checkText, checkTimeout } from './arguments.ts'
import {
  startTimer,
  type Database,
  type Environment,
  type Json,
  type Row,
  type Statement,
  type Timer,
} from './environment.ts'
import {
  UnknownWorkflowError,
  WorkflowFailedError,
  WorkflowNameError,
  type FailedStatus,
  type RecordedError,
} from './errors.ts'
import { getEventStatement } from './event-rows.ts'
import type { Settings } from './execution.ts'
import { createExecutor } from './executor.ts'
import { checkMessage, checkName, checkOutside, readSent } from './in-transaction.ts'
import { readValue, toJson } from './json.ts'
import { sendStatement } from './message-rows.ts'
import { createOverview, type Overview } from './overview.ts'
import type { StoredStatus } from './overview-rows.ts'
import { readError } from './recorded-error.ts'
import { withPatience } from './retry.ts'
import type { Watch } from './watchers.ts'
import type { AnyWorkflow, Sent, Workflow } from './workflow.ts'
import {
  cancelChildrenStatement,
  cancelStatement,
  enqueueStatement,
  lastErrorStatement,
  readStatement,
  resumeStatement,
  retryStepStatement,
  startStatement,
  terminateStatement,
} from './workflow-rows.ts'

export interface EngineOptions {
  readonly environment: Environment
  readonly workflows: readonly AnyWorkflow[]
  /** The same for no two processes that live at one time. */
  readonly executorId: string
  /** How long after a process's death its workflows are taken over; default 30,000. */
  readonly leaseMs?: number
  /** Between renewals of the leases; default a third of the lease. */
  readonly renewMs?: number
  /** Workflows that one claim takes at most; default 10. */
  readonly claimLimit?: number
  /** Workflows that it has in memory at most: one that sleeps is not. Default: no limit (E19). */
  readonly maxConcurrent?: number
  /** Of the workflows' code: what it starts is run by executors of this version alone (E14). Default: none. */
  readonly version?: string
  /** Between looks at an event or a result that another process will give; default 500. */
  readonly pollMs?: number
  /** Recoveries after which a workflow is `exhausted`; default 50. */
  readonly recoveryLimit?: number
  /** For how long, in waits, the engine's own statements are tried again; default 60,000. */
  readonly retryForMs?: number
  /**
   * Where the transactions of workflows run, if the application's tables are in another database than the engine's. Then
   * a transaction is at least once, like any other step: no commit can hold its rows and its checkpoint (E4).
   */
  readonly applicationDatabase?: Database
}

/** A started run, this one's or an earlier one's. */
export interface WorkflowHandle<Output> {
  readonly id: string
  /** False where the ID had been started before (E1). */
  readonly isNew: boolean
  /** As `engine.result`. */
  result(): Promise<Output>
}

/** `unknown`: nobody has heard of it. */
export type WorkflowStatus = StoredStatus | 'unknown'

/** What came of waiting for an event: without a value, the workflow's status says why. */
export type EventOutcome<T> =
  { readonly found: true; readonly value: T } | { readonly found: false; readonly status: WorkflowStatus }

export interface Engine extends Overview {
  /**
   * Starts a workflow, or finds the run that has the ID (E1). One round trip; a new run is this executor's, and begins
   * at once.
   * @throws {WorkflowIdTakenError} where the ID belongs to another workflow
   * @throws {NotJsonError} where the input is not JSON
   * @throws {InvalidArgumentError} where the ID is no text that can be kept (G1); so does each call that takes one
   * @example const handle = await engine.start(checkout, 'cart-1', cart)
   */
  start<Input, Output>(
    workflow: Workflow<Input, Output>,
    id: string,
    input: Input,
  ): Promise<WorkflowHandle<Output>>
  /**
   * Leaves a run to whichever executor comes first, `delayMs` from now (default 0). Otherwise as `start`.
   * @example await engine.enqueue(remind, 'reminder-1', order, { delayMs: 86_400_000 })
   */
  enqueue<Input, Output>(
    workflow: Workflow<Input, Output>,
    id: string,
    input: Input,
    options?: { readonly delayMs?: number },
  ): Promise<WorkflowHandle<Output>>
  /**
   * Waits until the workflow has published the event, or has ended without it.
   * @param options `timeoutMs`: then it returns how things stand
   * @example const url = await engine.getEvent<string>('cart-1', 'checkout-url')
   */
  getEvent<T = Json>(
    id: string,
    key: string,
    options?: { readonly timeoutMs?: number },
  ): Promise<EventOutcome<T>>
  /**
   * Puts a message into a workflow's inbox, started or not (E8).
   * @param options `idempotencyKey`: messages of one key arrive once. Without one, a send whose answer was lost is
   * tried again and may arrive twice
   * @returns whether it is new, and whether the workflow had ended: then nobody reads it unless it is resumed
   * @example await engine.send('cart-1', 'payment', payment, { idempotencyKey: event.id })
   */
  send(
    id: string,
    topic: string,
    payload: unknown,
    options?: { readonly idempotencyKey?: string },
  ): Promise<Sent>
  /**
   * Waits for a workflow's end, and returns its output.
   * @throws {WorkflowFailedError} where it ended without one
   * @throws {UnknownWorkflowError} where nobody has heard of it
   * @example const outcome = await engine.result<string>('cart-1')
   */
  result<T = Json>(id: string): Promise<T>
  /** How a workflow stands. @example if ((await engine.status('cart-1')) === 'blocked') alert() */
  status(id: string): Promise<WorkflowStatus>
  /**
   * Asks for a workflow's cancellation: its function hears of it by a WorkflowCancelledError, once, and may undo what it
   * has done. Its children are cancelled when it hears of it (E16).
   * @returns false if it had ended, or is unknown
   * @example if (await engine.cancel('trip-1')) await engine.result('trip-1').catch(() => 'undone')
   */
  cancel(id: string): Promise<boolean>
  /**
   * Ends a workflow at once, without its function: nothing is undone. Whoever runs it writes nothing more (E5).
   * @returns false if it had ended, or is unknown
   * @example await engine.terminate('trip-1')
   */
  terminate(id: string): Promise<boolean>
  /**
   * Makes an exhausted, failed, cancelled or blocked workflow due again, with the steps it has recorded (E10, E14).
   * @param options `retryFailedStep`: only one that failed by a step's error, which runs again. Code that did
   * something else after that error meets E9
   * @returns false where there is no such workflow
   * @example await engine.resume('order-1', { retryFailedStep: true })
   */
  resume(id: string, options?: { readonly retryFailedStep?: boolean }): Promise<boolean>
  /**
   * Claims and runs what is due, until `stop`.
   * @throws {SchemaVersionError} where the tables are of an earlier version (S1)
   * @example engine.run().catch((error: unknown) => process.exit(report(error)))
   */
  run(): Promise<void>
  /**
   * Ends the loop; resolves when what is in memory has ended or sleeps (E12).
   * @param options `deadlineMs`: what is still at work then is handed over to other executors; default: no end
   * @example process.on('SIGTERM', () => void engine.stop({ deadlineMs: 20_000 }))
   */
  stop(options?: { readonly deadlineMs?: number }): Promise<void>
}

/**
 * Makes an executor, and the handle by which an application talks to workflows wherever they run.
 * @throws {WorkflowNameError} for two workflows of one name
 * @throws {InvalidArgumentError} for names and numbers that cannot be (G1, G2)
 * @example
 * const engine = createEngine({ environment, workflows: [checkout], executorId: `${hostname()}-${process.pid}` })
 * void engine.run()
 */
export function createEngine(options: EngineOptions): Engine {
  const { environment } = options
  const { scope } = environment
  const settings = readSettings(options)
  const workflows = byName(options.workflows)
  const executor = createExecutor(environment, settings, workflows)

  const query = (statement: Statement): Promise<readonly Row[]> =>
    withPatience(environment, settings.patience, () => environment.database.query(statement))

  async function readLastError(id: string): Promise<RecordedError | null> {
    const [row] = await query(lastErrorStatement(id))
    return row?.['last_error'] == null ? null : readError(row['last_error'])
  }

  function checkKnown(workflow: AnyWorkflow): void {
    if (workflows.get(workflow.name) === workflow) return
    throw new WorkflowNameError(
      workflow.name,
      'is none of those that this engine was made with. Pass it to createEngine.',
    )
  }

  function handleOf<Output>(id: string, isNew: boolean): WorkflowHandle<Output> {
    return { id, isNew, result: () => engine.result<Output>(id) }
  }

  const engine: Engine = {
    async start(workflow, id, input) {
      checkOutside(scope, 'start')
      checkKnown(workflow)
      checkText(id, idName)
      const json = toJson(input, `the input of ${workflow.name}`)
      if (!executor.reservePlace()) return engine.enqueue(workflow, id, input)
      const { executorId, leaseMs, version } = settings
      let row: Row | undefined
      try {
        ;[row] = await withPatience(environment, settings.patience, (isRetry) =>
          environment.database.query(
            startStatement({
              id,
              name: workflow.name,
              inputText: JSON.stringify(json),
              executorId,
              leaseMs,
              version,
              // E10: what an unheard try has started is taken over, unless it is at work here.
              isRetry: isRetry && !executor.find(id),
            }),
          ),
        )
      } finally {
        executor.freePlace()
      }
      checkName(row, id, workflow.name)
      if (row?.['is_mine'] !== true) return handleOf(id, false)
      const epoch = Number(row['epoch'])
      executor.begin(workflow, {
        held: { id, epoch },
        input: json,
        inbox: Number(row['inbox']),
        isFirstRun: epoch === 1,
        hasParent: false,
        isCancelled: false,
      })
      return handleOf(id, true)
    },

    async enqueue(workflow, id, input, { delayMs = 0 } = {}) {
      checkOutside(scope, 'enqueue')
      checkKnown(workflow)
      checkText(id, idName)
      checkDelay(delayMs, 'delayMs')
      const inputText = JSON.stringify(toJson(input, `the input of ${workflow.name}`))
      const [row] = await query(
        enqueueStatement({ id, name: workflow.name, inputText, delayMs, version: settings.version }),
      )
      checkName(row, id, workflow.name)
      const isNew = row?.['is_mine'] === true
      if (isNew && delayMs <= 0) executor.nudge()
      return handleOf(id, isNew)
    },

    async getEvent<T>(id: string, key: string, { timeoutMs }: { readonly timeoutMs?: number } = {}) {
      checkOutside(scope, 'getEvent')
      checkText(id, idName)
      checkText(key, 'The key of an event')
      checkTimeout(timeoutMs, `timeoutMs of getEvent ${key}`)
      const watch = executor.watchers.watch(id)
      const patience = createPatience(environment, settings, timeoutMs)
      try {
        for (;;) {
          const execution = executor.find(id)
          if (execution?.events.has(key))
            return { found: true, value: readValue(execution.events.get(key)) as T }
          const ended = watch.outcome()
          if (ended) return { found: false, status: ended.status }
          let status: WorkflowStatus = 'running'
          if (!execution) {
            const [row] = await query(getEventStatement(id, key))
            if (row?.['is_found'] === true) return { found: true, value: readValue(row['value']) as T }
            status = readStatus(row)
            if (isOver(status)) return { found: false, status }
          }
          if (!(await patience.wait(watch, execution !== undefined))) return { found: false, status }
        }
      } finally {
        watch.close()
        patience.close()
      }
    },

    async send(id, topic, payload, { idempotencyKey } = {}) {
      checkOutside(scope, 'send')
      checkMessage(id, topic, idempotencyKey)
      const payloadText = JSON.stringify(toJson(payload, `the message ${topic}`))
      const [row] = await query(sendStatement(id, topic, payloadText, idempotencyKey ?? null))
      if (row?.['is_due'] === true) executor.nudge()
      // It may be at work here while it waits (E7).
      executor.find(id)?.look()
      return readSent(row)
    },

    async result<T>(id: string) {
      checkOutside(scope, 'result')
      checkText(id, idName)
      const watch = executor.watchers.watch(id)
      const patience = createPatience(environment, settings, undefined)
      try {
        for (;;) {
          const ended = watch.outcome()
          if (ended?.status === 'succeeded') return readValue(ended.output) as T
          if (ended) throw new WorkflowFailedError(id, ended.status, ended.error)
          const execution = executor.find(id)
          if (!execution) {
            const [row] = await query(readStatement(id))
            const status = readStatus(row)
            if (status === 'unknown') throw new UnknownWorkflowError(id)
            if (status === 'succeeded') return readValue(row?.['output']) as T
            if (isFailed(status)) {
              const error = readError(row?.['error'])
              const cause = status === 'exhausted' ? await readLastError(id) : null
              throw new WorkflowFailedError(id, status, cause === null ? error : { ...error, cause })
            }
          }
          await patience.wait(watch, execution !== undefined)
        }
      } finally {
        watch.close()
        patience.close()
      }
    },

    async status(id) {
      checkOutside(scope, 'status')
      checkText(id, idName)
      const [row] = await query(readStatement(id))
      return readStatus(row)
    },
    async cancel(id) {
      checkOutside(scope, 'cancel')
      checkText(id, idName)
      const [row] = await query(cancelStatement(id))
      if (!row) return false
      executor.find(id)?.cancellation.ask()
      executor.nudge()
      return true
    },
    async terminate(id) {
      checkOutside(scope, 'terminate')
      checkText(id, idName)
      const [row] = await query(terminateStatement(id))
      if (!row) return false
      await query(cancelChildrenStatement(id))
      // It runs here: then it need not find out by a write (E5).
      executor.find(id)?.leave({ why: 'fenced' })
      executor.nudge()
      return true
    },
    async resume(id, { retryFailedStep = false } = {}) {
      checkOutside(scope, 'resume')
      checkText(id, idName)
      const [row] = await query(retryFailedStep ? retryStepStatement(id) : resumeStatement(id))
      if (row) executor.nudge()
      return row !== undefined
    },
    ...createOverview(scope, query),
    run: () => executor.run(),
    stop({ deadlineMs = Infinity } = {}) {
      checkTimeout(deadlineMs, 'deadlineMs')
      return executor.stop(deadlineMs)
    },
  }
  return engine
}

/** Waits between looks at a workflow. */
interface Waiting {
  /** @returns false when the time is over */
  wait(watch: Watch, isHere: boolean): Promise<boolean>
  /** Takes its timer back. */
  close(): void
}

function createPatience(
  environment: Environment,
  { pollMs }: Settings,
  timeoutMs: number | undefined,
): Waiting {
  let leftMs = timeoutMs ?? Infinity
  let timeout: Timer | null = null
  return {
    close: () => timeout?.stop(),
    async wait(watch, isHere) {
      if (leftMs <= 0) return false
      if (isHere) {
        // Memory tells; a timer is set only where there is a time to be over.
        if (leftMs === Infinity) {
          await watch.changed()
          return true
        }
        timeout ??= startTimer(environment, leftMs)
        const isOver = timeout.over.then(() => true)
        return !(await Promise.race([watch.changed().then(() => false), isOver]))
      }
      const stepMs = Math.min(pollMs, leftMs)
      leftMs -= stepMs
      const step = startTimer(environment, stepMs)
      await Promise.race([watch.changed(), step.over])
      step.stop()
      return true
    },
  }
}

/** What an ID is, for the error. */
const idName = 'The workflow ID'

function readSettings(options: EngineOptions): Settings {
  checkText(options.executorId, 'executorId')
  checkCount(options.leaseMs, 'leaseMs', 1)
  checkCount(options.renewMs, 'renewMs', 1)
  checkCount(options.claimLimit, 'claimLimit', 1)
  checkCount(options.maxConcurrent, 'maxConcurrent', 1)
  if (options.version !== undefined) checkText(options.version, 'version')
  checkCount(options.pollMs, 'pollMs', 1)
  checkCount(options.recoveryLimit, 'recoveryLimit', 0)
  checkDelay(options.retryForMs, 'retryForMs')
  const { leaseMs = 30_000, retryForMs = 60_000 } = options
  return {
    executorId: options.executorId,
    leaseMs,
    renewMs: options.renewMs ?? Math.ceil(leaseMs / 3),
    claimLimit: options.claimLimit ?? 10,
    maxConcurrent: options.maxConcurrent ?? Infinity,
    version: options.version ?? null,
    pollMs: options.pollMs ?? 500,
    recoveryLimit: options.recoveryLimit ?? 50,
    patience: { initialDelayMs: 50, maxDelayMs: 5_000, deadlineMs: retryForMs },
    applicationDatabase: options.applicationDatabase ?? null,
  }
}

function byName(workflows: readonly AnyWorkflow[]): ReadonlyMap<string, AnyWorkflow> {
  const named = new Map<string, AnyWorkflow>()
  for (const workflow of workflows) {
    checkText(workflow.name, 'The name of a workflow')
    if (named.has(workflow.name))
      throw new WorkflowNameError(
        workflow.name,
        'was given twice. A run finds its function by name: rename one.',
      )
    named.set(workflow.name, workflow)
  }
  return named
}

function readStatus(row: Row | undefined): WorkflowStatus {
  // The column's check constraint has no other values.
  return row ? (row['status'] as WorkflowStatus) : 'unknown'
}

function isFailed(status: WorkflowStatus): status is FailedStatus {
  return status === 'failed' || status === 'cancelled' || status === 'exhausted'
}

/** True where nothing will change by itself. */
function isOver(status: WorkflowStatus): boolean {
  return status === 'succeeded' || status === 'unknown' || isFailed(status)
}
