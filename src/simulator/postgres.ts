/**
 * The database as the servers see it: one PGlite session behind a gate for each server.
 *
 * There is one session, so transactions are serial: while one is open, everybody else's statements wait (`Q1`).
 * A server that dies takes its open transaction with it (`Q2`).
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
import type { Identified, Operations } from './operations.ts'
import type { Process } from './process.ts'
import type { Recorder } from './recorder.ts'
import type { Scheduler } from './scheduler.ts'
import type { JsonRow } from './trace.ts'
import type { WireResult, WireSession } from './wire.ts'

export interface Postgres {
  /** The query handle of one server process. */
  connect(process: Process): Database
  /** Rolls back what a dead process had open. */
  disconnect(process: Process): void
  /** True while somebody's transaction is open: nobody else may write. */
  isBusy(): boolean
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
  /** True where the plan kills a server before a claim: only then a claim must be possible to take back. */
  readonly claimsCanCrash: boolean
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
}

/** The engine's clock in a simulation: a sequence, since that survives a rollback (E11). */
const setClock = `select setval('engine.clock', $1, true)`

export function createPostgres(parts: PostgresParts): Postgres {
  const { wire, scheduler, operations, recorder, capture, listener } = parts
  const writtenTables = createTableFinder()
  let open: Open | null = null
  let transactions = 0
  let clockMs = -1

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

  function runStatement(statement: Statement, operation: Identified): readonly Row[] {
    const { label, text } = statement
    const values = statement.values.map(toJson)
    const transaction = open?.id ?? null
    const point = operation.text
    try {
      const result = execute(text, statement.values)
      const rows = result.rows.map(toJsonRow)
      recorder.record(
        { kind: 'statement', label, sql: text, values, rows, transaction, error: null },
        { point, changes: capture.read(result.notices) },
      )
      wrote(statement, result.count)
      return result.rows
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error
      const { sqlState, message } = error
      if (open) open.failed = true
      recorder.record(
        { kind: 'statement', label, sql: text, values, rows: [], transaction, error: { sqlState, message } },
        { point },
      )
      throw error
    }
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

  function rollBack(why: string): void {
    if (!open) return
    wire.run(['rollback'])
    recorder.record({ kind: 'rollback', transaction: open.id, why }, { actor: { role: 'postgres' } })
    open = null
  }

  /** A claim that finds nothing is no operation: it gets no identity and one event for all of them. */
  async function claim(statement: Statement): Promise<readonly Row[]> {
    return new Promise((resolve) => {
      scheduler.park({
        priority: 0,
        isEligible: () => open === null,
        perform() {
          const context = scheduler.context()
          if (parts.claimsCanCrash) wire.run(['begin'])
          const result = execute(statement.text, statement.values)
          if (!result.rows.some((row) => row['id'] !== null && row['id'] !== undefined)) {
            if (parts.claimsCanCrash) wire.run(['commit'])
            resolve(result.rows)
            return
          }
          const operation = operations.identify('server', statement.label, null)
          if (operations.crashIfPlanned(operation, 'crash-before')) {
            wire.run(['rollback'])
            return
          }
          if (parts.claimsCanCrash) wire.run(['commit'])
          const event = recorder.record(
            {
              kind: 'statement',
              label: statement.label,
              sql: statement.text,
              values: statement.values.map(toJson),
              rows: result.rows.map(toJsonRow),
              transaction: null,
              error: null,
            },
            { point: operation.text, changes: capture.read(result.notices) },
          )
          listener.committed({ tables: new Set(writtenTables(statement.text)), step: null })
          listener.woke()
          scheduler.enter({ ...context, cause: event }, null, () => undefined)
          if (operations.crashIfPlanned(operation, 'crash-after')) return
          resolve(result.rows)
        },
      })
    })
  }

  return {
    isBusy: () => open !== null,
    disconnect(process) {
      if (open?.process === process) rollBack(`${process.title} died`)
    },
    connect(process) {
      return {
        query(statement) {
          if (statement.label === 'claim') return claim(statement)
          return operations.perform({
            role: 'server',
            label: statement.label,
            ...subjectOf(statement.workflowId),
            isEligible: () => open === null,
            perform: (operation) => runStatement(statement, operation),
          })
        },
        begin({ label, workflowId, step }) {
          return operations.perform({
            role: 'server',
            label: `begin:${label}`,
            ...subjectOf(workflowId),
            isEligible: () => open === null,
            perform(operation) {
              execute('begin', [])
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
              }
              open = opened
              recorder.record(
                { kind: 'begin', label, transaction: opened.id, step: step ?? null },
                { point: operation.text },
              )
              return handle(opened)
            },
          })
        },
      }
    },
  }

  /** As on a real server, what comes after a transaction's end is refused and meets nobody else's. */
  function demandOpen(own: Open, what: string): void {
    if (open !== own) throw new DatabaseError('25000', `${what} came when its transaction had already ended.`)
  }

  function handle(own: Open): OpenTransaction {
    return {
      query: (statement) =>
        operations.perform({
          role: 'server',
          label: statement.label,
          ...subjectOf(statement.workflowId),
          perform(operation) {
            demandOpen(own, statement.label)
            return runStatement(statement, operation)
          },
        }),
      commit: () =>
        operations.perform({
          role: 'server',
          label: `commit:${own.label}`,
          perform(operation) {
            demandOpen(own, 'A commit')
            if (own.failed) {
              rollBack('a statement of it had failed')
              throw new DatabaseError(
                '25P02',
                'The transaction had failed, and was rolled back at its commit.',
              )
            }
            wire.run(['commit'])
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
}

/** Tables that a statement's text writes to, as the text names them; remembered, since texts come again and again. */
function createTableFinder(): (text: string) => readonly string[] {
  const known = new Map<string, readonly string[]>()
  return (text) => {
    const tables = known.get(text) ?? findWrittenTables(text)
    known.set(text, tables)
    return tables
  }
}

function findWrittenTables(text: string): readonly string[] {
  const named = text.matchAll(
    /\b(?:insert\s+into|update|delete\s+from)\s+(?:only\s+)?([a-z_]+(?:\.[a-z_]+)?)/g,
  )
  const tables = new Set([...named].map((match) => match[1] ?? ''))
  // `for update skip locked` and `do update set` name no table.
  for (const word of ['of', 'skip', 'set', 'nowait']) tables.delete(word)
  return [...tables]
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
