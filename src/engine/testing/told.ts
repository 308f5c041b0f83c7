import { DatabaseError } from '../environment.ts'

/** What a caller was told, in one line: the SQLSTATE and the message; or nothing, where it went well. */
export async function told(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
    return 'nothing'
  } catch (error) {
    if (error instanceof DatabaseError) return `${error.sqlState} ${error.message}`
    throw error
  }
}

/** After a statement that failed: the transaction is lost, its connection is not. */
export const abortedTransaction =
  '25P02 current transaction is aborted, commands ignored until end of transaction block'

/** On a connection that is gone. */
export const deadConnection = '08006 Client has encountered a connection error and is not queryable'
