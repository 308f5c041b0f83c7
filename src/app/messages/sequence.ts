/** The messages of a run as rows of a sequence diagram. */
import { titleOf } from '#simulator'
import type { Actor, Run, TraceEvent } from '#simulator'
import { about } from '#simulator/sentence.ts'

export interface Sequence {
  /** `Alice`, `Server A`, `Server B`, `Stripe`: one lifeline each. */
  readonly lifelines: readonly string[]
  readonly rows: readonly SequenceRow[]
}

export type SequenceRow =
  | {
      readonly kind: 'message'
      /** Index of the event in which it leaves. */
      readonly index: number
      /** Index of the event in which it arrives, for the last time; the same as `index` where it never does. */
      readonly until: number
      readonly from: number
      readonly to: number
      /** `POST /checkout`, `checkout.session.completed`. */
      readonly title: string
      readonly envelope: boolean
      readonly fate: 'delivered' | 'dropped' | 'refused' | 'unanswered'
      /** `31 min late`, `twice`, `forged, bounced`, `try 2`: what is unusual about it. */
      readonly notes: readonly string[]
      readonly forged: boolean
      readonly copies: number
    }
  /** A call to Stripe with its answer. */
  | {
      readonly kind: 'call'
      readonly index: number
      readonly from: number
      readonly to: number
      readonly title: string
      readonly failed: boolean
      readonly notes: readonly string[]
    }
  | { readonly kind: 'crash'; readonly index: number; readonly from: number; readonly server: string }

/** Longer than this a message is late. */
const lateMs = 60_000

/** Lifelines and rows in the order of the trace. */
export function sequenceOf(run: Run): Sequence {
  const lifelines = lifelinesOf(run)
  const position = (actor: Actor) => Math.max(0, lifelines.indexOf(titleOf(actor)))
  // Where the balancer has not chosen a server, its message points at the first of them.
  const someone = (actor: Actor) =>
    lifelines.includes(titleOf(actor))
      ? position(actor)
      : Math.max(
          0,
          lifelines.findIndex((title) => title.startsWith('Server')),
        )
  const rows = run.trace.flatMap((event): readonly SequenceRow[] => {
    const { what } = event
    if (what.kind === 'process' && what.change === 'crashed' && event.actor.role === 'server')
      return [{ kind: 'crash', index: event.index, from: position(event.actor), server: event.actor.name }]
    if (what.kind === 'stripe-call')
      return [
        {
          kind: 'call',
          index: event.index,
          from: position(event.actor),
          to: position({ role: 'stripe' }),
          title: `${what.method} ${what.path.replace(/^\/v1/, '')}`,
          failed: (what.status ?? 400) >= 400,
          notes: [
            what.lost === null ? String(what.status) : `${what.lost} lost`,
            ...(what.replayed ? ['same key, first answer again'] : []),
          ],
        },
      ]
    if (what.kind !== 'sent') return []
    const arrivals = run.trace.filter((later) => later.what.kind === 'arrived' && later.cause === event.index)
    const last = arrivals.at(-1)
    const fate = what.fate === 'delivered' && last === undefined ? 'unanswered' : what.fate
    return [
      {
        kind: 'message',
        index: event.index,
        until: last?.index ?? event.index,
        from: position(event.actor),
        to: last ? position(last.actor) : someone(what.to),
        title: shorten(what.summary),
        envelope: what.label.startsWith('webhook:'),
        fate,
        notes: notesOf(event, arrivals.length),
        forged: what.forged,
        copies: arrivals.length,
      },
    ]
  })
  return { lifelines, rows }
}

function notesOf({ what }: TraceEvent, arrivals: number): readonly string[] {
  if (what.kind !== 'sent') return []
  return [
    ...(what.attempt > 1 ? [`try ${what.attempt}`] : []),
    ...(what.fate === 'dropped' ? ['lost on the way'] : []),
    ...(what.fate === 'refused' ? ['nobody listens'] : []),
    ...(what.delayMs >= lateMs ? [`${about(what.delayMs)} late`] : []),
    ...(arrivals > 1 ? ['twice, same stamp'] : []),
    ...(what.forged ? ['forged: broken seal'] : []),
  ]
}

function lifelinesOf(run: Run): readonly string[] {
  const seen = new Map<string, number>()
  const order = ['customer', 'server', 'stripe']
  for (const { actor } of run.trace)
    if (actor.role !== 'postgres') seen.set(titleOf(actor), order.indexOf(actor.role))
  return [...seen.keys()].toSorted(
    (one, other) => (seen.get(one) ?? 0) - (seen.get(other) ?? 0) || (one < other ? -1 : 1),
  )
}

function shorten(text: string): string {
  return text.length > 44 ? `${text.slice(0, 43)}…` : text
}
