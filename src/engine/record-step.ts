/** What a step came to, on its way into its checkpoint and back. */
import type { Json, Row } from './environment.ts'
import { EventAlreadySetError, StepError, WorkflowCancelledError, type RecordedError } from './errors.ts'
import type { Call, Execution, StepRecord } from './execution.ts'
import { recordName } from './execution.ts'
import { checkpointStatement, endWaitStatement, lookupStatement } from './checkpoint-rows.ts'
import { toJson } from './json.ts'
import { readError, recordError } from './recorded-error.ts'

/** E4: records a step's output, and returns it as a replay will. */
export async function recordOutput(execution: Execution, call: Call, output: Json): Promise<Json> {
  const stored = await store(execution, call, JSON.stringify(output), null)
  return stored ? readStored(call, stored) : output
}

/** E10: records a step's failure, and throws it as a replay will. @throws {StepError | EventAlreadySetError} */
export async function recordFailure(execution: Execution, call: Call, thrown: unknown): Promise<Json> {
  const error = recordError(thrown)
  const stored = await store(execution, call, null, JSON.stringify(error))
  if (stored) return readStored(call, stored)
  throw failureOf(call, readError(error))
}

/**
 * E16: tells the function of its workflow's cancellation, by the failure of this call; and, in the same statement, its
 * children of theirs.
 *
 * @param thrown what a step's callback threw when its signal was aborted
 * @throws {WorkflowCancelledError}
 */
export async function recordCancellation(execution: Execution, call: Call, thrown?: unknown): Promise<Json> {
  const cause = thrown === undefined ? {} : { cause: recordError(thrown) }
  const { name, message } = new WorkflowCancelledError(call.workflowId)
  const error: RecordedError = { name, message, isCancellation: true, ...cause }
  const stored = await store(execution, call, null, JSON.stringify(error), true)
  execution.nudge()
  if (stored) return readStored(call, stored)
  throw failureOf(call, error)
}

/** What a checkpoint says. @throws {StepError | EventAlreadySetError} where it says that the step failed */
export function replay(call: Call, record: StepRecord): Json {
  if (record.error !== null) throw failureOf(call, record.error)
  return toJson(record.output, `the recorded output of ${call.name}`)
}

/** A recorded failure as it was thrown when it happened. */
function failureOf(call: Call, error: RecordedError): Error {
  if (error.isCancellation === true) return new WorkflowCancelledError(call.workflowId, error.cause)
  return call.kind === 'event'
    ? new EventAlreadySetError(call.name)
    : new StepError(call.step, call.name, error)
}

/** As `replay`, from a row with `output` and `error`. @throws {StepError} */
export function readStored(call: Call, row: Row): Json {
  const error = row['error']
  if (error !== null && error !== undefined) throw failureOf(call, readError(error))
  return toJson(row['output'], `the recorded output of ${call.name}`)
}

/** Writes the checkpoint; the row that was there already, if one was. */
async function store(
  execution: Execution,
  call: Call,
  outputText: string | null,
  errorText: string | null,
  isCancelled = false,
): Promise<Row | null> {
  const { held } = execution
  const checkpoint = {
    step: call.step,
    name: recordName(call.kind, call.name),
    outputText,
    errorText,
    place: execution.order.takePlace(call),
  }
  const row = await execution.write(
    isCancelled || call.kind === 'race'
      ? endWaitStatement(call.name, held, checkpoint, isCancelled)
      : checkpointStatement(call.name, held, { ...checkpoint, timeoutMs: null }),
  )
  execution.inbox = Math.max(execution.inbox, Number(row['inbox'] ?? 0))
  return row['is_stored'] === true ? null : execution.write(lookupStatement(call.name, held, call.step))
}
