/** A step that calls the outside world: it runs, then it is recorded, so a crash between the two runs it again (E4). */
import { startTimer, type Json } from './environment.ts'
import { StepTimeoutError } from './errors.ts'
import { never, type Call, type Execution } from './execution.ts'
import { toJson } from './json.ts'
import { recordError } from './recorded-error.ts'
import { recordCancellation, recordFailure, recordOutput } from './record-step.ts'
import { jitter } from './retry.ts'
import { createAbort, type Abort } from './abort.ts'
import type { RetryPolicy, StepAttempt, StepOptions } from './workflow.ts'

/** A step's work, as its author gave it. */
export interface Work {
  readonly name: string
  /** `2`, or `2.0` for the first of race 2. */
  readonly step: string
  readonly run: (attempt: StepAttempt) => unknown
  readonly options?: StepOptions | undefined
}

/** What a step came to, before it is recorded. */
export type StepOutcome =
  | { readonly kind: 'done'; readonly output: Json }
  | { readonly kind: 'failed' | 'cancelled'; readonly error: unknown }

/** @throws {StepError} the last attempt's error, recorded @throws {WorkflowCancelledError} */
export async function runStep(
  execution: Execution,
  call: Call,
  run: (attempt: StepAttempt) => unknown,
  options: StepOptions | undefined,
): Promise<Json> {
  const abort = createAbort()
  call.abort = abort.abort
  const outcome = await attemptStep(
    execution,
    call,
    { name: call.name, step: call.step, run, options },
    abort,
  )
  call.abort = null
  switch (outcome.kind) {
    case 'done':
      return recordOutput(execution, call, outcome.output)
    case 'failed':
      return recordFailure(execution, call, outcome.error)
    case 'cancelled':
      return recordCancellation(execution, call, outcome.error)
  }
}

/** Makes attempts until one succeeds, they are used up, or the step is aborted. Records nothing. */
export async function attemptStep(
  execution: Execution,
  call: Call,
  { name, step, run, options }: Work,
  abort: Abort,
): Promise<StepOutcome> {
  const { environment, held, cancellation } = execution
  const policy = options?.retry ?? { maxAttempts: 1 }
  for (let attempt = 1; ; attempt += 1) {
    // Another executor has it by now: do not call the outside world once more for nothing (E5).
    if (!execution.isHere()) return never()
    const one = abort.attempt()
    const told: StepAttempt = {
      idempotencyKey: `${held.id}/${step}`,
      workflowId: held.id,
      step,
      attempt,
      get signal() {
        return one.signal()
      },
    }
    let value: unknown
    try {
      value =
        options?.timeoutMs === undefined
          ? await run(told)
          : await withTimeout(execution, name, options.timeoutMs, one.abort, () => run(told))
    } catch (error) {
      if (execution.broken) throw execution.broken
      if (cancellation.reaches(call)) return { kind: 'cancelled', error }
      try {
        if (attempt >= policy.maxAttempts || policy.retryIf?.(error) === false)
          return { kind: 'failed', error }
      } catch (thrown) {
        return { kind: 'failed', error: thrown }
      }
      execution.observe({
        kind: 'step-retried',
        workflowId: held.id,
        step,
        name,
        attempt,
        error: recordError(error).message,
      })
      await Promise.race([environment.sleep(jitter(delayMs(policy, attempt), environment)), abort.aborted])
      if (cancellation.reaches(call)) return { kind: 'cancelled', error }
      if (abort.isAborted()) return { kind: 'failed', error }
      continue
    }
    try {
      return { kind: 'done', output: toJson(value, `the output of ${name}`) }
    } catch (error) {
      // It has taken effect: to call it again would not make its output JSON.
      return { kind: 'failed', error }
    }
  }
}

/** E18. @throws {StepTimeoutError} when the time is over, whatever the callback still does */
async function withTimeout(
  { environment }: Execution,
  name: string,
  timeoutMs: number,
  abort: (reason: Error) => void,
  run: () => unknown,
): Promise<unknown> {
  const timer = startTimer(environment, timeoutMs)
  const isOver = timer.over.then(() => {
    const error = new StepTimeoutError(name, timeoutMs)
    abort(error)
    throw error
  })
  // It may end after the callback has, when nobody listens any more.
  isOver.catch(() => undefined)
  try {
    return await Promise.race([run(), isOver])
  } finally {
    timer.stop()
  }
}

function delayMs(
  { initialDelayMs = 1_000, factor = 2, maxDelayMs = 60_000 }: RetryPolicy,
  attempt: number,
): number {
  // Nought times infinity is no number.
  return initialDelayMs === 0 ? 0 : Math.min(initialDelayMs * factor ** (attempt - 1), maxDelayMs)
}
