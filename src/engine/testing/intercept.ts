/** A database with somebody in between, who may hold calls up, lose their answers, or change their text. */
import type { Database, OpenTransaction, Statement } from '../environment.ts'

/** One call to the database. */
export interface DatabaseCall {
  readonly kind: 'query' | 'begin' | 'commit' | 'rollback'
  /** A statement's own label; `begin:reserve`, `commit:reserve`. */
  readonly label: string
  readonly isInTransaction: boolean
}

/** Does the call by `run`, or does not. */
export type Interceptor = <T>(call: DatabaseCall, run: () => Promise<T>) => Promise<T>

export function intercept(
  database: Database,
  around: Interceptor,
  change: (statement: Statement) => Statement = (statement) => statement,
): Database {
  return {
    query: (statement) =>
      around({ kind: 'query', label: statement.label, isInTransaction: false }, () =>
        database.query(change(statement)),
      ),
    begin: (purpose) =>
      around({ kind: 'begin', label: `begin:${purpose.label}`, isInTransaction: false }, async () => {
        const tx = await database.begin(purpose)
        const end = (kind: 'commit' | 'rollback') =>
          around({ kind, label: `${kind}:${purpose.label}`, isInTransaction: true }, () => tx[kind]())
        return {
          query: (statement) =>
            around({ kind: 'query', label: statement.label, isInTransaction: true }, () =>
              tx.query(change(statement)),
            ),
          commit: () => end('commit'),
          rollback: () => end('rollback'),
        } satisfies OpenTransaction
      }),
  }
}

/** A promise that never settles. */
export function never(): Promise<never> {
  return new Promise(() => undefined)
}
