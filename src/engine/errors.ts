/** What can go wrong, as classes: each says what was wrong, what was expected, and what to do. */
import type { Json } from './environment.ts'

/** V2: an error as a row holds it. A class does not survive a crash; its name, message and plain fields do. */
export interface RecordedError {
  readonly name: string
  readonly message: string
  /** The error's own plain fields, such as Stripe's `code`, `type` and `statusCode`. */
  readonly details?: { readonly [field: string]: Json }
  /** What the error was thrown for, where it says so. */
  readonly cause?: RecordedError
  /** True where the engine has failed the call itself, since its workflow was cancelled (E16). */
  readonly isCancellation?: boolean
}

/** The ways in which a workflow can have ended badly. */
export type FailedStatus = 'failed' | 'cancelled' | 'exhausted'

/**
 * A step failed, and this is recorded: thrown alike when it happens and on each replay (E10). Its `cause` is an Error
 * with the name, the fields and the causes of what was thrown (V2).
 */
export class StepError extends Error {
  override readonly name = 'StepError'
  readonly step: string
  readonly stepName: string
  /** What was thrown, as far as JSON holds it. */
  readonly error: RecordedError

  constructor(step: string, stepName: string, error: RecordedError) {
    super(error.message, { cause: toError(error) })
    this.step = step
    this.stepName = stepName
    this.error = error
  }
}

/** V2: an error with the recorded one's name, message, fields and causes; the same before a crash and after it. */
function toError({ name, message, details, cause }: RecordedError): Error {
  const error = new Error(message, cause === undefined ? undefined : { cause: toError(cause) })
  return Object.assign(error, details, { name })
}

/**
 * E16: the workflow was cancelled. Thrown once, by the calls in flight or by the next one; catch it to undo what was done,
 * and throw it again. A step that fails by it may have taken effect: `cause` is what its callback threw.
 */
export class WorkflowCancelledError extends Error {
  override readonly name = 'WorkflowCancelledError'
  readonly workflowId: string

  constructor(workflowId: string, cause?: RecordedError) {
    super(
      `The workflow ${workflowId} was cancelled.`,
      cause === undefined ? undefined : { cause: toError(cause) },
    )
    this.workflowId = workflowId
  }
}

/** E18: an attempt of a step took longer than its `timeoutMs`. Whether it takes effect after that is not known. */
export class StepTimeoutError extends Error {
  override readonly name = 'StepTimeoutError'
  readonly timeoutMs: number

  constructor(stepName: string, timeoutMs: number) {
    super(
      `An attempt of step ${stepName} took longer than the ${timeoutMs} ms that it may take. Pass its signal on to ` +
        `what it waits for, so that nothing goes on in vain.`,
    )
    this.timeoutMs = timeoutMs
  }
}

/** The workflow whose result was asked for has none. */
export class WorkflowFailedError extends Error {
  override readonly name = 'WorkflowFailedError'
  readonly workflowId: string
  readonly status: FailedStatus
  readonly error: RecordedError

  constructor(workflowId: string, status: FailedStatus, error: RecordedError) {
    super(`The workflow ${workflowId} has ended as ${status}: ${error.name}: ${error.message}`, {
      cause: toError(error),
    })
    this.workflowId = workflowId
    this.status = status
    this.error = error
  }
}

/** Nothing was ever started under this ID. */
export class UnknownWorkflowError extends Error {
  override readonly name = 'UnknownWorkflowError'
  readonly workflowId: string

  constructor(workflowId: string) {
    super(`There is no workflow ${workflowId}. Start it before asking for its result.`)
    this.workflowId = workflowId
  }
}

/** E1: the ID belongs to a run of another workflow. */
export class WorkflowIdTakenError extends Error {
  override readonly name = 'WorkflowIdTakenError'
  readonly workflowId: string
  readonly expected: string
  readonly found: string

  constructor(workflowId: string, expected: string, found: string) {
    super(
      `The ID ${workflowId} was to start a ${expected}, but it belongs to a run of ${found}. ` +
        `An ID runs once: give each workflow IDs of its own.`,
    )
    this.workflowId = workflowId
    this.expected = expected
    this.found = found
  }
}

/** E3: the context was used inside a transaction's callback. */
export class ContextInTransactionError extends Error {
  override readonly name = 'ContextInTransactionError'
  readonly stepName: string
  readonly transactionName: string

  constructor(stepName: string, transactionName: string) {
    super(
      `${stepName} was called inside the callback of the transaction ${transactionName}. A step within a ` +
        `transaction would wait for the transaction that waits for it. Run statements with the callback's own ` +
        `handle, and call ${stepName} before or after the transaction.`,
    )
    this.stepName = stepName
    this.transactionName = transactionName
  }
}

/** T2: the engine was called inside a transaction's callback. */
export class EngineInTransactionError extends Error {
  override readonly name = 'EngineInTransactionError'
  readonly method: string
  readonly transactionName: string

  constructor(method: string, transactionName: string) {
    super(
      `engine.${method} was called inside the callback of the transaction ${transactionName}. It needs a connection ` +
        `of its own, would not roll back with the transaction, and may wait for it for ever. Use tx.send or ` +
        `tx.start, or call it after the transaction.`,
    )
    this.method = method
    this.transactionName = transactionName
  }
}

/** The context was used when its workflow, or its branch, had already ended. */
export class ContextEndedError extends Error {
  override readonly name = 'ContextEndedError'
  readonly stepName: string

  constructor(stepName: string) {
    super(
      `${stepName} was called when the function that its context belongs to had already ended. ` +
        `Await every step before returning.`,
    )
    this.stepName = stepName
  }
}

/** E9: the replay met another step than the one recorded. */
export class NonDeterminismError extends Error {
  override readonly name = 'NonDeterminismError'
  readonly step: string
  /** The step's name as recorded. */
  readonly recorded: string
  /** The step's name as the replay met it; null where the function ended without it. */
  readonly met: string | null

  constructor(step: string, recorded: string, met: string | null) {
    super(
      `Step ${step} is recorded as ${recorded}, but the replay ${met === null ? 'ended without it' : `met ${met}`}. ` +
        `A workflow must take the same steps each time: take time, chance and outside values from ctx, and put ` +
        `changed code behind ctx.patched, or under a new name or version. Until code that fits is there, it waits.`,
    )
    this.step = step
    this.recorded = recorded
    this.met = met
  }
}

/** A value cannot be stored as JSON. */
export class NotJsonError extends Error {
  override readonly name = 'NotJsonError'
  /** Where in the value: `the output of createOrder.items[2].price`. */
  readonly path: string
  readonly found: string

  constructor(path: string, found: string) {
    super(
      `In what is to be stored, ${path} is ${found}, which JSON cannot hold. Inputs, outputs, events and messages ` +
        `are stored as JSON: pass plain objects, arrays, strings, finite numbers, booleans and null.`,
    )
    this.path = path
    this.found = found
  }
}

/** G1, G2: a text or a number that no workflow can be given, refused before anything is done. */
export class InvalidArgumentError extends Error {
  override readonly name = 'InvalidArgumentError'
  /** What it was to be: `the workflow ID`, `timeoutMs of recv payment`. */
  readonly argument: string

  constructor(argument: string, problem: string, expected: string) {
    super(`${argument} ${problem}. Pass ${expected}.`)
    this.argument = argument
  }
}

/** S1: the engine's tables are not those that this code works with. */
export class SchemaVersionError extends Error {
  override readonly name = 'SchemaVersionError'
  /** The version of the tables; null where there are none, or an earlier one that was not read. */
  readonly found: number | null
  readonly expected: number

  constructor(found: number | null, expected: number, options?: ErrorOptions) {
    super(
      found === null
        ? `The engine's tables are missing, or of an earlier version than ${expected}, which this code works with. ` +
            `Call migrate(database) before engine.run, once per deployment.`
        : `The engine's tables are of version ${found}, and this code works with version ${expected}. Newer code has ` +
            `changed them: run a release of the engine that is at least as new.`,
      options,
    )
    this.found = found
    this.expected = expected
  }
}

/** An event is published once. */
export class EventAlreadySetError extends Error {
  override readonly name = 'EventAlreadySetError'
  readonly key: string

  constructor(key: string) {
    super(
      `The event ${key} has already been set by an earlier step. Publish each value under a key of its own.`,
    )
    this.key = key
  }
}

/** The executor was not given this workflow's function, or was given two of one name. */
export class WorkflowNameError extends Error {
  override readonly name = 'WorkflowNameError'
  readonly workflowName: string

  constructor(workflowName: string, problem: string) {
    super(`The workflow ${workflowName} ${problem}`)
    this.workflowName = workflowName
  }
}
