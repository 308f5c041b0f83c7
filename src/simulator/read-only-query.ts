/**
 * Answers questions in SQL that anybody may type, and changes nothing.
 *
 * Invariants:
 * R1 A question is one statement: the extended protocol takes no second one, so nothing can follow a `commit`.
 * R2 It runs in a read-only transaction that has read already, so that it cannot be made one that writes, and that is
 *    rolled back whatever came.
 * R3 Postgres keeps some things outside of transactions: files, prepared statements, locks. A statement that gives no
 *    table may have touched them, so the session is then in doubt, and whoever owns it should not use it again.
 * R4 An answer has an end: so many rows, so many characters of them, so much room for what Postgres puts aside.
 *
 * It does not end by itself: PGlite honours no `statement_timeout`. Who asks in a worker can end that worker.
 */
import { messages, protocol, types } from '@electric-sql/pglite'
import { PostgresCrash, sendOver, type Reply, type WireDatabase } from './wire.ts'

/** Rows of an answer, at most. */
export const mostRows = 500
/** Characters of a value or a sentence, and of all values together. */
const longestValue = 2_000
const mostCharacters = 2_000_000
/** Rows that are asked for at a time, so that a huge answer is not held as a whole. */
const batchRows = 50
const mostNotices = 20

export interface AnswerColumn {
  readonly name: string
  readonly kind: 'number' | 'json' | 'text'
}

export type Answer =
  | {
      readonly kind: 'rows'
      readonly columns: readonly AnswerColumn[]
      /** As Postgres writes the values; null is null. */
      readonly rows: readonly (readonly (string | null)[])[]
      /** Whether there were more rows than these. */
      readonly hasMore: boolean
      readonly notices: readonly string[]
    }
  /** A statement that gives no table: `SET`. */
  | { readonly kind: 'done'; readonly command: string; readonly notices: readonly string[] }
  /** Nothing was asked: comments, blanks. */
  | { readonly kind: 'nothing' }
  | Refusal

/** What Postgres says when it refuses, in its own words. */
export interface Refusal {
  readonly kind: 'refused'
  readonly sqlState: string
  readonly message: string
  readonly detail: string | null
  readonly hint: string | null
  /** Where in the question, in characters from 1. */
  readonly position: number | null
}

export interface Asked {
  readonly answer: Answer
  /** R3. */
  readonly isInDoubt: boolean
}

const { serialize } = protocol
/** R2, R4. */
const open = `begin transaction read only; set local temp_file_limit = '64MB'; select 1`

/**
 * @param database A session of its own; where it is in doubt, open another.
 * @throws {PostgresCrash} if the question crashes Postgres. Then open another, too.
 */
export function askReadOnly(database: WireDatabase, sql: string): Asked {
  sendOver(database, [serialize.query(open)])
  const asked = askOpened(database, sql)
  sendOver(database, [serialize.query('rollback')])
  return asked
}

function askOpened(database: WireDatabase, sql: string): Asked {
  // R1.
  const described = sendOver(database, [
    serialize.parse({ text: sql }),
    serialize.describe({ type: 'S' }),
    serialize.sync(),
  ])
  const refusal = refusalIn(described)
  // Nothing of it has run.
  if (refusal !== null) return { answer: refusal, isInDoubt: false }
  const description = described.find((reply) => reply instanceof messages.RowDescriptionMessage)
  if (description !== undefined) return { answer: readRows(database, description), isInDoubt: false }
  const answer = execute(database)
  return { answer, isInDoubt: answer.kind !== 'nothing' }
}

/** Runs what gives no rows. */
function execute(database: WireDatabase): Answer {
  const replies = sendOver(database, [serialize.bind({}), serialize.execute({}), serialize.sync()])
  const refusal = refusalIn(replies)
  if (refusal !== null) return refusal
  if (replies.some(({ name }) => name === 'emptyQuery')) return { kind: 'nothing' }
  const completed = replies.find((reply) => reply instanceof messages.CommandCompleteMessage)
  if (completed === undefined) throw new PostgresCrash()
  return { kind: 'done', command: completed.text, notices: noticesIn(replies) }
}

function readRows(database: WireDatabase, { fields }: messages.RowDescriptionMessage): Answer {
  const columns = fields.map(({ name, dataTypeID }) => ({ name, kind: kindOf(dataTypeID) }))
  const rows: (readonly (string | null)[])[] = []
  const notices: string[] = []
  let characters = 0
  let hasMore = true
  // R4.
  for (let bind = [serialize.bind({})]; hasMore && rows.length <= mostRows; bind = []) {
    const replies = sendOver(database, [...bind, serialize.execute({ rows: batchRows }), serialize.sync()])
    const refusal = refusalIn(replies)
    if (refusal !== null) return refusal
    notices.push(...noticesIn(replies))
    hasMore = replies.some(({ name }) => name === 'portalSuspended')
    for (const reply of replies) {
      if (!(reply instanceof messages.DataRowMessage)) continue
      const row = reply.fields.map(shorten)
      characters += row.reduce((sum, value) => sum + (value?.length ?? 0), 0)
      if (characters > mostCharacters) return { kind: 'rows', columns, rows, hasMore: true, notices }
      rows.push(row)
    }
  }
  hasMore ||= rows.length > mostRows
  return { kind: 'rows', columns, rows: rows.slice(0, mostRows), hasMore, notices }
}

/** R4: what Postgres says of a value repeats it in full. */
function shorten<T extends string | null>(value: T): T | string {
  if (value === null || value.length <= longestValue) return value
  const left = value.length.toLocaleString('en')
  return `${value.slice(0, longestValue)}… Only the first ${longestValue.toLocaleString('en')} of ${left} characters are shown.`
}

function refusalIn(replies: readonly Reply[]): Refusal | null {
  const error = replies.find((reply) => reply instanceof messages.DatabaseError)
  if (error === undefined) return null
  return {
    kind: 'refused',
    sqlState: error.code ?? 'XX000',
    message: shorten(error.message),
    detail: shorten(error.detail ?? null),
    hint: error.hint ?? (/multiple commands/.test(error.message) ? 'Ask one statement at a time.' : null),
    position: error.position === undefined ? null : Number(error.position),
  }
}

function noticesIn(replies: readonly Reply[]): readonly string[] {
  return replies
    .filter((reply) => reply instanceof messages.NoticeMessage)
    .slice(0, mostNotices)
    .map(({ message }) => shorten(message ?? ''))
}

function kindOf(type: number): AnswerColumn['kind'] {
  switch (type) {
    case types.INT2:
    case types.INT4:
    case types.INT8:
    case types.FLOAT4:
    case types.FLOAT8:
    case types.NUMERIC:
      return 'number'
    case types.JSON:
    case types.JSONB:
      return 'json'
    default:
      return 'text'
  }
}
