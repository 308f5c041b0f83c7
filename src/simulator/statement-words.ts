/** What a statement and a commit did, after the name of whoever asked: by its label, its changes and its rows. */
import type { Json } from '#engine'
import { about } from './duration-words.ts'
import { isKnown, nameIn, operationWords, phrase } from './operation-words.ts'
import type { Run } from './run.ts'
import { tableTitle } from './tables.ts'
import type { RowChange, TraceEvent, What } from './trace.ts'

type Of<Kind extends What['kind']> = Extract<What, { kind: Kind }>

/** `reserves a mug: stock 2 → 1`. */
export function statementDeed(event: TraceEvent, what: Of<'statement'>): string {
  const open = what.transaction === null ? '' : ', not yet committed'
  if (what.error) return `${failure(what.label)}: ${what.error.message} (${what.error.sqlState})`
  const engine = engineStatement(event, what)
  if (engine !== null) return `${engine}${event.changes.length > 0 ? open : ''}`
  const [name = '', part] = what.label.split('.')
  if (event.changes.length === 0) {
    const moved = part === undefined ? null : /^\s*(insert into|delete from) ([\w.]+)/i.exec(what.sql)
    if (moved !== null) return noRowWords(moved[1] ?? '', moved[2] ?? '')
    return /^\s*select\b/i.test(what.sql)
      ? `reads the data to ${phrase(name).infinitive}: ${rowCount(what.rows.length)}`
      : `tries to ${phrase(name).infinitive}, and no row changes`
  }
  const detail = changeWords(event.changes)
  if (part === 'move')
    return `${detail === '' ? `schedules the next check of the order ${dueWords(what)}` : `changes the order: ${detail}`}${open}`
  // Of a function's several statements the one that changes a value is its effect; the rest add or remove rows.
  const isEffect =
    part === undefined || event.changes.some((change) => change.before !== null && change.after !== null)
  const effect = phrase(name).present
  if (!isEffect) return `${rowWords(event.changes)}${open}`
  return detail.includes('→') ? `${effect}: ${detail}` : `${effect}${open}`
}

/** `in 20 s`, as the statement itself asks for it: all that a move says of an order which stays in its state. */
function dueWords({ sql, values }: Of<'statement'>): string {
  const parameter = /\bdue_at = engine\.now\(\) \+ \$(\d+)/.exec(sql)?.[1]
  const ms = parameter === undefined ? Number.NaN : Number(values[Number(parameter) - 1])
  return Number.isNaN(ms) ? 'later' : `in ${about(ms)}`
}

/** What a refused statement was to do: `fails to commit the reservation`. */
function failure(label: string): string {
  const [kind = '', name = ''] = label.split(':')
  if (kind === 'commit') return `fails to commit ${phrase(name).noun}`
  if (kind === 'begin') return `fails to open a transaction to ${phrase(name).infinitive}`
  const [shop = ''] = label.split('.')
  return isKnown(shop) ? `fails to ${phrase(shop).infinitive}` : `fails at ${operationWords(label)}`
}

/** `adds a row to reservations`, `deletes 2 rows from reservations`. */
function rowWords(changes: readonly RowChange[]): string {
  const table = tableTitle(changes[0]?.table ?? '')
  const rows = changes.length === 1 ? 'a row' : `${changes.length} rows`
  return changes[0]?.before === null ? `adds ${rows} to ${table}` : `deletes ${rows} from ${table}`
}

/** `deletes no row from reservations`: of a function's several statements, one that finds nothing to do. */
function noRowWords(verb: string, table: string): string {
  return /^insert/i.test(verb)
    ? `adds no row to ${tableTitle(table)}`
    : `deletes no row from ${tableTitle(table)}`
}

/** The engine's own statements, by the first part of their label; null for the application's. */
function engineStatement(event: TraceEvent, what: Of<'statement'>): string | null {
  const name = nameIn(what.label)
  switch (what.label.split(':')[0]) {
    case 'checkpoint': {
      if (what.rows[0]?.['is_owned'] === false)
        return `tries to write checkpoint of ${name}, and no longer holds the workflow`
      const number = event.changes
        .map((change) => change.after?.['step'])
        .find((value) => value !== undefined)
      return `writes checkpoint ${number === undefined ? `of ${name}` : text(number)}`
    }
    case 'start':
      return event.changes.length > 0
        ? `starts the workflow ${name}`
        : `finds the workflow ${name} already started`
    case 'claim':
      return event.changes.length > 0 ? 'claims the workflow' : 'finds no workflow to claim'
    case 'load':
      return `loads ${what.rows.length === 1 ? 'the checkpoint' : 'the checkpoints'} of ${name}${what.rows.length > 0 ? `: ${what.rows.length} found` : ''}`
    case 'finish':
      return `records the end of ${name}`
    case 'block':
      return 'leaves the workflow blocked, for code that fits'
    case 'send':
      return event.changes.length > 0
        ? `puts the message “${name}” into the inbox`
        : `finds the message “${name}” already there`
    case 'recv':
      return receive(event, name)
    case 'sleep':
      return `puts ${name} to sleep: no memory and no lease held`
    case 'event':
      return event.changes.length > 0 ? `publishes ${name}` : `reads ${name}`
    case 'get-event':
      return what.rows[0]?.['is_found'] === true
        ? `looks for ${name} and finds it`
        : `looks for ${name}: not there yet`
    case 'now':
      return 'asks Postgres for the time'
    case 'poll':
      return 'picks up an order that has waited too long'
    case 'get-result':
      return 'asks how the workflow ended'
    case 'wake':
      return `wakes ${name}`
    case 'renew':
      return event.changes.length > 0 ? 'renews its lease' : 'finds that it holds no lease'
    case 'lookup':
      return what.rows[0]?.['is_stored'] === true
        ? `looks for the checkpoint of ${name} and finds it`
        : `looks for the checkpoint of ${name}: there is none`
    default:
      return null
  }
}

/** A message is taken, is not there yet, or has not come before its deadline: then that is what is recorded. */
function receive(event: TraceEvent, name: string): string {
  if (event.changes.length === 0) return `looks for the message “${name}”: none yet`
  return event.changes.some(({ table }) => table === 'engine.message')
    ? `takes the message “${name}”`
    : `records that no message “${name}” came in time`
}

/** `the reservation and checkpoint 1 in one transaction`. */
export function committed(what: Of<'commit'>, run: Run): string {
  const statements = run.trace.filter(
    (event) => event.what.kind === 'statement' && event.what.transaction === what.transaction,
  )
  const isCheckpoint = ({ what: { kind, ...rest } }: TraceEvent) =>
    kind === 'statement' && 'label' in rest && rest.label.startsWith('checkpoint:')
  const noun = phrase(nameIn(what.label)).noun
  const changesRows = statements.some((event) => !isCheckpoint(event) && event.changes.length > 0)
  if (what.step === null || !statements.some(isCheckpoint))
    return changesRows ? noun : 'a transaction that changed nothing'
  return changesRows
    ? `${noun} and checkpoint ${what.step} in one transaction`
    : `checkpoint ${what.step}, and no other change`
}

/** `stock 2 → 1`; `+ 1 row in orders`. Up to two, since it is to be one sentence. */
function changeWords(changes: readonly RowChange[]): string {
  const parts = changes.flatMap((change) => {
    const table = tableTitle(change.table)
    if (change.before === null) return [`a new row in ${table}`]
    if (change.after === null) return [`a row deleted from ${table}`]
    const { before, after } = change
    return (
      Object.keys(after)
        .filter((column) => JSON.stringify(before[column]) !== JSON.stringify(after[column]))
        // When something is due is no effect.
        .filter((column) => !/^\d{4}-\d\d-\d\dT/.test(text(after[column])))
        .map((column) => `${column} ${text(before[column])} → ${text(after[column])}`)
    )
  })
  return parts.length > 2 ? `${parts.slice(0, 2).join(', ')} …` : parts.join(', ')
}

function rowCount(count: number): string {
  return count === 0 ? 'no row' : count === 1 ? '1 row' : `${count} rows`
}

function text(value: Json | undefined): string {
  if (value === undefined || value === null) return 'none'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
