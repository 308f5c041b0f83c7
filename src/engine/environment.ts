/**
 * Everything the engine asks of the outside: a database, a way to wait, and somebody to tell.
 *
 * The engine touches no clock, no timer, no random source and no network by itself. On a real machine this
 * object is made of the real things (`pg-database.ts`, `pglite-database.ts`); in the simulator each call is a
 * gate at which a process can be killed. The code between is the same.
 */

/** What JSON can hold: the shape of every input, output, event and message. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }

/** One row of a result, by column name. */
export type Row = Readonly<Record<string, unknown>>

/** One round trip to the database. */
export interface Statement {
  /** Name of the operation, `claim` or `checkpoint:reserveInventory`. */
  readonly label: string
  /** SQL with `$1` parameters, one statement. */
  readonly text: string
  readonly values: readonly unknown[]
  /** The workflow that it works for, where the statement knows it. */
  readonly workflowId?: string
  /** True where a workflow may have become due, or due at another time: whoever waits for work should look again. */
  readonly wakes?: boolean
  /**
   * D1: true for one of the engine's own texts, of which there are few: it may be prepared once per connection. What an
   * application sends may not: a table that changes would make its plan wrong for as long as the connection lives.
   */
  readonly isPrepared?: boolean
}

/** Something that runs statements: the application's query handle. */
export interface Session {
  /** @throws {DatabaseError} with the SQLSTATE, or class 08 where the connection was lost. */
  query(statement: Statement): Promise<readonly Row[]>
}

/** One open transaction on one connection. */
export interface OpenTransaction extends Session {
  commit(): Promise<void>
  /** Never throws: a connection that is gone has rolled back already. */
  rollback(): Promise<void>
}

/** What a transaction is for: the names of its `begin:` and `commit:` operations, and whose effect it is. */
export interface TransactionPurpose {
  /** The shop function or step, `reserveInventory`; the operations are `begin:reserveInventory`, `commit:reserveInventory`. */
  readonly label: string
  readonly workflowId?: string
  /** The step's number within its workflow, `2`, or `2.0.1` within a branch. */
  readonly step?: string
}

/** The engine's only seam to a database. Outside a transaction each statement commits by itself. */
export interface Database extends Session {
  /** Opens a transaction (read committed); one round trip. */
  begin(purpose: TransactionPurpose): Promise<OpenTransaction>
}

/** A failed statement, as the database reported it. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
  /** Five characters, `40001`; `08006` where the connection was lost. */
  readonly sqlState: string

  constructor(sqlState: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.sqlState = sqlState
  }
}

/** What the engine tells whoever looks on; it has no effect on what the engine does. */
export type Observation =
  | {
      readonly kind: 'claimed'
      readonly workflowId: string
      readonly epoch: number
      readonly recovered: boolean
    }
  | {
      readonly kind: 'step-began'
      readonly workflowId: string
      readonly step: string
      readonly name: string
      readonly call: StepKind
    }
  | {
      readonly kind: 'step-replayed'
      readonly workflowId: string
      readonly step: string
      readonly name: string
      readonly call: StepKind
    }
  | {
      readonly kind: 'step-retried'
      readonly workflowId: string
      readonly step: string
      readonly name: string
      readonly attempt: number
      readonly error: string
    }
  | { readonly kind: 'went-to-sleep'; readonly workflowId: string; readonly dueAtMs: number | null }
  | { readonly kind: 'fenced'; readonly workflowId: string; readonly epoch: number }
  | { readonly kind: 'blocked'; readonly workflowId: string; readonly error: string }
  | {
      readonly kind: 'finished'
      readonly workflowId: string
      readonly status: 'succeeded' | 'failed' | 'cancelled'
    }

export type StepKind =
  | 'transaction'
  | 'step'
  | 'event'
  | 'recv'
  | 'sleep'
  | 'now'
  | 'uuid'
  | 'start'
  | 'result'
  | 'cancel'
  | 'race'
  | 'patch'

/** The world of one executor. */
export interface Environment {
  readonly database: Database
  /** Waits before a retry or a lease renewal. Milliseconds. */
  sleep(ms: number): Promise<void>
  /** As `sleep`, for a wait that may end before its time. Absent: one that is stopped sleeps on, for nobody. */
  timer?(ms: number): Timer
  /**
   * Waits for work: until `dueInMs` from now (as the last claim returned it; null: nothing is due), or until
   * somebody may have made a workflow due, whichever is first. A real machine polls; a simulation knows.
   */
  idle(dueInMs: number | null): Promise<void>
  /** A number in [0, 1), for back-off jitter only. */
  random(): number
  observe?(observation: Observation): void
  /** Tells what is called from within a transaction's callback (T2). Absent where there is none, as in a browser. */
  readonly scope?: Scope
}

/** A wait that can be taken back. */
export interface Timer {
  /** May never settle once it has been stopped. */
  readonly over: Promise<void>
  stop(): void
}

/** A timer of any environment's. */
export function startTimer(environment: Environment, ms: number): Timer {
  return environment.timer?.(ms) ?? { over: environment.sleep(ms), stop: () => undefined }
}

/** Node's AsyncLocalStorage has this shape. */
export interface Scope {
  run<T>(store: unknown, callback: () => T): T
  getStore(): unknown
}

/** X4: tells whoever looks on. That it throws has no effect on what the engine does. */
export function tell(environment: Environment, observation: Observation): void {
  try {
    environment.observe?.(observation)
  } catch {
    // It looks on; there is nobody else to tell.
  }
}
