/**
 * A transaction of a workflow: the application's rows and the checkpoint commit together, or not at all (E3).
 *
 * Where the application's rows are in another database than the engine's, no commit can hold both: the rows commit, then
 * the checkpoint does, and a crash between the two runs the transaction again, like any other step (E4).
 */
import { DatabaseError, type Json, type OpenTransaction, type Row, type Session } from './environment.ts'
import { never, type Call, type Execution } from './execution.ts'
import { checkpointStatement, lookupStatement } from './checkpoint-rows.ts'
import { recordFailure, recordOutput, readStored } from './record-step.ts'
import { createTransaction, runCallback } from './in-transaction.ts'
import { toJson } from './json.ts'
import { createBackoff, isTransient, isTransientForEngine } from './retry.ts'
import type { Transaction } from './workflow.ts'

type Attempt =
  | { readonly kind: 'done'; readonly output: Json }
  /** An earlier attempt has committed: its checkpoint says what came of it. */
  | { readonly kind: 'found'; readonly row: Row }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'fenced' }
  /** By no fault of its own; `mayBeStored` where the commit was on its way. */
  | { readonly kind: 'again'; readonly mayBeStored: boolean; readonly error: unknown }

/** @throws {StepError} what the callback threw, recorded */
export async function runTransaction(
  execution: Execution,
  call: Call,
  callback: (tx: Transaction) => Promise<unknown>,
): Promise<Json> {
  const { environment, settings, held } = execution
  const backoff = createBackoff(environment, settings.patience)
  let mayBeStored = false
  for (let number = 1; ; number += 1) {
    const attempt = await attemptTransaction(execution, call, callback, mayBeStored)
    switch (attempt.kind) {
      case 'done':
        return settings.applicationDatabase === null
          ? attempt.output
          : recordOutput(execution, call, attempt.output)
      case 'found':
        return readStored(call, attempt.row)
      case 'failed':
        // What the function must not do is no outcome of the step: mended code may run it again.
        if (execution.broken) throw execution.broken
        return recordFailure(execution, call, attempt.error)
      case 'fenced':
        execution.leave({ why: 'fenced' })
        return never()
      case 'again':
        mayBeStored ||= attempt.mayBeStored
        execution.observe({
          kind: 'step-retried',
          workflowId: held.id,
          step: call.step,
          name: call.name,
          attempt: number,
          error: String(attempt.error),
        })
        await execution.pause(backoff, attempt.error)
    }
  }
}

/** @param mayBeStored an earlier attempt's commit was not heard of (E10) */
async function attemptTransaction(
  execution: Execution,
  call: Call,
  callback: (tx: Transaction) => Promise<unknown>,
  mayBeStored: boolean,
): Promise<Attempt> {
  const { held, settings } = execution
  const isApart = settings.applicationDatabase !== null
  const database = settings.applicationDatabase ?? execution.database
  if (!execution.isHere()) return never()
  let tx: OpenTransaction
  try {
    tx = await database.begin({ label: call.name, workflowId: held.id, step: call.step })
  } catch (error) {
    if (isTransientForEngine(error)) return { kind: 'again', mayBeStored: false, error }
    throw error
  }
  const session = watchSession(tx)
  let isCommitting = false
  let wakes = false
  try {
    if (mayBeStored && !isApart) {
      // E10: the application's statements would meet their own rows.
      const [found = {}] = await tx.query(lookupStatement(call.name, held, call.step))
      if (found['is_owned'] !== true) return await rollBack(tx, { kind: 'fenced' })
      if (found['is_stored'] === true) return await rollBack(tx, { kind: 'found', row: found })
    }
    const output = await callBack(execution, call, callback, session, () => {
      wakes = true
    })
    const refused = isApart ? null : await storeCheckpoint(execution, call, tx, output)
    if (refused !== null) return await rollBack(tx, refused)
    isCommitting = true
    await tx.commit()
    if (wakes) execution.nudge()
    return { kind: 'done', output }
  } catch (error) {
    // What the application's own statement may have been cancelled for is the application's.
    const isWorthATry = call.callbackTurn === null ? isTransientForEngine : isTransient
    call.callbackTurn = null
    const cause = session.transientFailure() ?? error
    // A commit that failed with no word from the server may have gone through (E10).
    const isAgain = isWorthATry(cause) || (isCommitting && !(error instanceof DatabaseError))
    return await rollBack(
      tx,
      isAgain ? { kind: 'again', mayBeStored: isCommitting, error: cause } : { kind: 'failed', error },
    )
  } finally {
    session.close()
  }
}

/** Writes the checkpoint among the application's rows. @returns why the transaction must not commit; null if it may */
async function storeCheckpoint(
  { held, order }: Execution,
  call: Call,
  tx: OpenTransaction,
  output: Json,
): Promise<Attempt | null> {
  const { step, name } = call
  const [row = {}] = await tx.query(
    checkpointStatement(name, held, {
      step,
      name,
      outputText: JSON.stringify(output),
      errorText: null,
      timeoutMs: null,
      place: order.takePlace(call),
    }),
  )
  // E5: the row's lock now stands until the commit: nobody can claim the workflow in between.
  if (row['is_owned'] !== true) return { kind: 'fenced' }
  if (row['is_stored'] === true) return null
  return { kind: 'again', mayBeStored: true, error: 'Its checkpoint is already stored.' }
}

async function callBack(
  execution: Execution,
  call: Call,
  callback: (tx: Transaction) => Promise<unknown>,
  session: Session,
  wake: () => void,
): Promise<Json> {
  const { order } = execution
  // E3: while the function gets on from an outcome, whatever it calls is not called by this callback. In a replay the
  // next outcome may be given at the very moment in which it has got on from the one before.
  while (order.progress().isOpen) await order.quiet()
  call.callbackTurn = order.progress().turns
  const { applicationDatabase, version } = execution.settings
  const tx = applicationDatabase === null ? createTransaction(session, version, wake) : apart(session)
  const { scope } = execution.environment
  // One chain of awaits where there is nothing to tell (C4).
  const value = await (scope ? runCallback(scope, call.name, () => callback(tx)) : callback(tx))
  call.callbackTurn = null
  if (execution.broken) throw execution.broken
  return toJson(value, `the output of ${call.name}`)
}

/** T1: where the application's rows are in another database, no commit holds them and the engine's. */
function apart({ query }: Session): Transaction {
  const refuse = (method: string): Promise<never> =>
    Promise.reject(
      new Error(
        `tx.${method} needs the engine's tables in the application's database. Call it from a step instead.`,
      ),
    )
  return { query, send: () => refuse('send'), start: () => refuse('start') }
}

async function rollBack(tx: OpenTransaction, attempt: Attempt): Promise<Attempt> {
  await tx.rollback()
  return attempt
}

interface WatchedSession extends Session {
  /** The first failure that another try may help, even where the application swallowed or wrapped it. */
  transientFailure(): unknown
  close(): void
}

/** The application's handle: it works as long as the callback does. */
function watchSession(tx: OpenTransaction): WatchedSession {
  let failure: unknown
  let isOpen = true
  return {
    async query(statement) {
      if (!isOpen) {
        throw new DatabaseError(
          '25000',
          `${statement.label} came when its transaction had already ended. Await every statement in the callback.`,
        )
      }
      try {
        return await tx.query(statement)
      } catch (error) {
        if (isTransient(error)) failure ??= error
        throw error
      }
    },
    transientFailure: () => failure,
    close() {
      isOpen = false
    },
  }
}
