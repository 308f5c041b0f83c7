/** A step that calls the outside world: it runs, then it is recorded, so a crash between the two runs it again (E4). */
import { recordError } from './recorded-error.ts'
import type { Json } from './environment.ts'
import { never, type Call, type Execution } from './execution.ts'
import { toJson } from './json.ts'
import { recordFailure, recordOutput } from './record-step.ts'
import { jitter } from './retry.ts'
import type { RetryPolicy, StepAttempt, StepOptions } from './workflow.ts'

/** @throws {StepError} the last attempt's error, recorded */
export async function runStep(
  execution: Execution,
  call: Call,
  callback: (attempt: StepAttempt) => unknown,
  options: StepOptions | undefined,
): Promise<Json> {
  const { environment, held } = execution
  const policy = options?.retry ?? { maxAttempts: 1 }
  const told = { idempotencyKey: `${held.id}/${call.step}`, workflowId: held.id, step: call.step }
  for (let attempt = 1; ; attempt += 1) {
    // Another executor has it by now: do not call the outside world once more for nothing (E5).
    if (!execution.isHere()) return never()
    let value: unknown
    try {
      value = await callback({ ...told, attempt })
    } catch (error) {
      if (execution.broken) throw execution.broken
      if (attempt >= policy.maxAttempts || policy.retryIf?.(error) === false)
        return recordFailure(execution, call, error)
      execution.observe({
        kind: 'step-retried',
        workflowId: held.id,
        step: call.step,
        name: call.name,
        attempt,
        error: recordError(error).message,
      })
      await environment.sleep(jitter(delayMs(policy, attempt), environment))
      continue
    }
    let output: Json
    try {
      output = toJson(value, `the output of ${call.name}`)
    } catch (error) {
      // It has taken effect: to call it again would not make its output JSON.
      return recordFailure(execution, call, error)
    }
    return recordOutput(execution, call, output)
  }
}

function delayMs(
  { initialDelayMs = 1_000, factor = 2, maxDelayMs = 60_000 }: RetryPolicy,
  attempt: number,
): number {
  // Nought times infinity is no number.
  return initialDelayMs === 0 ? 0 : Math.min(initialDelayMs * factor ** (attempt - 1), maxDelayMs)
}
