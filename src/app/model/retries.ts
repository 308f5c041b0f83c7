/** A message that is sent again and again, and does not arrive: told as one, `8 tries in 3 days`. */
import type { Run, TraceEvent } from '#simulator'
import { about } from '#simulator/sentence.ts'

/** Events between which nothing happens but tries of one message that fail. */
export interface RetrySpan {
  readonly from: number
  readonly to: number
  readonly tries: number
  /** `8 tries in 3 days`. */
  readonly words: string
}

/** Two tries are still two events to look at; from three on they are a pattern. */
const fewestTries = 3

const known = new WeakMap<Run, readonly RetrySpan[]>()

/** All such spans of a run, in their order. */
export function retrySpans(run: Run): readonly RetrySpan[] {
  const before = known.get(run)
  if (before !== undefined) return before
  const spans = readSpans(run)
  known.set(run, spans)
  return spans
}

/** Whether something happens within one of the spans and nowhere else. */
export function isFolded(
  spans: readonly RetrySpan[],
  mark: { readonly from: number; readonly to: number },
): boolean {
  return spans.some(({ from, to }) => mark.from >= from && mark.to <= to)
}

/** A message of which at least three tries failed, over the whole run and whatever happened between them. */
export interface FailedMessage {
  /** Of the first try that was made again. */
  readonly event: number
  readonly words: string
}

/** All such messages, in the order of their second tries. */
export function failedMessages(run: Run): readonly FailedMessage[] {
  const tries = new Map<string, TraceEvent[]>()
  for (const event of run.trace) {
    const message = event.what.kind === 'sent' ? failedTry(event, run) : null
    if (message !== null) tries.set(message, [...(tries.get(message) ?? []), event])
  }
  return [...tries.values()].flatMap((sent) => {
    const [first, second] = sent
    const last = sent.at(-1)
    if (first === undefined || second === undefined || last === undefined) return []
    if (sent.length < fewestTries || !isRetry(second)) return []
    return [{ event: second.index, words: triesWords(sent.length, last.atMs - first.atMs) }]
  })
}

function isRetry({ what }: TraceEvent): boolean {
  return what.kind === 'sent' && what.attempt > 1
}

function triesWords(tries: number, ms: number): string {
  return `${tries} tries in ${about(ms)}`
}

function readSpans(run: Run): readonly RetrySpan[] {
  const spans: RetrySpan[] = []
  let open: TraceEvent[] = []
  let message = ''
  const close = () => {
    const span = spanOf(open)
    if (span !== null) spans.push(span)
    open = []
  }
  for (const event of run.trace) {
    const own = failedTry(event, run)
    if (own !== null && own !== message) {
      close()
      message = own
    }
    if (own !== null) open.push(event)
    else if (open.length > 0 && !mayLieBetween(event)) close()
  }
  close()
  return spans
}

/** From the first try to the last that got no answer; the fault of a message's first try stays visible before it. */
function spanOf(events: readonly TraceEvent[]): RetrySpan | null {
  const sent = events.filter(({ what }) => what.kind === 'sent')
  const [first, last] = [sent[0], sent.at(-1)]
  if (first === undefined || last === undefined || sent.length < fewestTries) return null
  const isFirstTry = first.what.kind === 'sent' && first.what.attempt === 1
  return {
    from: isFirstTry ? first.index : (events[0]?.index ?? first.index),
    to: events.at(-1)?.index ?? last.index,
    tries: sent.length,
    words: triesWords(sent.length, last.atMs - first.atMs),
  }
}

/** The message that an event is a failed try of: its sending, the fault that loses it, the answer that does not come. */
function failedTry({ what, index, point, cause }: TraceEvent, run: Run): string | null {
  if (what.kind === 'sent' && what.fate !== 'delivered') return `${what.label} ${subjectOf(point)}`
  if (what.kind === 'no-answer') {
    const sending = cause === null ? undefined : run.trace[cause - 1]
    return sending?.what.kind === 'sent' && sending.what.fate !== 'delivered'
      ? `${sending.what.label} ${subjectOf(sending.point)}`
      : null
  }
  const next = what.kind === 'fault' ? run.trace[index] : undefined
  return next?.what.kind === 'sent' && next.point === point && next.what.fate !== 'delivered'
    ? `${next.what.label} ${subjectOf(point)}`
    : null
}

/** `@order-2` of `stripe/webhook:completed@order-2#3`: tries differ in their number alone. */
function subjectOf(point: string | null): string {
  return /@[^#]*/.exec(point ?? '')?.[0] ?? ''
}

/** The faults are over: nothing that a reader would miss between two tries. */
function mayLieBetween({ what }: TraceEvent): boolean {
  return what.kind === 'settling'
}
