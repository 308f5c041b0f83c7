/** Workflows that a workflow has started (E15): their IDs, and how their parent hears of their end. */
import { checkText } from './arguments.ts'
import { startChildStatement } from './child-rows.ts'
import type { Json } from './environment.ts'
import { WorkflowFailedError, WorkflowIdTakenError, type FailedStatus } from './errors.ts'
import type { Call, Execution } from './execution.ts'
import { readError } from './recorded-error.ts'
import { recordCancellation, recordFailure } from './record-step.ts'

/** The same on each replay, and of no other workflow that follows the rule. */
export function childIdOf(workflowId: string, step: string): string {
  return `${workflowId}/${step}`
}

/** The topic of the message that a child sends at its end. Nobody else can send it: other topics have no # in front (G1). */
export function endTopic(childId: string): string {
  return `#${childId}`
}

/** @throws {StepError} where the ID is taken: by a run of another name, or by one that another has started */
export async function startChild(execution: Execution, call: Call, inputText: string): Promise<Json> {
  const { held, settings, cancellation, order } = execution
  const childId = childIdOf(held.id, call.step)
  checkText(childId, 'The ID of a child, which is the ID of its parent and the number of the step,')
  const row = await execution.write(
    startChildStatement(held, {
      step: call.step,
      name: call.name,
      childId,
      inputText,
      version: settings.version,
      isAllowed: call.isShielded || cancellation.isGiven(),
      place: order.takePlace(call),
    }),
  )
  if (row['is_refused'] === true) {
    cancellation.ask()
    return recordCancellation(execution, call)
  }
  if (row['name'] !== call.name || row['parent'] !== held.id)
    return recordFailure(execution, call, new WorkflowIdTakenError(childId, call.name, String(row['name'])))
  execution.nudge()
  return null
}

/** How a child has ended, from the message that says it. @throws {WorkflowFailedError} where it has no output */
export function readEnd(childId: string, end: Json): Json {
  // Written by the statement that ended it.
  const { status, output, error } = end as unknown as {
    readonly status: 'succeeded' | FailedStatus
    readonly output: Json
    readonly error: Json
  }
  if (status !== 'succeeded') throw new WorkflowFailedError(childId, status, readError(error))
  return output
}
