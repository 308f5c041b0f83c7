/**
 * The database as the servers see it: one PGlite session behind a gate for each server.
 *
 * There is one session, so transactions are serial: while one is open, everybody else's statements wait (`Q1`).
 * A server that dies takes its open transaction with it (`Q2`), and so does one that is frozen for longer than a
 * connection may be idle within a transaction (`Q3`, E6).
 */
import {
  DatabaseError,
  type Database,
  type Json,
  type OpenTransaction,
  type Row,
  type Statement,
} from '#engine/environment.ts'
import type { Capture } from './capture.ts'
import type { DatabaseFailure } from './faults/effects.ts'
import type { FaultInjector, Identified } from './faults/injector.ts'
import type { Operations } from './operations.ts'
import { causedBy, type Outages } from './outages.ts'
import type { Process } from './process.ts'
import type { Recorder } from './recorder.ts'
import type { Context, Scheduler } from './scheduler.ts'
import { performSlowly, type UnderWay } from './slow.ts'
import { writtenTables } from './statement-tables.ts'
import type { Actor, JsonRow, Restored } from './trace.ts'
import type { WireResult, WireSession } from './wire.ts'

export interface Postgres {
  /** The query handle of one server process. */
  connect(process: Process): Database
  /** Rolls back what a dead process had open. */
  disconnect(process: Process): void
  /** Q3: rolls back what a frozen process has open, when it has been idle for too long. */
  abandon(process: Process): void
  /** An outage begins: the connections of a server, or all of them if it is of Postgres, are lost. */
  cutOff(what: Restored): void
  /** Drops all connections, and answers nobody for a while. */
  restart(): void
  /** True while somebody's transaction is open: nobody else may write. */
  isBusy(): boolean
  /** Whether this process has a transaction open. */
  isOpenFor(process: Process): boolean
}

/** What others want to know of commits. */
export interface CommitListener {
  /** Rows were committed; `tables` names those that statements wrote to. */
  committed(commit: Commit): void
  /** A workflow may have become due. */
  woke(): void
}

export interface Commit {
  readonly tables: ReadonlySet<string>
  /** The workflow and step whose effect it is, and how many of the application's rows it wrote. */
  readonly step: { readonly workflowId: string; readonly step: string; readonly rowCount: number } | null
}

export interface PostgresParts {
  readonly wire: WireSession
  readonly scheduler: Scheduler
  readonly operations: Operations
  readonly recorder: Recorder
  readonly capture: Capture
  readonly listener: CommitListener
  subjectOfWorkflow(workflowId: string): string
  readonly faults: FaultInjector
  readonly outages: Outages
}

interface Open {
  readonly id: string
  readonly process: Process
  readonly label: string
  readonly step: { readonly workflowId: string; readonly step: string } | null
  readonly tables: Set<string>
  rowCount: number
  wakes: boolean
  /** A statement was refused: all that is left is to roll back. */
  failed: boolean
  /** What its owner is told who goes on with it; null: that it has ended. */
  loss: DatabaseError | null
}

/** What a server is told whose connection was idle in a transaction for longer than this. Half of a lease. */
const idleInTransactionMs = 5_000
/** From the end of one postmaster to the first connection of the next. */
const restartMs = 2_000

/** As a driver says it whose host does not answer. */
const unreachable = (): DatabaseError => new DatabaseError('08006', 'connect ECONNREFUSED')

const noAnswer = (): void => undefined

/** Statements that look for work: one that finds none is no operation and leaves no trace. */
const looksForWork: ReadonlySet<string> = new Set(['claim', 'poll'])

/** What is asked of the database at an operation. */
interface Asked {
  readonly what: string
  readonly text: string
  readonly values?: readonly Json[]
  /** The transaction that it belongs to; null outside of any. */
  readonly own: Open | null
  /** Null for what takes no time. */
  readonly underWay?: UnderWay | null
}

/** The engine's clock in a simulation: a sequence, since that survives a rollback (E11). */
const setClock = `select setval('engine.clock', $1, true)`

export function createPostgres(parts: PostgresParts): Postgres {
  const { wire, scheduler, operations, recorder, capture, listener, faults, outages } = parts
  let open: Open | null = null
  let transactions = 0
  let clockMs = -1
  let backAtMs = 0

  /** Runs a statement at the virtual time, in one trip. */
  function execute(text: string, values: readonly unknown[]): WireResult {
    const nowMs = scheduler.nowMs()
    if (nowMs === clockMs) return wire.run([text, values])
    clockMs = nowMs
    return wire.run([setClock, [nowMs]], [text, values])
  }

  function subjectOf(workflowId: string | undefined): { subject?: string } {
    return workflowId === undefined ? {} : { subject: parts.subjectOfWorkflow(workflowId) }
  }

  /**
   * Does at an operation what was asked for, unless the plan has it fail; a failure is told in the trace, and takes
   * the open transaction with it where the connection is lost.
   *
   * @param asked what a failure is told as; `own`: the transaction that it belongs to
   */
  function perform<T>(operation: Identified, asked: Asked, act: () => T): T {
    const { own, text, values = [], underWay = null } = asked
    // What is under way has got there: an outage costs its answer alone.
    const away = underWay === null ? outages.between(scheduler.context().process, 'postgres') : null
    try {
      demandOpen(own, asked.what)
      demandAnswer()
      if (away !== null) throw unreachable()
      const refused = faults.inject(operation, 'refuse')
      if (refused) throw errorOf(refused.effect)
      return act()
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error
      const { sqlState, message } = error
      const { label } = operation.point
      const [transaction, rows] = [own?.id ?? null, []]
      recorder.record(
        { kind: 'statement', label, sql: text, values, rows, transaction, error: { sqlState, message } },
        { point: operation.text, ...causedBy(away) },
      )
      // What had lost its transaction before is refused, and harms nobody else's.
      if (open !== own) throw error
      if (sqlState === '57P01') restart()
      else if (sqlState.startsWith('08')) loseConnection()
      else if (open !== null) open.failed = true
      throw error
    }
  }

  /**
   * It is done, and nobody hears of it: what its caller hears instead; null where the plan does not say so.
   *
   * @param underWay of a slow statement: an outage may have begun since it was asked for
   */
  function loseAnswer(operation: Identified, underWay: UnderWay | null): DatabaseError | null {
    const injected = faults.inject(operation, 'loseAnswer')
    const away = underWay === null ? null : outages.between(scheduler.context().process, 'postgres')
    if (injected === null && away === null) return null
    const error = injected === null ? unreachable() : errorOf(injected.effect)
    const { label } = operation.point
    recorder.record(
      { kind: 'no-answer', label, message: operation.text, why: error.message },
      injected === null ? causedBy(away) : {},
    )
    loseConnection()
    return error
  }

  function runStatement(
    statement: Statement,
    operation: Identified,
    own: Open | null,
    underWay: UnderWay | null,
  ): readonly Row[] {
    const { label, text } = statement
    const values = statement.values.map(toJson)
    const asked = { what: statement.label, text, values, own, underWay }
    const result = perform(operation, asked, () => execute(text, statement.values))
    const rows = result.rows.map(toJsonRow)
    recorder.record(
      { kind: 'statement', label, sql: text, values, rows, transaction: own?.id ?? null, error: null },
      { point: operation.text, changes: capture.read(result.notices) },
    )
    wrote(statement, result.count)
    const unheard = loseAnswer(operation, underWay)
    if (unheard !== null) throw unheard
    return result.rows
  }

  /** Notes what a statement wrote; outside a transaction it has committed. */
  function wrote(statement: Statement, count: number): void {
    const tables = writtenTables(statement.text)
    if (open) {
      for (const table of tables) open.tables.add(table)
      open.wakes ||= statement.wakes === true
      if (tables.length > 0 && !isEngines(tables)) open.rowCount += count
    } else {
      if (tables.length > 0) listener.committed({ tables: new Set(tables), step: null })
      if (statement.wakes === true) listener.woke()
    }
  }

  function rollBack(why: string, loss: DatabaseError | null = null): void {
    if (!open) return
    wire.run(['rollback'])
    recorder.record({ kind: 'rollback', transaction: open.id, why }, { actor: { role: 'postgres' } })
    open.loss = loss
    open = null
  }

  function loseConnection(): void {
    // What comes after the first failure on a connection, in the driver's words.
    const loss = new DatabaseError('08006', 'Client has encountered a connection error and is not queryable')
    rollBack('its connection is lost', loss)
  }

  function restart(): void {
    backAtMs = scheduler.nowMs() + restartMs
    recorder.record(
      { kind: 'process', change: 'restarted', restartAtMs: backAtMs },
      { actor: { role: 'postgres' }, cause: recorder.trace.length },
    )
    loseConnection()
  }

  /** @throws {DatabaseError} while it restarts */
  function demandAnswer(): void {
    if (scheduler.nowMs() < backAtMs) throw new DatabaseError('57P03', 'the database system is starting up')
  }

  /** As on a real server, what comes after a transaction's end is refused and meets nobody else's. */
  function demandOpen(own: Open | null, what: string): void {
    if (open === own) return
    throw own?.loss ?? new DatabaseError('25000', `${what} came when its transaction had already ended.`)
  }

  /** A look for work that finds nothing is no operation: it gets no identity and leaves no trace. */
  function look(statement: Statement): Promise<readonly Row[]> {
    return new Promise((resolve, reject) => {
      /**
       * While the database cannot be reached one look stands for all that would fail, as `idle.ts` has it for those that
       * would find nothing: it fails when the outage is over.
       */
      const waitsForEnd = (context: Context): boolean => {
        const away = outages.between(context.process, 'postgres')
        if (away === null) return false
        scheduler.at(away.untilMs, context.process, () =>
          scheduler.enter(context, null, () => reject(unreachable())),
        )
        return true
      }
      /**
       * @param waited the same look, which stood still before it: it has its identity already
       * @param underWay of a look that takes time; null for any other
       * @returns what gives the answer; it does nothing if there is none
       */
      const perform = (waited: Identified | null, underWay: UnderWay | null): (() => void) => {
        const context = scheduler.context()
        if (underWay === null && waitsForEnd(context)) return noAnswer
        if (scheduler.nowMs() < backAtMs)
          return () => reject(new DatabaseError('57P03', 'the database system is starting up'))
        // Only what the plan has a fault for must be possible to take back.
        const [begin, commit, rollback] = faults.concerns(statement.label)
          ? ['begin', 'commit', 'rollback']
          : [null, null, null]
        if (begin !== null) wire.run([begin])
        const result = execute(statement.text, statement.values)
        if (!result.rows.some((row) => row['id'] !== null && row['id'] !== undefined)) {
          if (commit !== null) wire.run([commit])
          return () => resolve(result.rows)
        }
        const operation = waited ?? operations.identify('server', statement.label, null)
        const isAway = underWay === null && waitsForEnd(context)
        const isDead = isAway || (waited === null && operations.dies('before', operation))
        const isFrozen = context.process.thawsAtMs > scheduler.nowMs()
        const yieldsUntilMs = isDead || waited !== null ? null : operations.yieldsUntilMs(operation)
        const waits = isFrozen || yieldsUntilMs !== null
        const slowness = isDead || waits || underWay !== null ? null : operations.slowness(operation)
        const isLater = waits || slowness !== null
        const refused = isDead || isLater ? null : faults.inject(operation, 'refuse')
        if ((isDead || isLater || refused !== null) && rollback !== null) wire.run([rollback])
        if (isDead) return noAnswer
        if (waits) {
          park(operation, yieldsUntilMs)
          return noAnswer
        }
        if (slowness !== null) {
          const begun = { ...slowness, ...turn, whenSlow: undefined, resolve }
          performSlowly(scheduler, { ...begun, act: (underWayNow) => perform(operation, underWayNow) })
          operations.dies('after', operation)
          return noAnswer
        }
        if (refused !== null) {
          const error = errorOf(refused.effect)
          if (error.sqlState === '57P01') restart()
          return () => reject(error)
        }
        if (commit !== null) wire.run([commit])
        const { label, text: sql } = statement
        const [values, rows] = [statement.values.map(toJson), result.rows.map(toJsonRow)]
        const event = recorder.record(
          { kind: 'statement', label, sql, values, rows, transaction: null, error: null },
          { point: operation.text, changes: capture.read(result.notices) },
        )
        listener.committed({ tables: new Set(writtenTables(statement.text)), step: null })
        listener.woke()
        scheduler.enter({ ...context, cause: event }, null, () => undefined)
        if (underWay === null && operations.dies('after', operation)) return noAnswer
        const unheard = loseAnswer(operation, underWay)
        return unheard === null ? () => resolve(result.rows) : () => reject(unheard)
      }
      const turn = { priority: 0, isEligible: () => open === null }
      const park = (waited: Identified | null, yieldsUntilMs: number | null): void =>
        scheduler.park({ ...turn, yieldsUntilMs, perform: () => perform(waited, null)() })
      park(null, null)
    })
  }

  return {
    isBusy: () => open !== null,
    isOpenFor: (process) => open?.process === process,
    cutOff(what) {
      if (open !== null && (what === 'postgres' || what === nameIn(open.process.actor))) loseConnection()
    },
    disconnect(process) {
      if (open?.process === process) rollBack(`${process.title} died`)
    },
    abandon(process) {
      const own = open
      if (own?.process !== process) return
      scheduler.at(scheduler.nowMs() + idleInTransactionMs, null, () => {
        if (open !== own || process.thawsAtMs <= scheduler.nowMs()) return
        const message = 'terminating connection due to idle-in-transaction timeout'
        rollBack('its connection was idle in it for too long', new DatabaseError('25P03', message))
      })
    },
    restart,
    connect(process) {
      return {
        query(statement) {
          if (looksForWork.has(statement.label)) return look(statement)
          return operations.perform({
            role: 'server',
            label: statement.label,
            ...subjectOf(statement.workflowId),
            // No line of the workflow asks for a renewal: the engine keeps time for all of them.
            ...(statement.label === 'renew' ? { context: scheduler.context() } : {}),
            isEligible: () => open === null,
            arrives: () => outages.between(process, 'postgres') === null,
            perform: (operation, underWay) => runStatement(statement, operation, null, underWay),
          })
        },
        begin({ label, workflowId, step }) {
          return operations.perform({
            role: 'server',
            label: `begin:${label}`,
            ...subjectOf(workflowId),
            isEligible: () => open === null,
            perform(operation) {
              perform(operation, { what: 'A begin', text: 'begin', own: null }, () => execute('begin', []))
              transactions += 1
              const within = workflowId === undefined || step === undefined ? null : { workflowId, step }
              const opened: Open = {
                id: `tx${transactions}`,
                process,
                label,
                step: within,
                tables: new Set(),
                rowCount: 0,
                wakes: false,
                failed: false,
                loss: null,
              }
              open = opened
              recorder.record(
                { kind: 'begin', label, transaction: opened.id, step: step ?? null },
                { point: operation.text },
              )
              const unheard = loseAnswer(operation, null)
              if (unheard !== null) throw unheard
              return handle(opened)
            },
          })
        },
      }
    },
  }

  function handle(own: Open): OpenTransaction {
    return {
      query: (statement) =>
        operations.perform({
          role: 'server',
          label: statement.label,
          ...subjectOf(statement.workflowId),
          perform: (operation) => runStatement(statement, operation, own, null),
        }),
      commit: () =>
        operations.perform({
          role: 'server',
          label: `commit:${own.label}`,
          perform(operation) {
            commit(operation, own)
          },
        }),
      rollback: () =>
        operations.perform({
          role: 'server',
          label: `rollback:${own.label}`,
          perform: () => {
            if (open === own) rollBack('the shop asked for it')
          },
        }),
    }
  }

  function commit(operation: Identified, own: Open): void {
    if (open === own && own.failed) {
      rollBack('a statement of it had failed')
      throw new DatabaseError('25P02', 'The transaction had failed, and was rolled back at its commit.')
    }
    try {
      perform(operation, { what: 'A commit', text: 'commit', own }, () => wire.run(['commit']))
    } catch (error) {
      if (open === own) rollBack('its commit failed')
      throw error
    }
    open = null
    recorder.record(
      { kind: 'commit', label: own.label, transaction: own.id, step: own.step?.step ?? null },
      { point: operation.text },
    )
    listener.committed({
      tables: own.tables,
      step: own.step === null ? null : { ...own.step, rowCount: own.rowCount },
    })
    if (own.wakes) listener.woke()
    const unheard = loseAnswer(operation, null)
    if (unheard !== null) throw unheard
  }
}

function nameIn(actor: Actor): string | null {
  return 'name' in actor ? actor.name : null
}

function errorOf({ sqlState, message }: DatabaseFailure): DatabaseError {
  return new DatabaseError(sqlState, message)
}

function isEngines(tables: readonly string[]): boolean {
  return tables.every((table) => table.startsWith('engine.'))
}

function toJsonRow(row: Row): JsonRow {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, toJson(value)]))
}

/** Parameters and results as the trace holds them. */
function toJson(value: unknown): Json {
  if (value === undefined || value === null) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value === 'bigint') return Number(value)
  // What a statement carries is JSON or it could not have been sent.
  return value as Json
}
