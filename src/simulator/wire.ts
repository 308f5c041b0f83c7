/**
 * One synchronous session with PGlite, over the wire protocol.
 *
 * A statement is one function call from SQL to rows: nothing asynchronous can slip in between two operations,
 * and a prepared statement costs a third of `PGlite.query`. Statements are prepared once per text and session.
 */
import { messages, protocol, types } from '@electric-sql/pglite'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { DatabaseError, type Row } from '#engine/environment.ts'

/**
 * The part of PGlite that the session needs: the one way to its replies by which it does not read them itself, slowly,
 * and keep them. All has been answered when the promise is given.
 */
export interface WireDatabase {
  execProtocolRawStream(
    message: Uint8Array,
    options: { readonly syncToFs: boolean; readonly onRawData: (bytes: Uint8Array) => void },
  ): Promise<void>
}

export interface WireResult {
  readonly rows: readonly Row[]
  /** Texts of the notices that the statement raised. */
  readonly notices: readonly string[]
  /** How many rows the statement changed or returned. */
  readonly count: number
}

/** A statement to send, with its parameters. */
export type WireStatement = readonly [text: string, values?: readonly unknown[]]

export interface WireSession {
  /**
   * Sends statements in one trip and returns the last one's result.
   * @throws {DatabaseError} for the first that fails; those after it are skipped
   * @throws {PostgresCrash} if one of them is not answered, and for everything that is sent after that
   */
  run(...statements: readonly WireStatement[]): WireResult
  /** Runs a script of several statements without parameters. @throws {DatabaseError | PostgresCrash} */
  script(sql: string): void
}

interface Prepared {
  readonly name: string
  readonly columns: readonly Column[]
}

interface Column {
  readonly name: string
  readonly type: number
}

export function openWireSession(database: WireDatabase): WireSession {
  const prepared = new Map<string, Prepared>()
  const { serialize } = protocol
  let crash: PostgresCrash | null = null

  /** Once it has crashed, nothing more is sent: see `PostgresCrash`. */
  function exchange(request: readonly Uint8Array[]): readonly Reply[] {
    if (crash !== null) throw crash
    try {
      return refuseErrors(sendOver(database, request))
    } catch (error) {
      if (error instanceof PostgresCrash) crash = error
      throw error
    }
  }

  function isPrepared(name: string): boolean {
    const look = [
      serialize.parse({ text: 'select name from pg_prepared_statements where name = $1' }),
      serialize.bind({ values: [name] }),
      serialize.execute({}),
      serialize.sync(),
    ]
    return exchange(look).some((reply) => reply instanceof messages.DataRowMessage)
  }

  /** Names follow from texts, so that two sessions over one database prepare alike and neither disturbs the other. */
  function prepare(text: string): Prepared {
    const known = prepared.get(text)
    if (known) return known
    const name = bytesToHex(sha256(utf8ToBytes(text)).subarray(0, 8))
    if (!isPrepared(name)) exchange([serialize.parse({ name, text }), serialize.sync()])
    const replies = exchange([serialize.describe({ type: 'S', name }), serialize.sync()])
    const description = replies.find((reply) => reply instanceof messages.RowDescriptionMessage)
    const columns = (description?.fields ?? []).map((field) => ({ name: field.name, type: field.dataTypeID }))
    const statement = { name, columns }
    prepared.set(text, statement)
    return statement
  }

  // In an aborted transaction nothing could be looked up any more, and this is when a rollback is needed.
  for (const text of ['begin', 'commit', 'rollback']) prepare(text)

  return {
    run(...statements) {
      const plans = statements.map(([text]) => prepare(text))
      const request = statements.flatMap(([, values = []], index) => [
        serialize.bind({ statement: plans[index]?.name ?? '', values: values.map(toText) }),
        serialize.execute({}),
      ])
      const replies = exchange([...request, serialize.sync()])
      return readResult(replies, plans.at(-1)?.columns ?? [], statements.length)
    },
    script(sql) {
      exchange([serialize.query(sql)])
    },
  }
}

export type Reply = Parameters<Parameters<InstanceType<typeof protocol.Parser>['parse']>[1]>[0]

/**
 * Postgres stopped in the middle of an answer. Its session is broken from then on: it may go on answering, with no rows
 * where there are some. So nothing is read from that database again, and its owner must open another.
 */
export class PostgresCrash extends Error {
  override readonly name = 'PostgresCrash'

  constructor() {
    super('Postgres crashed: it stopped in the middle of an answer.')
  }
}

/**
 * Sends messages in one trip; what the database refuses is among the replies.
 * @throws {PostgresCrash} if a message has no answer
 */
export function sendOver(database: WireDatabase, request: readonly Uint8Array[]): readonly Reply[] {
  const replies: Reply[] = []
  const parser = new protocol.Parser()
  const onRawData = (bytes: Uint8Array): void => parser.parse(bytes, (reply) => replies.push(reply))
  const ending = database.execProtocolRawStream(join(request), { syncToFs: false, onRawData })
  if (!isAnswered(request, replies)) {
    ending.catch(() => undefined) // The error below is thrown in its place.
    throw new PostgresCrash()
  }
  return replies
}

/** The replies that answer a message, by the message's first byte: https://www.postgresql.org/docs/current/protocol-flow.html */
const answersTo: ReadonlyMap<string, readonly string[]> = new Map([
  ['P', ['parseComplete']],
  ['B', ['bindComplete']],
  ['D', ['rowDescription', 'noData']],
  ['E', ['commandComplete', 'portalSuspended']],
  ['Q', ['commandComplete']],
  ['S', ['readyForQuery']],
])

/**
 * Whether every message has its answer, or an error is among the replies. PGlite catches a WebAssembly trap and a stack
 * overflow without a word, and then says that the query was empty and that it is ready for the next one.
 */
function isAnswered(request: readonly Uint8Array[], replies: readonly Reply[]): boolean {
  if (replies.at(-1)?.name !== 'readyForQuery') return false
  if (replies.some((reply) => reply instanceof messages.DatabaseError)) return true
  let at = 0
  for (const message of request) {
    const answers = answersTo.get(String.fromCharCode(message[0] ?? 0)) ?? []
    while (at < replies.length && !answers.includes(replies[at]?.name ?? '') && !isEmptyQuery(replies, at))
      at += 1
    if (at === replies.length) return false
    at += 1
  }
  return true
}

/** A blank statement is said to be empty right after it was bound; after a crash no `bindComplete` comes before. */
function isEmptyQuery(replies: readonly Reply[], at: number): boolean {
  return replies[at]?.name === 'emptyQuery' && replies[at - 1]?.name === 'bindComplete'
}

function refuseErrors(replies: readonly Reply[]): readonly Reply[] {
  const failure = replies.find((reply) => reply instanceof messages.DatabaseError)
  if (failure !== undefined) throw new DatabaseError(failure.code ?? 'XX000', failure.message)
  return replies
}

/** Rows of the last of `statementCount` statements; notices of all. */
function readResult(
  replies: readonly Reply[],
  columns: readonly Column[],
  statementCount: number,
): WireResult {
  const rows: Row[] = []
  const notices: string[] = []
  let completed = 0
  let count = 0
  for (const reply of replies) {
    if (reply instanceof messages.DataRowMessage) {
      if (completed === statementCount - 1) rows.push(readRow(reply.fields, columns))
    } else if (reply instanceof messages.NoticeMessage) {
      notices.push(reply.message ?? '')
    } else if (reply instanceof messages.CommandCompleteMessage) {
      completed += 1
      count = Number(/\d+$/.exec(reply.text)?.[0] ?? 0)
    }
  }
  return { rows, notices, count }
}

function readRow(fields: readonly (string | null)[], columns: readonly Column[]): Row {
  const row: Record<string, unknown> = {}
  columns.forEach((column, index) => {
    row[column.name] = fromText(fields[index] ?? null, column.type)
  })
  return row
}

/** Values as `pg` sends them: objects as JSON, arrays as array literals, all else as text. */
function toText(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (Array.isArray(value)) return `{${value.map(arrayElement).join(',')}}`
  if (typeof value === 'object') return JSON.stringify(value)
  return typeof value === 'string' ? value : `${value as number | boolean | bigint}`
}

function arrayElement(value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  const text = toText(value) ?? ''
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

function fromText(text: string | null, type: number): unknown {
  if (text === null) return null
  switch (type) {
    case types.BOOL:
      return text === 't'
    case types.INT2:
    case types.INT4:
    case types.INT8:
    case types.FLOAT4:
    case types.FLOAT8:
      return Number(text)
    case types.JSON:
    case types.JSONB:
      return JSON.parse(text)
    default:
      return text
  }
}

function join(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0))
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.length
  }
  return whole
}
