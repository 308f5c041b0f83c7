/** A workflow's function from its first line to the row that says how it ended. */
import { createContext } from './context.ts'
import { WorkflowCancelledError } from './errors.ts'
import { isAtWork, never, type Execution, type Outcome } from './execution.ts'
import { createInbox } from './waits.ts'
import { createResting } from './resting.ts'
import { readError, recordError } from './recorded-error.ts'
import { toJson } from './json.ts'
import { letItGetOn } from './microtasks.ts'
import type { WorkflowContext } from './workflow.ts'
import { finishStatement } from './workflow-rows.ts'

/** Runs the function, from the start, and records how it ended. Never settles where it slept or was lost. */
export async function conclude(execution: Execution): Promise<void> {
  const { held, cancellation } = execution
  // E16: what was cancelled before anybody ran it has nothing to undo.
  if (cancellation.reaches({ isShielded: false, isAsked: false }) && held.epoch === 1)
    return finish(execution, {
      status: 'cancelled',
      error: readError(recordError(new WorkflowCancelledError(held.id))),
    })
  const resting = createResting(execution)
  const context = createContext({ execution, resting, inbox: createInbox() }, { path: '', isShielded: false })
  execution.order.begin()
  const ended = await run(execution, context.ctx)
  context.end()
  resting.close()
  if (resting.isResting()) await resting.awake()
  await waitForCalls(execution)
  // E2, E3: a function that swallows the error has still done what cannot be replayed.
  const { broken } = execution
  const unmet = broken ? null : execution.unmet()
  if (unmet) return execution.block(unmet)
  await finish(execution, broken ? { status: 'failed', error: readError(recordError(broken)) } : ended)
}

async function finish(execution: Execution, outcome: Outcome): Promise<void> {
  const { workflow, held } = execution
  const [outputText, errorText] =
    outcome.status === 'succeeded'
      ? [JSON.stringify(outcome.output), null]
      : [null, JSON.stringify(outcome.error)]
  const [row] = await execution.query(
    finishStatement(
      workflow.name,
      held,
      { status: outcome.status, outputText, errorText },
      execution.hasParent,
    ),
  )
  if (!row) {
    execution.leave({ why: 'fenced' })
    return never()
  }
  execution.observe({ kind: 'finished', workflowId: held.id, status: outcome.status })
  execution.leave({ why: 'ended', outcome })
  if (execution.hasParent) execution.nudge()
}

async function run(execution: Execution, ctx: WorkflowContext): Promise<Outcome> {
  const { workflow, input } = execution
  try {
    // The input was given to a workflow of this name: it is what its author said it takes.
    const value = await workflow.run(ctx, input as never)
    return { status: 'succeeded', output: toJson(value, `the output of ${workflow.name}`) }
  } catch (error) {
    const isCancelled = execution.cancellation.isGiven() && isCancellation(error)
    return { status: isCancelled ? 'cancelled' : 'failed', error: readError(recordError(error)) }
  }
}

function isCancellation(thrown: unknown): boolean {
  try {
    return thrown instanceof WorkflowCancelledError
  } catch {
    // A proxy that was revoked.
    return false
  }
}

/** Steps that nobody awaited may still write their checkpoints: the end comes after them. */
async function waitForCalls(execution: Execution): Promise<void> {
  const isWorking = () => [...execution.calls].some(isAtWork)
  while (isWorking()) {
    await execution.callSettled()
    // A branch that nobody awaits gets on from it: what it calls now is refused, and told.
    await letItGetOn()
  }
}
