/** The operations of one execution, as the rows that an open node shows at a cursor. */
import type { JsonRow, RowChange, TraceEvent } from '#simulator'
import { tableTitle } from '#simulator/tables.ts'
import { isUnheard, labelOf, type Execution } from './executions.ts'

export interface Row {
  readonly kind: 'effect' | 'checkpoint' | 'commit' | 'call' | 'window'
  /** `inventory`, `checkpoint`, `COMMIT`, `Stripe session`. */
  readonly title: string
  /** `2 → 1`, `+ 1 row`, `event 12`, `pending`; empty where nothing is known yet. */
  readonly value: string
  /** Lost: rolled back, or never written because its server died. */
  readonly state: 'ahead' | 'pending' | 'done' | 'lost'
  /** Index of its event in this run; null for what has none. */
  readonly event: number | null
}

/** What holds the rows together: a transaction's bracket, a step's thread, or nothing. */
export type Bracket = 'transaction' | 'step' | null

/** Whether the execution is one transaction, a step outside of one, or neither. */
export function bracketOf(execution: Execution): Bracket {
  if (execution.operations.some((event) => event.what.kind === 'begin')) return 'transaction'
  return hasWindow(execution) ? 'step' : null
}

/** Rows in the order of their operations; a transaction always ends in its COMMIT. */
export function rowsOf(execution: Execution, cursor: number): readonly Row[] {
  const { operations, fate } = execution
  const over = fate.kind !== 'unfinished' && fate.at <= cursor
  const lost = over && fate.kind !== 'done'
  const inside = bracketOf(execution) === 'transaction'
  const rows = operations
    .filter((event) => event.what.kind !== 'begin' && !isRefusalAhead(event, cursor))
    .flatMap((event): readonly Row[] => {
      const state = stateAt(event, cursor, inside, over, lost)
      const row = rowOf(event, isOwed(execution, event, cursor) ? 'pending' : state, execution)
      return isWindowStart(execution, event) ? [row, windowRow(event, row.state)] : [row]
    })
  const begun = (operations[0]?.index ?? Number.POSITIVE_INFINITY) <= cursor
  if (inside && !operations.some((event) => event.what.kind === 'commit'))
    rows.push(lastRow(begun, lost, over ? fate.at : null))
  else if (inside && begun && !over) rows[rows.length - 1] = lastRow(begun, false, null)
  if (hasWindow(execution) && !operations.some(isCheckpoint))
    rows.push({
      kind: 'checkpoint',
      title: 'checkpoint',
      value: lost ? 'never written' : begun ? 'pending' : '',
      state: lost ? 'lost' : begun ? 'pending' : 'ahead',
      event: null,
    })
  return rows
}

/** A transaction always ends in a COMMIT: of one that will be refused nothing is known before. */
function isRefusalAhead(event: TraceEvent, cursor: number): boolean {
  const { what, index } = event
  return (
    what.kind === 'statement' && what.error !== null && what.label.startsWith('commit:') && index > cursor
  )
}

/** The call was made, and its checkpoint is not written yet. */
function isOwed(execution: Execution, event: TraceEvent, cursor: number): boolean {
  if (!hasWindow(execution) || !isCheckpoint(event) || event.index <= cursor) return false
  return execution.operations.some((one) => one.what.kind === 'stripe-call' && one.index <= cursor)
}

/** The last row of a transaction that has no commit, or none yet. */
function lastRow(begun: boolean, lost: boolean, at: number | null): Row {
  if (lost)
    return { kind: 'commit', title: 'rolled back', value: `event ${at ?? ''}`, state: 'lost', event: at }
  return {
    kind: 'commit',
    title: 'COMMIT',
    value: begun ? 'pending' : '',
    state: begun ? 'pending' : 'ahead',
    event: null,
  }
}

function stateAt(
  event: TraceEvent,
  cursor: number,
  inside: boolean,
  over: boolean,
  lost: boolean,
): Row['state'] {
  if (event.index > cursor) return 'ahead'
  if (!inside) return 'done'
  if (lost) return 'lost'
  return over ? 'done' : 'pending'
}

function rowOf(event: TraceEvent, state: Row['state'], execution: Execution): Row {
  const { what } = event
  const isHeard = !isUnheard(event, execution.events)
  const value = state === 'ahead' ? '' : isHeard ? `event ${event.index}` : 'answer lost'
  switch (what.kind) {
    case 'commit':
      return { kind: 'commit', title: 'COMMIT', value, state, event: event.index }
    case 'stripe-call':
      return {
        kind: 'call',
        title: callTitle(what.label),
        value: state === 'ahead' ? '' : callValue(what, value),
        state: state === 'done' && what.lost === 'request' ? 'lost' : state,
        event: event.index,
      }
    case 'sent':
      return { kind: 'call', title: what.summary, value, state, event: event.index }
    case 'statement': {
      if (what.error !== null) return refusedRow(event, what.error.sqlState, state)
      if (what.label.startsWith('lookup:')) return lookupRow(event, what.rows, state)
      if (isCheckpoint(event)) {
        const number = event.changes.map((change) => change.after?.['step']).find((step) => step != null)
        return {
          kind: 'checkpoint',
          title: 'checkpoint',
          value: checkpointValue(event, state, number),
          state,
          event: event.index,
        }
      }
      return {
        kind: 'effect',
        title: statementTitle(event),
        value:
          state === 'ahead'
            ? ''
            : engineWords(what.label, true) !== null || !isHeard
              ? value
              : changeValue(event.changes, what.rows.length),
        state,
        event: event.index,
      }
    }
    default:
      return { kind: 'effect', title: labelOf(event), value, state, event: event.index }
  }
}

/** After a commit that was not heard of. */
function lookupRow(event: TraceEvent, rows: readonly JsonRow[], state: Row['state']): Row {
  const found = rows[0]?.['is_stored'] === true ? 'found' : 'none'
  return {
    kind: 'effect',
    title: 'checkpoint?',
    value: state === 'ahead' ? '' : found,
    state,
    event: event.index,
  }
}

/** What Postgres would not do, with the code that it gave. */
function refusedRow(event: TraceEvent, sqlState: string, state: Row['state']): Row {
  const [kind = ''] = labelOf(event).split(':')
  const title = { begin: 'BEGIN', commit: 'COMMIT' }[kind] ?? statementTitle(event)
  return {
    kind: kind === 'commit' ? 'commit' : 'effect',
    title,
    value: state === 'ahead' ? '' : sqlState,
    state: state === 'ahead' ? 'ahead' : 'lost',
    event: event.index,
  }
}

/** What came of a call, where that is not its usual end. */
function callValue(what: Extract<TraceEvent['what'], { kind: 'stripe-call' }>, value: string): string {
  if (what.lost === 'request') return 'request lost'
  if (what.lost === 'timeout') return 'no answer'
  return (what.status ?? 200) >= 400 ? String(what.status) : value
}

/** Inside a transaction the step's number, since the COMMIT tells the event; else the event. */
function checkpointValue(event: TraceEvent, state: Row['state'], step: unknown): string {
  if (state === 'ahead') return ''
  const inside = event.what.kind === 'statement' && event.what.transaction !== null
  if (inside) return typeof step === 'string' || typeof step === 'number' ? String(step) : ''
  return state === 'pending' ? 'pending' : `event ${event.index}`
}

/** The engine's own statements are called by what they do, the application's by the tables that they changed. */
function statementTitle(event: TraceEvent): string {
  const label = labelOf(event)
  const tables = [...new Set(event.changes.map((change) => tableTitle(change.table)))]
  if (label.startsWith('recv:') && tables.length > 0 && !tables.includes('message')) return 'none in time'
  const words = engineWords(label, event.changes.length > 0)
  if (words !== null) return words
  if (tables.length > 0) return tables.join(', ')
  return label.slice(label.indexOf(':') + 1).replace(/^[^.]+\./, '')
}

function engineWords(label: string, changes: boolean): string | null {
  switch (label.slice(0, label.indexOf(':'))) {
    case 'recv':
      return changes ? 'take message' : 'look for message'
    case 'sleep':
      return 'go to sleep'
    case 'event':
      return changes ? 'publish' : 'read'
    case 'send':
      return 'send'
    case 'start':
      return 'start'
    case 'finish':
      return 'record the end'
    default:
      return null
  }
}

/** `2 → 1` for one changed value, `+ 1 row`, `− 1 row`. */
function changeValue(changes: readonly RowChange[], rows: number): string {
  const [change] = changes
  if (change === undefined) return rows === 1 ? '1 row' : `${rows} rows`
  if (changes.length > 1) return `${changes.length} rows`
  if (change.before === null) return '+ 1 row'
  const { before, after } = change
  if (after === null) return '− 1 row'
  const changed = Object.keys(after).filter(
    (column) => JSON.stringify(before[column]) !== JSON.stringify(after[column]),
  )
  const [column] = changed
  if (column === undefined) return '1 row'
  const text = `${plain(before[column])} → ${plain(after[column])}`
  return text.length <= 12 ? text : plain(after[column]).slice(0, 12)
}

function plain(value: unknown): string {
  return typeof value === 'string'
    ? value
    : value === null || value === undefined
      ? '–'
      : JSON.stringify(value)
}

/** `Stripe session`, `Stripe expire`. */
function callTitle(label: string): string {
  const verb = label.slice(label.lastIndexOf('.') + 1)
  return verb === 'create' ? 'Stripe session' : `Stripe ${verb}`
}

function isCheckpoint(event: TraceEvent): boolean {
  return labelOf(event).startsWith('checkpoint:')
}

/** A call to the outside whose record is written by a later statement of its own. */
function hasWindow({ events, operations }: Execution): boolean {
  const call = events.map((event) => event.what).find((what) => what.kind === 'step')?.call
  return call === 'step' && operations.some((event) => event.what.kind === 'stripe-call')
}

function isWindowStart(execution: Execution, event: TraceEvent): boolean {
  return (
    hasWindow(execution) && event === execution.operations.findLast((one) => one.what.kind === 'stripe-call')
  )
}

function windowRow(event: TraceEvent, state: Row['state']): Row {
  const call = event.what.kind === 'stripe-call' ? event.what : null
  // A key that the Stripe client made up does not survive a crash.
  const isKept = call?.idempotencyKey != null && !call.idempotencyKey.startsWith('stripe-node-retry-')
  const risk = call?.method === 'GET' ? 'a read' : isKept ? 'same key' : 'no key'
  return {
    kind: 'window',
    title: `crash window, ${risk}`,
    value: '',
    state,
    event: null,
  }
}
