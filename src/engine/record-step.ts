/** What a step came to, on its way into its checkpoint and back. */
import type { Json, Row } from './environment.ts'
import { EventAlreadySetError, StepError, type RecordedError } from './errors.ts'
import type { Call, Execution, StepRecord } from './execution.ts'
import { recordName } from './execution.ts'
import { checkpointStatement, lookupStatement } from './checkpoint-rows.ts'
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

/** What a checkpoint says. @throws {StepError | EventAlreadySetError} where it says that the step failed */
export function replay(call: Call, record: StepRecord): Json {
  if (record.error !== null) throw failureOf(call, record.error)
  return toJson(record.output, `the recorded output of ${call.name}`)
}

/** A recorded failure as it was thrown when it happened. */
function failureOf(call: Call, error: RecordedError): Error {
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
): Promise<Row | null> {
  const { held } = execution
  const row = await execution.write(
    checkpointStatement(call.name, held, {
      step: call.step,
      name: recordName(call.kind, call.name),
      outputText,
      errorText,
      timeoutMs: null,
      place: execution.order.takePlace(call),
    }),
  )
  execution.inbox = Math.max(execution.inbox, Number(row['inbox']))
  return row['is_stored'] === true ? null : execution.write(lookupStatement(call.name, held, call.step))
}
