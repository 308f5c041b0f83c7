/** A workflow as its author sees it: a named async function, and the context through which it acts. */
import type { Session } from './environment.ts'

/** A durable function: run again from the start after a crash, with its recorded steps taken from their checkpoints. */
export interface Workflow<Input, Output> {
  readonly name: string
  readonly run: (ctx: WorkflowContext, input: Input) => Promise<Output>
}

/** A workflow of any input and output. */
export type AnyWorkflow = Workflow<never, unknown>

/**
 * Names a durable function. The function must do the same when it is run again: it acts through `ctx` alone, and
 * takes time, ids and chance from there.
 *
 * @param name unique among the executor's workflows, and the same for as long as one of them may still run
 * @example
 * export const checkout = workflow('checkout', async (ctx, cart: Cart) => {
 *   const order = await ctx.transaction('createOrder', (tx) => createOrder(tx, cart))
 *   const payment = await ctx.recv<Payment>('payment', { timeoutMs: 30 * 60_000 })
 *   return payment ? 'paid' : 'expired'
 * })
 */
export function workflow<Input, Output>(
  name: string,
  run: (ctx: WorkflowContext, input: Input) => Promise<Output>,
): Workflow<Input, Output> {
  return { name, run }
}

/**
 * How a workflow acts. Each call is a step, numbered as it is called (E2): await it, or start several in one
 * synchronous turn and await them together. Values that pass through it are JSON.
 */
export interface WorkflowContext {
  readonly workflowId: string
  /**
   * Runs the application's statements and the checkpoint in one transaction: both are there or neither is (E3).
   * What the callback throws is rolled back, recorded, and thrown as a `StepError`, now and on each replay.
   * @example const order = await ctx.transaction('createOrder', (tx) => createOrder(tx, cart))
   */
  transaction<T>(name: string, run: (tx: Transaction) => Promise<T>): Promise<T>
  /**
   * Calls the outside world and records what came back. It may run again after a crash, under the same
   * idempotency key (E4). When its attempts are used up it throws a `StepError`, now and on each replay.
   * @example
   * const page = await ctx.step('openPage', ({ idempotencyKey, signal }) => openPage(order, { idempotencyKey, signal }), {
   *   retry: { maxAttempts: 5 },
   *   timeoutMs: 10_000,
   * })
   */
  step<T>(name: string, run: (attempt: StepAttempt) => T | Promise<T>, options?: StepOptions): Promise<T>
  /**
   * Runs several steps beside others: they are numbered within the branch, so that a replay cannot mix them up.
   * @example await Promise.all(items.map((item) => ctx.branch((inner) => pack(inner, item))))
   */
  branch<T>(run: (ctx: WorkflowContext) => Promise<T>): Promise<T>
  /**
   * As `branch`, for what must not be interrupted: a cancellation waits until it is over (E16). What undoes should run in
   * it, where it may run for another reason than a cancellation.
   * @example
   * try { … } catch (error) {
   *   await ctx.shield((inner) => inner.step('refund', …))
   *   throw error
   * }
   */
  shield<T>(run: (ctx: WorkflowContext) => Promise<T>): Promise<T>
  /**
   * Waits for whichever comes first, and cancels the rest: a message that has not won stays in the inbox, a step's
   * signal is aborted (E17). A step or a child that fails first makes it throw.
   * @param contenders made by `message`, `timer` and `step`, or children; by the name that they win under
   * @example
   * const first = await ctx.race({ paid: message<Payment>('payment'), late: timer(30 * 60_000) })
   * if (first.winner === 'paid') await ship(first.value)
   */
  race<All extends Readonly<Record<string, Contender<unknown>>>>(contenders: All): Promise<Winner<All>>
  /**
   * Starts another workflow, under an ID of its own that is made of this one's (E15). It ends by itself, and is
   * cancelled with this one.
   * @returns when it is queued; `result` waits for its end
   * @example
   * const shipping = await ctx.start(ship, order)
   * const parcel = await shipping.result()
   */
  start<Input, Output>(workflow: Workflow<Input, Output>, input: Input): Promise<Child<Output>>
  /**
   * Whether this run is to do what the code does since a change: true where it comes here for the first time, false
   * where it was past this point when the code changed (E14). The same for an ID as long as the run lasts.
   * @example if (await ctx.patched('check-fraud')) await ctx.step('checkFraud', …)
   */
  patched(id: string): Promise<boolean>
  /**
   * Publishes a value once, for `engine.getEvent`.
   * @throws {EventAlreadySetError} where the key is taken
   * @example await ctx.setEvent('checkout-url', page.url)
   */
  setEvent(key: string, value: unknown): Promise<void>
  /**
   * Takes the first message of a topic, waiting for it without memory or lease (E7).
   * @returns null when `timeoutMs` have passed without one
   * @example const payment = await ctx.recv<Payment>('payment', { timeoutMs: 30 * 60_000 })
   */
  recv<T>(topic: string, options?: { readonly timeoutMs?: number }): Promise<T | null>
  /** Waits without memory or lease (E7). Milliseconds of the database's time. @example await ctx.sleep(3 * 86_400_000) */
  sleep(ms: number): Promise<void>
  /** The database's time, milliseconds since 1970; the same on each replay. @example new Date(await ctx.now()) */
  now(): Promise<number>
  /**
   * An id that is the same on each replay: made from the workflow's ID and the step's number, not secret.
   * @example const parcelId = await ctx.uuid()
   */
  uuid(): Promise<string>
}

/**
 * A workflow that another has started; in a race it wins when it has ended. Its methods are calls of the context that
 * started it: if that was a branch's, they end with the branch.
 */
export interface Child<Output> {
  readonly kind: 'child'
  readonly id: string
  /**
   * Waits for its end (E7).
   * @throws {WorkflowFailedError} where it ended without an output
   * @example const parcel = await (await ctx.start(ship, order)).result()
   */
  result(): Promise<Output>
  /** Asks for its cancellation, as `engine.cancel` does. @example await shipping.cancel() */
  cancel(): Promise<void>
}

/** Who takes part in a race. */
export type Contender<T> =
  | { readonly kind: 'message'; readonly topic: string; readonly gives?: T }
  | { readonly kind: 'timer'; readonly ms: number; readonly gives?: T }
  | {
      readonly kind: 'step'
      readonly name: string
      readonly run: (attempt: StepAttempt) => T | Promise<T>
      readonly options?: StepOptions
      readonly gives?: T
    }
  | Child<T>

/** What a race comes to: the name of its winner, and what that gave. */
export type Winner<All extends Readonly<Record<string, Contender<unknown>>>> = {
  readonly [Name in keyof All]: {
    readonly winner: Name
    readonly value: All[Name] extends Contender<infer T> ? T : never
  }
}[keyof All]

/** What came of a message. */
export interface Sent {
  /** False where one of its key was there already. */
  readonly isNew: boolean
  /** The workflow had ended: nobody reads it, unless the workflow is resumed. */
  readonly hasEnded: boolean
}

/** A transaction's handle: all that is done with it commits together, or is rolled back together (E3, T1). */
export interface Transaction extends Session {
  /**
   * As `engine.send`: the message is there when the transaction commits.
   * @example await tx.send('order-1', 'payment', payment, { idempotencyKey: event.id })
   */
  send(
    id: string,
    topic: string,
    payload: unknown,
    options?: { readonly idempotencyKey?: string },
  ): Promise<Sent>
  /**
   * As `engine.enqueue`: the run is there, for whichever executor comes first, when the transaction commits.
   * @throws {WorkflowIdTakenError} where the ID belongs to another workflow
   * @example await tx.start(shipping, `shipping-${order.id}`, order)
   */
  start<Input, Output>(
    workflow: Workflow<Input, Output>,
    id: string,
    input: Input,
  ): Promise<{ readonly isNew: boolean }>
}

/** What a step's callback is told. */
export interface StepAttempt {
  /** The same each time this step runs, whoever runs it: `cart-1/2`. */
  readonly idempotencyKey: string
  /** From 1, counted anew after a crash. */
  readonly attempt: number
  readonly workflowId: string
  /** The step's number, `2`, or `2.0.1` within a branch. */
  readonly step: string
  /**
   * Aborted when the attempt's time is over, the workflow is cancelled, another contender has won its race, or this
   * executor has lost the workflow. Pass it on: `fetch(url, { signal })`.
   */
  readonly signal: AbortSignal
}

export interface StepOptions {
  readonly retry?: RetryPolicy
  /**
   * Of one attempt, milliseconds: then its signal is aborted, and it has failed by a StepTimeoutError, whatever its
   * callback still does (E18). Default: no end.
   */
  readonly timeoutMs?: number
}

/** When a failed step is tried again; without one it has a single attempt. */
export interface RetryPolicy {
  /** In all, the first included. Infinity: until it succeeds. */
  readonly maxAttempts: number
  /** Before the second attempt; default 1,000. */
  readonly initialDelayMs?: number
  /** By what the delay grows; default 2. */
  readonly factor?: number
  /** Default 60,000. */
  readonly maxDelayMs?: number
  /** False for an error that another attempt cannot help; default: always true. */
  readonly retryIf?: (error: unknown) => boolean
}
