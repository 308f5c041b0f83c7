/**
 * The engine's database on PGlite, which has one session: transactions are serial, and statements of others wait for
 * the open one. So everything that uses this PGlite has to go through one adapter.
 */
import {
  DatabaseError,
  type Database,
  type OpenTransaction,
  type Row,
  type Statement,
} from './environment.ts'
import { rowParsers } from './row-values.ts'
import { createSessionLock } from './session-lock.ts'

/** The part of PGlite that is used. */
export interface PGliteSession {
  query(
    text: string,
    values?: unknown[],
    options?: { parsers: Readonly<Record<number, (text: string) => unknown>> },
  ): Promise<{ rows: unknown[] }>
}

/**
 * @example
 * const pglite = await PGlite.create()
 * await pglite.exec(engineSchemaSql)
 * const database = createPgliteDatabase(pglite)
 */
export function createPgliteDatabase(pglite: PGliteSession): Database {
  const lock = createSessionLock()

  async function run(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    try {
      const { rows } = await pglite.query(text, [...values], { parsers: rowParsers })
      // A query without row mode returns its rows as objects.
      return rows as readonly Row[]
    } catch (error) {
      throw toDatabaseError(error)
    }
  }

  return {
    async query({ text, values }) {
      const release = await lock.acquire()
      try {
        return await run(text, values)
      } finally {
        release()
      }
    },
    async begin() {
      const release = await lock.acquire()
      try {
        await run('begin')
      } catch (error) {
        release()
        throw error
      }
      return openTransaction(run, release)
    },
  }
}

function openTransaction(
  run: (text: string, values?: readonly unknown[]) => Promise<readonly Row[]>,
  release: () => void,
): OpenTransaction {
  let isOpen = true
  let hasFailed = false

  function checkOpen(what: string): void {
    if (!isOpen) throw new DatabaseError('25000', `${what} came when its transaction had already ended.`)
  }

  return {
    async query({ label, text, values }: Statement) {
      checkOpen(label)
      try {
        return await run(text, values)
      } catch (error) {
        hasFailed = true
        throw error
      }
    },
    async commit() {
      checkOpen('A commit')
      // The commit of a transaction that has failed is a rollback that says nothing of it; any statement does.
      if (hasFailed) await run('select 1')
      isOpen = false
      try {
        await run('commit')
      } finally {
        release()
      }
    },
    async rollback() {
      if (!isOpen) return
      isOpen = false
      try {
        await run('rollback')
      } catch {
        // There is nothing left to roll back.
      } finally {
        release()
      }
    },
  }
}

function toDatabaseError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const code: unknown = 'code' in error ? error.code : undefined
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code))
    return new DatabaseError(code, error.message, { cause: error })
  if (error.message.includes('closed')) return new DatabaseError('08003', error.message, { cause: error })
  return error
}
