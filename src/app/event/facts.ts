/** What is known of an event, as names and values to show. */
import type { Json } from '#engine'
import { formatDuration, type JsonRow, type Run, type TraceEvent } from '#simulator'

export interface EventFacts {
  /** Name and value, such as `point` and `server/commit:createOrder#1`. */
  readonly facts: readonly (readonly [name: string, value: string])[]
  /** SQL of a statement. */
  readonly sql: string | null
  /** What `$1`, `$2` … stood for, in order. */
  readonly values: readonly Json[]
  /** Rows that came back; null where the event returns none. */
  readonly rows: readonly JsonRow[] | null
  /** Documents sent and received, by name. */
  readonly documents: readonly (readonly [name: string, value: Json])[]
  /** SQLSTATE and message. */
  readonly error: string | null
}

/** All that an event carries besides its sentence. */
export function factsOf(event: TraceEvent): EventFacts {
  const { what } = event
  const none = { sql: null, values: [], rows: null, documents: [], error: null }
  const facts: [string, string][] = [['time', timeWords(event.atMs)]]
  if (event.point !== null) facts.push(['point', event.point])
  if (event.request !== null) facts.push(['request', event.request])
  if (event.site !== null) facts.push(['code', `${event.site.file}:${event.site.line}`])
  switch (what.kind) {
    case 'statement':
      if (what.transaction !== null) facts.push(['transaction', what.transaction])
      return {
        ...none,
        facts,
        sql: dedent(what.sql),
        values: what.values,
        rows: what.rows,
        error: what.error && `${what.error.sqlState} ${what.error.message}`,
      }
    case 'begin':
    case 'commit':
    case 'rollback':
      return { ...none, facts: [...facts, ['transaction', what.transaction]], sql: what.kind }
    case 'stripe-call':
      facts.push(['call', `${what.method} ${what.path}`])
      facts.push(['idempotency key', what.idempotencyKey ?? 'none'])
      facts.push([
        'status',
        `${what.status ?? `none: ${what.lost} lost`}${what.replayed ? ', repeated from an earlier call under this key' : ''}`,
      ])
      return {
        ...none,
        facts,
        documents: [
          ['parameters', what.parameters],
          ['response', what.response],
        ],
      }
    case 'sent':
      facts.push(['message', `${what.message}: ${what.label}`], ['delivery', what.fate])
      if (what.delayMs > 0) facts.push(['delay', formatDuration(what.delayMs)])
      if (what.attempt > 1) facts.push(['try', String(what.attempt)])
      if (what.forged) facts.push(['signature', 'forged'])
      return { ...none, facts: [...facts, ['content', what.summary]] }
    case 'arrived':
      return {
        ...none,
        facts: [...facts, ['message', `${what.message}: ${what.label}`], ['content', what.summary]],
      }
    case 'violated':
      return { ...none, facts: [...facts, ['invariant', what.invariant]], rows: what.rows }
    default:
      return { ...none, facts }
  }
}

/** Events that this one made happen, at most the first few. */
export function effectsOf(run: Run, event: TraceEvent): readonly TraceEvent[] {
  return run.trace.filter(({ cause }) => cause === event.index).slice(0, 4)
}

/** SQL without the indentation that its place in the source gave it. */
export function dedent(sql: string): string {
  const [first = '', ...rest] = sql.trim().split('\n')
  const indents = rest
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length)
  const shared = indents.length === 0 ? 0 : Math.min(...indents)
  return [first, ...rest.map((line) => `  ${line.slice(shared)}`)].join('\n')
}

/** `0:05.120 into the run`. */
function timeWords(atMs: number): string {
  const seconds = Math.floor(atMs / 1000)
  const pad = (value: number, length = 2) => String(value).padStart(length, '0')
  const [h, m] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const clock = h > 0 ? `${h}:${pad(m)}:${pad(seconds % 60)}` : `${m}:${pad(seconds % 60)}`
  return `${clock}.${pad(atMs % 1000, 3)} into the run`
}
