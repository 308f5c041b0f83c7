/**
 * What a transaction's callback may do besides its own statements.
 *
 * T1  Messages and starts of a transaction are its rows: they are there when it commits, and only then.
 * T2  The engine's own methods are refused within a callback, as far as the environment can tell (`scope`).
 */
import { checkText, checkTopic } from './arguments.ts'
import type { Row, Scope, Session } from './environment.ts'
import { EngineInTransactionError, WorkflowIdTakenError } from './errors.ts'
import { toJson } from './json.ts'
import { sendStatement } from './message-rows.ts'
import type { Sent, Transaction } from './workflow.ts'
import { enqueueStatement } from './workflow-rows.ts'

/**
 * T1: the application's handle of a transaction in the engine's own database.
 *
 * @param version of the code, for what is started (E14)
 * @param wake a workflow is due when this commits
 */
export function createTransaction(session: Session, version: string | null, wake: () => void): Transaction {
  return {
    query: (statement) => session.query(statement),
    async send(id, topic, payload, { idempotencyKey } = {}) {
      checkMessage(id, topic, idempotencyKey)
      const payloadText = JSON.stringify(toJson(payload, `the message ${topic}`))
      const [row] = await session.query(sendStatement(id, topic, payloadText, idempotencyKey ?? null))
      wake()
      return readSent(row)
    },
    async start({ name }, id, input) {
      checkText(id, 'The workflow ID')
      checkText(name, 'The name of a workflow')
      const inputText = JSON.stringify(toJson(input, `the input of ${name}`))
      const [row] = await session.query(enqueueStatement({ id, name, inputText, delayMs: 0, version }))
      checkName(row, id, name)
      wake()
      return { isNew: row?.['is_mine'] === true }
    },
  }
}

/** What came of a message: a row of `sendStatement`. */
export function readSent(row: Row | undefined): Sent {
  return { isNew: row?.['is_new'] === true, hasEnded: row?.['has_ended'] === true }
}

/** G1. */
export function checkMessage(id: string, topic: string, idempotencyKey: string | undefined): void {
  checkText(id, 'The workflow ID')
  checkTopic(topic, 'The topic of a message')
  if (idempotencyKey !== undefined) checkText(idempotencyKey, 'The idempotency key of a message')
}

/** E1: an ID runs once, and so belongs to one workflow. */
export function checkName(row: Row | undefined, id: string, expected: string): void {
  const found = row?.['name']
  if (typeof found === 'string' && found !== expected) throw new WorkflowIdTakenError(id, expected, found)
}

/** The callback that something is called from. */
class Callback {
  readonly name: string
  isOpen = true

  constructor(name: string) {
    this.name = name
  }
}

/** Runs a callback so that what is called from it can be told. */
export async function runCallback<T>(scope: Scope, name: string, callback: () => Promise<T>): Promise<T> {
  const within = new Callback(name)
  try {
    return await scope.run(within, callback)
  } finally {
    // What it has started, and not awaited, may go on.
    within.isOpen = false
  }
}

/** T2. @throws {EngineInTransactionError} */
export function checkOutside(scope: Scope | undefined, method: string): void {
  const within = scope?.getStore()
  if (within instanceof Callback && within.isOpen) throw new EngineInTransactionError(method, within.name)
}
