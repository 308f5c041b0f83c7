/**
 * The context through which a workflow acts: it numbers the calls, finds their records, and runs those that have none.
 *
 * C1  A number is given synchronously, in the order of the calls (E2).
 * C2  No call comes from within the callback of a transaction (E3).
 * C3  A call whose record has another name fails before it does anything (E9).
 * C4  From here to the author's callback and back runs one chain of awaits, with no queue in between: who looks on can
 *     tell which line of the workflow an operation belongs to. Outcomes queue, on their way back, only where calls
 *     overlap (E2).
 */
import { DatabaseError, type Json, type StepKind } from './environment.ts'
import { checkDuration, checkRetryPolicy, checkText, checkTimeout } from './arguments.ts'
import { checkpointSleepStatement, checkpointTimeStatement } from './checkpoint-rows.ts'
import { ContextEndedError, ContextInTransactionError, EventAlreadySetError } from './errors.ts'
import { publishStatement } from './event-rows.ts'
import { branchName, recordName, type Call, type Execution, type StepRecord } from './execution.ts'
import { toJson } from './json.ts'
import { letItGetOn } from './microtasks.ts'
import { runStep } from './plain-step.ts'
import { recordFailure, replay } from './record-step.ts'
import type { Resting } from './resting.ts'
import { runTransaction } from './transaction-step.ts'
import { uuidOf } from './uuid.ts'
import { receive, type Inbox } from './waits.ts'
import type { WorkflowContext } from './workflow.ts'

/** What the contexts of one workflow share. */
export interface ContextParts {
  readonly execution: Execution
  readonly resting: Resting
  readonly inbox: Inbox
}

export interface ContextHandle {
  readonly ctx: WorkflowContext
  /** The function has ended: the context is of no more use. */
  end(): void
}

/** Something of this context that is in flight: a branch, or a call. */
interface Flight {
  readonly name: string
  call: Call | null
}

/**
 * @param path in front of the numbers: empty, or `2.` for the branch that is step 2
 * @param isOver whether the function around the branch has ended
 */
export function createContext(
  parts: ContextParts,
  path: string,
  isOver = (): boolean => false,
): ContextHandle {
  const { execution, resting, inbox } = parts
  const { held, order } = execution
  const flights = new Set<Flight>()
  let nextNumber = 0
  let isEnded = false

  /** C1, C2, C3: what a call has to pass before anything else, synchronously. */
  function takeOff(
    name: string,
    recordedAs: string,
  ): { flight: Flight; step: string; record: StepRecord | null } {
    try {
      if (hasEnded()) throw new ContextEndedError(name)
      checkCallback(name)
      const step = `${path}${nextNumber}`
      nextNumber += 1
      const record = execution.meet(step, recordedAs)
      const flight: Flight = { name, call: null }
      flights.add(flight)
      return { flight, step, record }
    } catch (error) {
      // Whatever the function makes of it, this workflow cannot be replayed: it fails, visibly.
      if (error instanceof Error) execution.broken ??= error
      throw error
    }
  }

  const hasEnded = (): boolean => isEnded || isOver()

  /** C2: an outcome that the function was given since the callback began may have led here; nothing else can. */
  function checkCallback(name: string): void {
    const { turns, isOpen } = order.progress()
    for (const { name: transaction, call } of flights) {
      const since = call?.callbackTurn ?? null
      if (since !== null && !(isOpen && turns > since)) throw new ContextInTransactionError(name, transaction)
    }
  }

  function land(flight: Flight): void {
    flights.delete(flight)
    if (flight.call) execution.settle(flight.call)
    resting.settled()
  }

  /** Runs a call, or takes its output from its record. */
  async function perform<T>(
    kind: StepKind,
    name: string,
    run: (call: Call) => Promise<Json>,
    replayed: (call: Call, output: Json) => void = () => undefined,
  ): Promise<T> {
    checkText(name, nameOf[kind])
    const { flight, step, record } = takeOff(name, recordName(kind, name))
    const call: Call = { step, name, kind, record, callbackTurn: null }
    flight.call = call
    execution.calls.add(call)
    order.began()
    const told = { workflowId: held.id, step, name, call: kind }
    try {
      if (record && !record.isWaiting) {
        execution.observe({ kind: 'step-replayed', ...told })
        await order.turnInReplay(call)
        const output = replay(call, record)
        replayed(call, output)
        return output as T
      }
      if (resting.isResting()) await resting.awake()
      execution.observe({ kind: isSleptThrough(call) ? 'step-replayed' : 'step-began', ...told })
      const output = await run(call)
      if (order.mustWait(call)) await order.turn(call)
      else order.pass(call)
      return output as T
    } catch (error) {
      // The application's errors come as StepError. This one is the engine's: a step is not recorded that has run.
      if (error instanceof DatabaseError) {
        execution.broken ??= error
        order.giveUpPlace(call)
      }
      if (order.mustWait(call)) await order.turn(call)
      else order.pass(call)
      throw error
    } finally {
      land(flight)
    }
  }

  async function runBranch<T>(run: (ctx: WorkflowContext) => Promise<T>): Promise<T> {
    const { flight, step } = takeOff(branchName, branchName)
    const branch = createContext(parts, `${step}.`, hasEnded)
    try {
      return await run(branch.ctx)
    } finally {
      branch.end()
      land(flight)
    }
  }

  /** Who comes back from this wait has been claimed and replayed, and finds the deadline over. */
  async function rest(call: Call, ms: number): Promise<Json> {
    while (!isSleptThrough(call)) await resting.wait(call, { timeoutMs: ms, seenInbox: null })
    // The row that notes the deadline is the checkpoint too, since time does not go back; unless other outcomes may
    // come before it (E2).
    await letItGetOn()
    const place = order.takePlace(call)
    if (place !== null) await execution.write(checkpointSleepStatement(held, call.step, place))
    return null
  }

  async function publish(call: Call, value: Json): Promise<Json> {
    const row = await execution.write(
      publishStatement(call.name, held, call.step, JSON.stringify(value), order.takePlace(call)),
    )
    if (row['step'] !== call.step) return recordFailure(execution, call, new EventAlreadySetError(call.name))
    execution.publish(call.name, value)
    return null
  }

  const ctx: WorkflowContext = {
    workflowId: held.id,
    transaction: (name, run) =>
      handled(perform('transaction', name, (call) => runTransaction(execution, call, run))),
    step: (name, run, options) =>
      checked(
        () => options?.retry && checkRetryPolicy(options.retry, `of step ${name}`),
        () => perform('step', name, (call) => runStep(execution, call, run, options)),
      ),
    branch: (run) => handled(runBranch(run)),
    setEvent(key, value) {
      const read = () => toJson(value, `the event ${key}`)
      return handled(
        perform<void>(
          'event',
          key,
          (call) => publish(call, read()),
          () => execution.publish(key, read()),
        ),
      )
    },
    recv(topic, { timeoutMs = Infinity } = {}) {
      const endMs = timeoutMs === Infinity ? null : timeoutMs
      return checked(
        () => checkTimeout(timeoutMs, `timeoutMs of recv ${topic}`),
        () =>
          perform('recv', topic, (call) => receive(execution, call, { inbox, resting, timeoutMs: endMs })),
      )
    },
    sleep: (ms) =>
      checked(
        () => checkDuration(ms, 'The duration of sleep'),
        () => perform<void>('sleep', 'sleep', (call) => rest(call, ms)),
      ),
    now: () =>
      handled(
        perform('now', 'now', async (call) =>
          Number(
            (await execution.write(checkpointTimeStatement(held, call.step, order.takePlace(call))))[
              'output'
            ],
          ),
        ),
      ),
    uuid: () => handled(perform('uuid', 'uuid', async (call) => uuidOf(`${held.id}/${call.step}`))),
  }

  return {
    ctx,
    end() {
      isEnded = true
    },
  }
}

function isSleptThrough({ kind, record }: Call): boolean {
  return kind === 'sleep' && record?.isOver === true
}

/** What the name of a call is, for the error. */
const nameOf: { readonly [Kind in StepKind]: string } = {
  transaction: 'The name of a transaction',
  step: 'The name of a step',
  event: 'The key of an event',
  recv: 'The topic of recv',
  sleep: 'The name of a sleep',
  now: 'The name of a reading of the time',
  uuid: 'The name of a uuid',
}

/** A call whose arguments are refused is none: it takes no number, now and on each replay. */
function checked<T>(check: () => void, run: () => Promise<T>): Promise<T> {
  try {
    check()
  } catch (error) {
    return handled(Promise.reject(error as Error))
  }
  return handled(run())
}

/** A call that nobody awaits must not bring the process down when it fails: its workflow is told by other ways. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined)
  return promise
}
