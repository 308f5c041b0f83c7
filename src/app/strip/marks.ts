/** What the time strip draws, in units of events and rows: no pixels, no cursor. */
import { titleOf } from '#simulator'
import type { Actor, Run, TraceEvent } from '#simulator'
import { isDeployment } from '#simulator/fault-behind.ts'
import { definitionOf } from '#simulator/faults/registry.ts'
import { nameOf } from '#simulator/sentence.ts'
import { isBeginning } from '../model/beginning.ts'
import { strikeWords } from '../state/fault-words.ts'
import { keyOf, type RowOf } from './actor-rows.ts'
import { arrows } from './arrows.ts'
import { boxes } from './boxes.ts'
import { brackets } from './brackets.ts'
import { isFolded, retrySpans } from '../model/retries.ts'
import { busies, downs, freezes, waits } from './spans.ts'
import type { StripMark, StripRow } from './strip-mark.ts'
import { crashWindows, repeats } from './ties.ts'
import { timeBreaks } from './time-breaks.ts'

/** Rows of a run: customers, servers, Postgres, Stripe. */
export function rowsOf(run: Run): readonly StripRow[] {
  const seen = new Map<string, StripRow>()
  const note = (actor: Actor) => seen.set(keyOf(actor), { key: keyOf(actor), title: titleOf(actor) })
  for (const { actor } of run.trace) note(actor)
  // Where the run is not known to its end all its servers have their rows: none comes in later and moves the others.
  if (isBeginning(run)) for (const name of 'AB'.slice(0, run.input.servers)) note({ role: 'server', name })
  note({ role: 'postgres' })
  note({ role: 'stripe' })
  const order = ['customer', 'server', 'postgres', 'stripe']
  const rank = ({ key }: StripRow) => order.indexOf(key.split(' ')[0] ?? '')
  return [...seen.values()].toSorted(
    (one, other) => rank(one) - rank(other) || (one.key < other.key ? -1 : 1),
  )
}

/** Whether tries of one message that all fail are one mark or each drawn by itself. */
export type Retries = 'folded' | 'open'

/** Everything to draw, from the back to the front. */
export function stripMarks(
  run: Run,
  rows: readonly StripRow[],
  retries: Retries = 'folded',
): readonly StripMark[] {
  const numbers = new Map(rows.map(({ key }, row) => [key, row]))
  const rowOf = (actor: Actor) => numbers.get(keyOf(actor)) ?? 0
  const postgres = numbers.get('postgres') ?? 0
  const spans = retrySpans(run)
  const isShown = (mark: StripMark) => retries === 'open' || !isFolded(spans, mark)
  const all: readonly StripMark[] = [
    ...timeBreaks(run).map(
      ({ after, label, ms }) => ({ kind: 'break', from: after, to: after + 1, label, ms }) as const,
    ),
    ...downs(run, rowOf),
    ...busies(run, rowOf),
    ...waits(run, rowOf),
    ...arrows(run, rowOf, rows),
    ...crashWindows(run).map((window) => ({ kind: 'window', row: postgres, ...window }) as const),
    ...brackets(run, postgres),
    ...repeats(run).map((span) => ({ kind: 'again', row: postgres, ...span }) as const),
    ...boxes(run, rowOf),
    ...freezes(run, rowOf),
    ...violations(run),
    ...run.trace.flatMap((event) => single(event, run, rowOf, postgres)),
  ]
  return [
    ...all.filter((mark) => mark.kind === 'violated' || mark.kind === 'cut' || isShown(mark)),
    ...foldedRetries(run, rowOf, retries === 'open'),
  ]
}

/** From the sender's row to that of a server, whichever it would have been. */
function foldedRetries(run: Run, rowOf: RowOf, isOpen: boolean): readonly StripMark[] {
  return retrySpans(run).map(({ from, to, tries, words }) => {
    const row = rowOf(run.trace[from - 1]?.actor ?? { role: 'stripe' })
    return { kind: 'retries', from, to, row, toRow: Math.max(0, row - 1), tries, words, isOpen }
  })
}

/** Invariants that fail one right after the other share a mark. */
function violations(run: Run): readonly StripMark[] {
  const marks: { kind: 'violated'; from: number; to: number; invariant: string; statements: string }[] = []
  for (const { index, what } of run.trace) {
    if (what.kind !== 'violated') continue
    const statement = run.verdicts.find(({ id }) => id === what.invariant)?.statement ?? ''
    const told = `${what.invariant} violated: ${statement}`
    const last = marks.at(-1)
    if (last?.to === index - 1) {
      last.to = index
      last.invariant += ` ${what.invariant}`
      last.statements += `\n${told}`
    } else
      marks.push({
        kind: 'violated',
        from: index,
        to: index,
        invariant: what.invariant,
        statements: told,
      })
  }
  return marks
}

/** What happens at one event and nowhere else. */
function single(event: TraceEvent, run: Run, rowOf: RowOf, postgres: number): readonly StripMark[] {
  const here = { from: event.index, to: event.index, row: rowOf(event.actor) }
  const { what } = event
  switch (what.kind) {
    case 'statement':
      if (what.error !== null) return [{ ...here, kind: 'refused', row: postgres }]
      return what.transaction === null ? [{ ...here, kind: 'tick', row: postgres }] : []
    case 'stripe-call':
      return [{ ...here, kind: 'call', toRow: rowOf({ role: 'stripe' }), outcome: outcomeOf(what) }]
    case 'no-answer':
      return [{ ...here, kind: 'unknown' }]
    case 'customer':
    case 'stripe':
      return [{ ...here, kind: 'act' }]
    case 'step':
      return what.progress === 'replayed' ? [{ ...here, kind: 'replay' }] : []
    case 'process':
      if (what.change === 'crashed') return [{ ...here, kind: 'cut', word: deathWord(event, run) }]
      return what.change === 'restarted' && event.actor.role === 'postgres'
        ? [{ ...here, kind: 'cut', word: 'Postgres restarts' }]
        : []
    case 'workflow':
      if (what.progress === 'recovered') return [{ ...here, kind: 'takeover' }]
      return what.progress === 'fenced' ? [{ ...here, kind: 'fenced' }] : []
    case 'fault':
      return struck(event, run, here)
    case 'violated':
    case 'begin':
    case 'commit':
    case 'rollback':
    case 'sent':
    case 'arrived':
    case 'asked':
    case 'restored':
    case 'settling':
    case 'ended':
      return []
  }
}

/** `A dies`; of a deployment `A gets new code`. */
function deathWord(event: TraceEvent, run: Run): string {
  const name = nameOf(event.actor)
  return isDeployment(event, run) ? `${name} gets new code` : `${name} dies`
}

/** A fault of a process is drawn as what becomes of the process, where that cuts it off. */
function struck(
  { index, what }: TraceEvent,
  run: Run,
  here: { readonly from: number; readonly to: number; readonly row: number },
): readonly StripMark[] {
  const fault = what.kind === 'fault' ? run.input.plan[what.fault] : undefined
  const next = run.trace[index]
  const isCut =
    next?.cause === index &&
    next.what.kind === 'process' &&
    (next.what.change === 'crashed' || next.what.change === 'restarted')
  return fault === undefined || isCut || definitionOf(fault.kind).looks.hasOwnEvent === true
    ? []
    : [{ ...here, kind: 'struck', word: strikeWords(fault) }]
}

function outcomeOf({
  status,
  lost,
  replayed,
}: Extract<TraceEvent['what'], { kind: 'stripe-call' }>): Extract<StripMark, { kind: 'call' }>['outcome'] {
  if (lost !== null) return lost === 'request' ? 'unsent' : 'unheard'
  if ((status ?? 400) >= 400) return 'failed'
  return replayed ? 'repeated' : 'done'
}
