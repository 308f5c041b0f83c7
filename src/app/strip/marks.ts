/** What the time strip draws, in units of events and rows: no pixels, no cursor. */
import { titleOf } from '#simulator'
import type { Actor, Run, TraceEvent } from '#simulator'
import { about } from '#simulator/sentence.ts'
import { crashWindows, repeats } from './ties.ts'

/** One row of the strip: an actor's. */
export interface StripRow {
  /** `customer Alice`, `server A`, `postgres`. */
  readonly key: string
  /** `Alice`, `Server A`, `Postgres`. */
  readonly title: string
}

/** A mark occupies events `from` to `to`; what happens at one event has both the same. Rows are counted from 0. */
export type StripMark = { readonly from: number; readonly to: number } & (
  | { readonly kind: 'busy' | 'down' | 'wait'; readonly row: number }
  /** A step or a shop function that really runs. */
  | {
      readonly kind: 'box'
      readonly row: number
      readonly number: string | null
      readonly name: string
      readonly violating: boolean
    }
  | { readonly kind: 'replay' | 'tick' | 'act' | 'unknown'; readonly row: number }
  /** `ticks` are its statements; the seal is at `to` where it committed. */
  | {
      readonly kind: 'bracket'
      readonly row: number
      readonly ticks: readonly number[]
      readonly committed: boolean
    }
  | {
      readonly kind: 'arrow'
      readonly row: number
      readonly toRow: number
      readonly fate: 'delivered' | 'lost' | 'refused' | 'forged'
    }
  /** A call and its answer, at one event. */
  | { readonly kind: 'call'; readonly row: number; readonly toRow: number; readonly failed: boolean }
  /** An effect that is not recorded yet; torn where its server died in between. */
  | { readonly kind: 'window'; readonly row: number; readonly torn: boolean }
  /** From a function's commit to the one that did it again. */
  | { readonly kind: 'again'; readonly row: number }
  | { readonly kind: 'cut'; readonly row: number; readonly server: string }
  | { readonly kind: 'violated'; readonly invariant: string }
)

/** Rows of a run: customers, servers, Postgres, Stripe. */
export function rowsOf(run: Run): readonly StripRow[] {
  const seen = new Map<string, StripRow>()
  const note = (actor: Actor) => seen.set(keyOf(actor), { key: keyOf(actor), title: titleOf(actor) })
  for (const { actor } of run.trace) note(actor)
  note({ role: 'postgres' })
  note({ role: 'stripe' })
  const order = ['customer', 'server', 'postgres', 'stripe']
  const rank = ({ key }: StripRow) => order.indexOf(key.split(' ')[0] ?? '')
  return [...seen.values()].toSorted(
    (one, other) => rank(one) - rank(other) || (one.key < other.key ? -1 : 1),
  )
}

/** Everything to draw, from the back to the front. */
export function stripMarks(run: Run, rows: readonly StripRow[]): readonly StripMark[] {
  const numbers = new Map(rows.map(({ key }, row) => [key, row]))
  const rowOf = (actor: Actor) => numbers.get(keyOf(actor)) ?? 0
  const postgres = numbers.get('postgres') ?? 0
  return [
    ...downs(run, rowOf),
    ...busies(run, rowOf),
    ...waits(run, rowOf),
    ...arrows(run, rowOf, rows),
    ...crashWindows(run).map((window) => ({ kind: 'window', row: postgres, ...window }) as const),
    ...brackets(run, postgres),
    ...repeats(run).map((span) => ({ kind: 'again', row: postgres, ...span }) as const),
    ...boxes(run, rowOf),
    ...violations(run),
    ...run.trace.flatMap((event) => single(event, rowOf, postgres)),
  ]
}

/** Invariants that fail one right after the other share a mark. */
function violations(run: Run): readonly StripMark[] {
  const marks: { kind: 'violated'; from: number; to: number; invariant: string }[] = []
  for (const { index, what } of run.trace) {
    if (what.kind !== 'violated') continue
    const last = marks.at(-1)
    if (last?.to === index - 1) {
      last.to = index
      last.invariant += ` ${what.invariant}`
    } else marks.push({ kind: 'violated', from: index, to: index, invariant: what.invariant })
  }
  return marks
}

type RowOf = (actor: Actor) => number

/** What happens at one event and nowhere else. */
function single(event: TraceEvent, rowOf: RowOf, postgres: number): readonly StripMark[] {
  const here = { from: event.index, to: event.index, row: rowOf(event.actor) }
  const { what } = event
  switch (what.kind) {
    case 'statement':
      return what.transaction === null ? [{ ...here, kind: 'tick', row: postgres }] : []
    case 'stripe-call':
      return [
        { ...here, kind: 'call', toRow: rowOf({ role: 'stripe' }), failed: (what.status ?? 400) >= 400 },
      ]
    case 'no-answer':
      return [{ ...here, kind: 'unknown' }]
    case 'customer':
    case 'stripe':
      return [{ ...here, kind: 'act' }]
    case 'step':
      return what.progress === 'replayed' ? [{ ...here, kind: 'replay' }] : []
    case 'process':
      return what.change === 'crashed' && event.actor.role === 'server'
        ? [{ ...here, kind: 'cut', server: event.actor.name }]
        : []
    case 'violated':
    case 'begin':
    case 'commit':
    case 'rollback':
    case 'sent':
    case 'arrived':
    case 'workflow':
    case 'looked-for-work':
    case 'fault':
    case 'asked':
    case 'settling':
    case 'ended':
      return []
  }
}

/** A server is down from its crash until it is back. */
function downs(run: Run, rowOf: RowOf): readonly StripMark[] {
  return run.trace.flatMap((event): readonly StripMark[] => {
    if (event.what.kind !== 'process' || event.what.change !== 'crashed') return []
    const back = run.trace.find(
      (later) =>
        later.index > event.index &&
        later.what.kind === 'process' &&
        keyOf(later.actor) === keyOf(event.actor),
    )
    return [{ kind: 'down', from: event.index, to: back?.index ?? run.trace.length, row: rowOf(event.actor) }]
  })
}

/** A server is busy from the first to the last event of a request, and of a workflow between claim and sleep. */
function busies(run: Run, rowOf: RowOf): readonly StripMark[] {
  const spans: { kind: 'busy'; from: number; to: number; row: number }[] = []
  for (const event of run.trace) {
    if (event.actor.role !== 'server' || !isWork(event)) continue
    const row = rowOf(event.actor)
    const open = spans.findLast((span) => span.row === row)
    const isNear =
      open !== undefined &&
      !run.trace.slice(open.to, event.index - 1).some((between) => rests(between, event))
    if (isNear) open.to = event.index
    else spans.push({ kind: 'busy', from: event.index, to: event.index, row })
  }
  return spans.filter(({ from, to }) => to > from)
}

function isWork({ what }: TraceEvent): boolean {
  return what.kind !== 'process' && what.kind !== 'looked-for-work' && what.kind !== 'fault'
}

/** Whether between two events of a server it died, or let go of its work. */
function rests(between: TraceEvent, event: TraceEvent): boolean {
  if (keyOf(between.actor) === keyOf(event.actor))
    return between.what.kind === 'process' || between.what.kind === 'looked-for-work'
  return (
    between.what.kind === 'customer' || between.what.kind === 'stripe' || between.what.kind === 'settling'
  )
}

/** A workflow sleeps until somebody takes it up again. */
function waits(run: Run, rowOf: RowOf): readonly StripMark[] {
  return run.trace.flatMap((event): readonly StripMark[] => {
    const { what } = event
    if (what.kind !== 'workflow' || what.progress !== 'sleeping') return []
    const woken = run.trace.find(
      (later) =>
        later.index > event.index &&
        later.what.kind === 'workflow' &&
        later.what.workflowId === what.workflowId,
    )
    return [
      { kind: 'wait', from: event.index, to: woken?.index ?? run.trace.length, row: rowOf(event.actor) },
    ]
  })
}

/** A message that has not arrived names no server, since the balancer had not chosen one: then any row of its role. */
function arrows(run: Run, rowOf: RowOf, rows: readonly StripRow[]): readonly StripMark[] {
  const someRow = (actor: Actor) =>
    Math.max(
      0,
      rows.findIndex(({ key }) => key.split(' ')[0] === actor.role),
    )
  return run.trace.flatMap((event): readonly StripMark[] => {
    const { what } = event
    if (what.kind !== 'sent') return []
    const shape = { kind: 'arrow', from: event.index, row: rowOf(event.actor) } as const
    const ends = run.trace.filter((later) => later.what.kind === 'arrived' && later.cause === event.index)
    if (what.fate !== 'delivered' || ends.length === 0) {
      const fate = what.fate === 'refused' ? 'refused' : 'lost'
      return [{ ...shape, to: event.index, toRow: someRow(what.to), fate }]
    }
    return ends.map(({ index, actor }) => ({
      ...shape,
      to: index,
      toRow: rowOf(actor),
      fate: what.forged ? 'forged' : 'delivered',
    }))
  })
}

function brackets(run: Run, row: number): readonly StripMark[] {
  return run.trace.flatMap((event): readonly StripMark[] => {
    if (event.what.kind !== 'begin') return []
    const { transaction } = event.what
    const inside = run.trace.filter(
      ({ what }) => 'transaction' in what && what.transaction === transaction && what.kind === 'statement',
    )
    const end = run.trace.find(
      ({ index, what, actor }) =>
        index > event.index &&
        (((what.kind === 'commit' || what.kind === 'rollback') && what.transaction === transaction) ||
          (what.kind === 'process' && what.change === 'crashed' && keyOf(actor) === keyOf(event.actor))),
    )
    return [
      {
        kind: 'bracket',
        from: event.index,
        to: end?.index ?? run.trace.length,
        row,
        ticks: inside.map(({ index }) => index),
        committed: end?.what.kind === 'commit',
      },
    ]
  })
}

/** Steps of workflows by number; where there is no workflow, transactions and calls by name. */
function boxes(run: Run, rowOf: RowOf): readonly StripMark[] {
  const guilty = new Set(
    run.trace.flatMap(({ what, cause }) => (what.kind === 'violated' && cause !== null ? [cause] : [])),
  )
  const spans = run.trace.flatMap((event): readonly (StripMark & { kind: 'box' })[] => {
    const name = boxName(event)
    if (name === null || (name.number === null && insideStep(run, event))) return []
    const to = endOfBox(run, event)
    const violating = run.trace.slice(event.index - 1, to).some(({ index }) => guilty.has(index))
    return [{ kind: 'box', from: event.index, to, row: rowOf(event.actor), ...name, violating }]
  })
  return spans.filter((span) => span.to > span.from || span.number !== null || span.name !== '')
}

function boxName({ what }: TraceEvent): { readonly number: string | null; readonly name: string } | null {
  if (what.kind === 'step' && what.progress !== 'replayed') return { number: what.step, name: what.name }
  if (what.kind === 'begin') return { number: null, name: shortName(what.label) }
  if (what.kind === 'stripe-call') return { number: null, name: 'session' }
  return null
}

/** `reserveInventory` is “reserve”, but `createOrder` is “order”: the word that tells them apart. */
export function shortName(label: string): string {
  const name = label.slice(label.indexOf(':') + 1)
  const [verb = name, object = ''] = name.split(/(?=[A-Z])/)
  return verb === 'create' ? object.toLowerCase() : verb
}

/** Whether a step's box is around the event already. */
function insideStep(run: Run, event: TraceEvent): boolean {
  if (event.what.kind === 'begin' && event.what.step !== null) return true
  const step = run.trace.findLast(
    (earlier) =>
      earlier.index < event.index &&
      earlier.what.kind === 'step' &&
      keyOf(earlier.actor) === keyOf(event.actor),
  )
  return step !== undefined && endOfBox(run, step) >= event.index
}

/** Index of the last event of a step, a transaction, or a call. */
function endOfBox(run: Run, event: TraceEvent): number {
  const { what } = event
  if (what.kind === 'stripe-call') return event.index
  let last = event.index
  for (const later of run.trace.slice(event.index)) {
    if (keyOf(later.actor) !== keyOf(event.actor)) {
      if (later.actor.role === 'server' || later.what.kind === 'rollback') continue
      if (what.kind === 'step') break
      continue
    }
    if (what.kind === 'begin') {
      if ('transaction' in later.what && later.what.transaction === what.transaction) last = later.index
      if (later.what.kind === 'commit' && later.what.transaction === what.transaction) break
      if (later.what.kind === 'process') break
    } else {
      if (['step', 'workflow', 'process', 'arrived', 'fault'].includes(later.what.kind)) break
      if (later.site?.node !== event.site?.node) break
      last = later.index
    }
  }
  return last
}

/** Where the clock jumps between two neighbours of the trace: `30 s`. */
export interface TimeBreak {
  /** Index of the event before it. */
  readonly after: number
  readonly label: string
  readonly ms: number
}

/** Shorter pauses are not worth a mark. */
const leastBreakMs = 3_000

/** Pauses between neighbouring events that are too long to draw. */
export function timeBreaks(run: Run): readonly TimeBreak[] {
  return run.trace.slice(1).flatMap((event, position) => {
    const before = run.trace[position]
    const ms = event.atMs - (before?.atMs ?? event.atMs)
    return before && ms >= leastBreakMs ? [{ after: before.index, label: about(ms), ms }] : []
  })
}

/** One actor's identity. */
function keyOf(actor: Actor): string {
  return 'name' in actor ? `${actor.role} ${actor.name}` : actor.role
}
