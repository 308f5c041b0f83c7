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
import { checkDuration, checkStepOptions, checkText, checkTimeout, checkTopic } from './arguments.ts'
import { checkpointSleepStatement, checkpointTimeStatement } from './checkpoint-rows.ts'
import { childIdOf, endTopic, readEnd, startChild } from './children.ts'
import {
  ContextEndedError,
  ContextInTransactionError,
  EventAlreadySetError,
  NonDeterminismError,
  WorkflowCancelledError,
} from './errors.ts'
import { publishStatement } from './event-rows.ts'
import {
  branchName,
  never,
  patchStep,
  recordName,
  type Call,
  type Execution,
  type StepRecord,
} from './execution.ts'
import { toJson } from './json.ts'
import { letItGetOn } from './microtasks.ts'
import { runStep } from './plain-step.ts'
import { checkContenders, readWinner, runRace } from './race.ts'
import { recordCancellation, recordFailure, recordOutput, replay } from './record-step.ts'
import type { Resting } from './resting.ts'
import { runTransaction } from './transaction-step.ts'
import { uuidOf } from './uuid.ts'
import { receive, type Inbox } from './waits.ts'
import type { Child, WorkflowContext } from './workflow.ts'
import { cancelStatement } from './workflow-rows.ts'

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

interface PerformOptions {
  /** Does what the first run did besides, where the output comes from the record. */
  readonly replayed?: (call: Call, output: Json) => void
  /** Instead of the next number. */
  readonly ownStep?: string
}

/** Something of this context that is in flight: a branch, or a call. */
interface Flight {
  readonly name: string
  call: Call | null
}

export interface ContextPlace {
  /** In front of the numbers: empty, or `2.` for the branch that is step 2. */
  readonly path: string
  /** No cancellation reaches its calls (E16). */
  readonly isShielded: boolean
  /** Whether the function around the branch has ended. */
  readonly isOver?: () => boolean
}

export function createContext(
  parts: ContextParts,
  { path, isShielded, isOver = () => false }: ContextPlace,
): ContextHandle {
  const { execution, resting, inbox } = parts
  const { held, order } = execution
  const flights = new Set<Flight>()
  let nextNumber = 0
  let isEnded = false

  /** C1, C2, C3: what a call has to pass before anything else, synchronously. Null: it never settles (E14). */
  function takeOff(
    name: string,
    recordedAs: string,
    ownStep?: string,
  ): { flight: Flight; step: string; record: StepRecord | null } | null {
    try {
      if (hasEnded()) throw new ContextEndedError(name)
      checkCallback(name)
      const step = ownStep ?? `${path}${nextNumber}`
      if (ownStep === undefined) nextNumber += 1
      const record = execution.meet(step, recordedAs)
      const flight: Flight = { name, call: null }
      flights.add(flight)
      return { flight, step, record }
    } catch (error) {
      if (error instanceof NonDeterminismError) {
        execution.block(error)
        return null
      }
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
    { replayed = () => undefined, ownStep }: PerformOptions = {},
  ): Promise<T> {
    checkText(name, nameOf[kind])
    const begun = takeOff(name, recordName(kind, name), ownStep)
    if (!begun) return never()
    const { flight, step, record } = begun
    const call: Call = {
      workflowId: held.id,
      step,
      name,
      kind,
      record,
      callbackTurn: null,
      isShielded,
      isAsked: false,
      working: 0,
      isNoted: false,
      look: null,
      abort: null,
    }
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
      resting.began(call)
      execution.observe({ kind: isSleptThrough(call) ? 'step-replayed' : 'step-began', ...told })
      const output = await (isRefused(call) ? recordCancellation(execution, call) : run(call))
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
      execution.cancellation.given(error)
      throw error
    } finally {
      land(flight)
    }
  }

  async function runBranch<T>(run: (ctx: WorkflowContext) => Promise<T>, shield = isShielded): Promise<T> {
    const begun = takeOff(branchName, branchName)
    if (!begun) return never()
    const { flight, step } = begun
    const branch = createContext(parts, { path: `${step}.`, isShielded: shield, isOver: hasEnded })
    try {
      return await run(branch.ctx)
    } finally {
      branch.end()
      land(flight)
    }
  }

  /** E16: what begins when the function is still to hear of its cancellation fails, so that it hears. */
  function isRefused(call: Call): boolean {
    return (
      execution.cancellation.reaches(call) &&
      !isSleptThrough(call) &&
      ['transaction', 'step', 'recv', 'sleep', 'start', 'result', 'race'].includes(call.kind)
    )
  }

  /** Who comes back from this wait has been claimed and replayed, and finds the deadline over. */
  async function rest(call: Call, ms: number): Promise<Json> {
    if (!isSleptThrough(call)) return wait(call, [], ms)
    // The row that notes the deadline is the checkpoint too, since time does not go back; unless other outcomes may
    // come before it (E2).
    await letItGetOn()
    const place = order.takePlace(call)
    if (place !== null) await execution.write(checkpointSleepStatement(held, call.step, place))
    return null
  }

  function wait(call: Call, topics: readonly string[], timeoutMs: number | null): Promise<Json> {
    return receive(execution, call, { inbox, resting, topics, timeoutMs, overText: 'null', saysTopic: false })
  }

  function childOf<Output>(id: string): Child<Output> {
    let result: Promise<Output> | null = null
    return {
      kind: 'child',
      id,
      result() {
        // One call for all who ask; another one for who asks again when the first was cancelled (E16).
        result ??= handled(
          perform<Json>('result', id, (call) => wait(call, [endTopic(id)], null)).then(
            (end) => readEnd(id, end) as Output,
            (error: unknown) => {
              if (error instanceof WorkflowCancelledError) result = null
              throw error
            },
          ),
        )
        return result
      },
      cancel: () =>
        handled(
          perform<void>('cancel', id, async (call) => {
            await execution.query(cancelStatement(id))
            execution.nudge()
            return recordOutput(execution, call, null)
          }),
        ),
    }
  }

  function decidePatch(id: string): Promise<boolean> {
    const ownStep = patchStep(id)
    // Older code was past this point, unless it is the patch's own record that says that the code was this one.
    if (!execution.hasRecord(ownStep) && execution.hasRecordFrom(path, nextNumber))
      return Promise.resolve(false)
    return handled(
      perform<Json>('patch', id, (call) => recordOutput(execution, call, true), { ownStep }).then(() => true),
    )
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
        () => checkStepOptions(options, name),
        () => perform('step', name, (call) => runStep(execution, call, run, options)),
      ),
    branch: (run) => handled(runBranch(run)),
    shield: (run) => handled(runBranch(run, true)),
    race: (contenders) =>
      checked(
        () => checkContenders(contenders),
        () => {
          const number = `${path}${nextNumber}`
          return perform<Json>('race', Object.keys(contenders).join(), (call) =>
            runRace(execution, call, contenders, { inbox, resting }),
          ).then((record) => readWinner(execution, number, contenders, record))
        },
      ),
    start(child, input) {
      let inputText: string
      return checked(
        () => {
          inputText = JSON.stringify(toJson(input, `the input of ${child.name}`))
        },
        () => {
          const id = childIdOf(held.id, `${path}${nextNumber}`)
          return perform('start', child.name, (call) => startChild(execution, call, inputText)).then(() =>
            childOf(id),
          )
        },
      )
    },
    patched(id) {
      return checked(
        () => checkText(id, nameOf.patch),
        () => {
          const known = execution.patches.get(id) ?? decidePatch(id)
          execution.patches.set(id, known)
          return known
        },
      )
    },
    setEvent(key, value) {
      const read = () => toJson(value, `the event ${key}`)
      return handled(
        perform<void>('event', key, (call) => publish(call, read()), {
          replayed: () => execution.publish(key, read()),
        }),
      )
    },
    recv(topic, { timeoutMs = Infinity } = {}) {
      const endMs = timeoutMs === Infinity ? null : timeoutMs
      return checked(
        () => {
          checkTimeout(timeoutMs, `timeoutMs of recv ${topic}`)
          checkTopic(topic, nameOf.recv)
        },
        () => perform('recv', topic, (call) => wait(call, [topic], endMs)),
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
  start: 'The name of a workflow',
  result: 'The ID of a child',
  cancel: 'The ID of a child',
  race: 'The names of a race',
  patch: 'The ID of a patch',
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
