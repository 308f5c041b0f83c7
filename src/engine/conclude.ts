/** A workflow's function from its first line to the row that says how it ended. */
import { createContext } from './context.ts'
import { never, type Execution, type Outcome } from './execution.ts'
import { createInbox } from './waits.ts'
import { createResting } from './resting.ts'
import { readError, recordError } from './recorded-error.ts'
import { toJson } from './json.ts'
import { letItGetOn } from './microtasks.ts'
import type { WorkflowContext } from './workflow.ts'
import { finishStatement } from './workflow-rows.ts'

/** Runs the function, from the start, and records how it ended. Never settles where it slept or was lost. */
export async function conclude(execution: Execution): Promise<void> {
  const { workflow, held } = execution
  const resting = createResting(execution)
  const context = createContext({ execution, resting, inbox: createInbox() }, '')
  execution.order.begin()
  const ended = await run(execution, context.ctx)
  context.end()
  resting.close()
  if (resting.isResting()) await resting.awake()
  await waitForCalls(execution)
  const outcome = judge(execution, ended)
  const [outputText, errorText] =
    outcome.status === 'succeeded'
      ? [JSON.stringify(outcome.output), null]
      : [null, JSON.stringify(outcome.error)]
  const [row] = await execution.query(
    finishStatement(workflow.name, held, outcome.status, outputText, errorText),
  )
  if (!row) {
    execution.leave({ why: 'fenced' })
    return never()
  }
  execution.observe({ kind: 'finished', workflowId: held.id, status: outcome.status })
  execution.leave({ why: 'ended', outcome })
}

async function run(execution: Execution, ctx: WorkflowContext): Promise<Outcome> {
  const { workflow, input } = execution
  try {
    // The input was given to a workflow of this name: it is what its author said it takes.
    const value = await workflow.run(ctx, input as never)
    return { status: 'succeeded', output: toJson(value, `the output of ${workflow.name}`) }
  } catch (error) {
    return { status: 'failed', error: readError(recordError(error)) }
  }
}

/** Steps that nobody awaited may still write their checkpoints: the end comes after them. */
async function waitForCalls(execution: Execution): Promise<void> {
  const isWorking = () => [...execution.calls].some(({ kind }) => kind !== 'recv' && kind !== 'sleep')
  while (isWorking()) {
    await execution.callSettled()
    // A branch that nobody awaits gets on from it: what it calls now is refused, and told.
    await letItGetOn()
  }
}

function judge(execution: Execution, ended: Outcome): Outcome {
  // E2, E3, E9: a function that swallows the error has still done what cannot be replayed.
  const broken: Error | null = execution.broken ?? execution.unmet()
  return broken ? { status: 'failed', error: readError(recordError(broken)) } : ended
}
