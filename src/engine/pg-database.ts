/**
 * The engine's database on a PostgreSQL server, through a pool of `pg`'s shape; nothing is imported from there.
 *
 * An executor that freezes with a workflow's row locked would keep everybody out for as long as its socket lives, so
 * each connection is told to give up before the lease does (E6).
 */
import { checkCount } from './arguments.ts'
import { rowParserOf } from './row-values.ts'
import {
  DatabaseError,
  type Database,
  type OpenTransaction,
  type Row,
  type Session,
  type Statement,
} from './environment.ts'

/** A statement as `pg` takes it; a named one is prepared once per connection. */
interface PgQuery {
  readonly name?: string
  readonly text: string
  readonly values?: unknown[]
  /** Milliseconds until the driver gives up by itself. */
  readonly query_timeout?: number
  readonly types?: { getTypeParser(oid: number): (text: string) => unknown }
}

interface PgResult {
  readonly rows: unknown[]
  /** `COMMIT`, or `ROLLBACK` where a commit met a transaction that had failed. */
  readonly command?: string
}

export interface PgConnection {
  query(query: PgQuery): Promise<PgResult>
  /** True: the connection is destroyed instead of used again. */
  release(destroy?: boolean): void
  on(event: 'error', listener: (error: Error) => void): unknown
}

export interface PgPool {
  connect(): Promise<PgConnection>
  on(event: 'connect', listener: (connection: Pick<PgConnection, 'query' | 'on'>) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
}

export interface PgOptions {
  /** The engine's lease; default 30,000. */
  readonly leaseMs?: number
  /** After how long the server gives up a statement; default half of the lease. */
  readonly statementTimeoutMs?: number
}

/** D2. */
const types = { getTypeParser: rowParserOf }

/**
 * @param pool a pool that has no connections yet, since each is set up when it is made
 * @example
 * const pool = new pg.Pool({ connectionString, connectionTimeoutMillis: 10_000 })
 * const database = createPgDatabase(pool, { leaseMs: 30_000 })
 */
export function createPgDatabase(pool: PgPool, options: PgOptions = {}): Database {
  const { leaseMs = 30_000 } = options
  const halfLeaseMs = Math.ceil(leaseMs / 2)
  const { statementTimeoutMs = halfLeaseMs } = options
  checkCount(leaseMs, 'leaseMs', 1)
  checkCount(statementTimeoutMs, 'statementTimeoutMs', 1)
  const nameOf = createNames()
  // D3: the server gives up a statement first; a connection that has gone silent is given up when the lease is over.
  const send: Send = (connection, query) =>
    sendOver(connection, { ...query, types, query_timeout: statementTimeoutMs + halfLeaseMs })

  pool.on('connect', (connection) => {
    // Without a listener a break between two statements would end the process; the next statement tells as well.
    connection.on('error', () => undefined)
    // The driver queues it in front of the first statement.
    connection
      .query({
        text: `select set_config('idle_in_transaction_session_timeout', $1, false),
          set_config('statement_timeout', $2, false), set_config('tcp_user_timeout', $1, false)`,
        values: [String(halfLeaseMs), String(statementTimeoutMs)],
      })
      .catch(() => undefined) // A connection that is lost so early fails its first statement too.
  })
  // An idle connection that breaks has nobody to tell; the pool makes another.
  pool.on('error', () => undefined)

  async function connect(): Promise<PgConnection> {
    try {
      return await pool.connect()
    } catch (error) {
      throw toDatabaseError(error)
    }
  }

  async function run(statement: Statement, connection: PgConnection): Promise<readonly Row[]> {
    const name = nameOf(statement)
    const { rows } = await send(connection, {
      ...(name === undefined ? {} : { name }),
      text: statement.text,
      values: [...statement.values],
    })
    // Without a row mode the driver makes an object of each row.
    return rows as readonly Row[]
  }

  return {
    async query(statement) {
      const connection = await connect()
      try {
        const rows = await run(statement, connection)
        connection.release()
        return rows
      } catch (error) {
        connection.release(isLost(error))
        throw error
      }
    },
    async begin() {
      const connection = await connect()
      try {
        await send(connection, { text: 'begin' })
      } catch (error) {
        connection.release(true)
        throw error
      }
      return openTransaction(connection, send, (statement) => run(statement, connection))
    },
  }
}

function openTransaction(connection: PgConnection, send: Send, query: Session['query']): OpenTransaction {
  let isOpen = true

  return {
    async query(statement) {
      if (!isOpen)
        throw new DatabaseError('25000', `${statement.label} came when its transaction had already ended.`)
      return query(statement)
    },
    async commit() {
      if (!isOpen) throw new DatabaseError('25000', 'A commit came when its transaction had already ended.')
      isOpen = false
      try {
        const { command } = await send(connection, { text: 'commit' })
        connection.release()
        // The server answers the commit of a failed transaction with a rollback, and calls it no error.
        if (command === 'ROLLBACK')
          throw new DatabaseError('25P02', 'The transaction had failed, and was rolled back at its commit.')
      } catch (error) {
        if (error instanceof DatabaseError && error.sqlState === '25P02') throw error
        connection.release(true)
        throw error
      }
    },
    async rollback() {
      if (!isOpen) return
      isOpen = false
      try {
        await send(connection, { text: 'rollback' })
        connection.release()
      } catch {
        // What is gone has rolled back already.
        connection.release(true)
      }
    },
  }
}

/** @throws {DatabaseError} */
type Send = (connection: PgConnection, query: PgQuery) => Promise<PgResult>

async function sendOver(connection: PgConnection, query: PgQuery): Promise<PgResult> {
  try {
    return await connection.query(query)
  } catch (error) {
    throw toDatabaseError(error)
  }
}

/** D1: names for what is prepared: one per text, since a label may stand for several; at most 63 bytes. */
function createNames(): (statement: Statement) => string | undefined {
  const names = new Map<string, string>()
  return ({ label, text, isPrepared = false }) => {
    const known = names.get(text)
    if (known !== undefined || !isPrepared) return known
    const name = `${names.size} ${label.replaceAll(/[^\x20-\x7e]/g, '?')}`.slice(0, 63)
    names.set(text, name)
    return name
  }
}

function isLost(error: unknown): boolean {
  return error instanceof DatabaseError && /^(08|57P|25P03)/.test(error.sqlState)
}

/** The server's errors carry a severity; what does not comes from the network or the driver. */
function toDatabaseError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const code: unknown = 'code' in error ? error.code : undefined
  if ('severity' in error && typeof code === 'string')
    return new DatabaseError(code, error.message, { cause: error })
  // A mistake in a call is no lost connection, and no other try would help it.
  if (error instanceof TypeError || error instanceof RangeError) return error
  return new DatabaseError('08006', error.message, { cause: error })
}
