/** The messages of a run as rows of a sequence diagram. */
import { titleOf } from '#simulator'
import type { Actor, Run, TraceEvent } from '#simulator'
import { actsAt, faultsOfMessage, isDeployment } from '#simulator/fault-behind.ts'
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
      /** It was done, and its answer never came. */
      readonly unheard: boolean
      readonly notes: readonly string[]
    }
  /** What befalls a process, or an answer of Postgres's that is lost. */
  | {
      readonly kind: 'crash' | 'freeze' | 'back' | 'unheard'
      readonly index: number
      readonly from: number
      /** `A died`, `A froze`. */
      readonly words: string
    }

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
    if (what.kind === 'process') return processRow(event, run, position)
    if (what.kind === 'no-answer' && event.actor.role === 'server')
      return [
        {
          kind: 'unheard',
          index: event.index,
          from: position(event.actor),
          words: `${event.actor.name} gets no answer from Postgres`,
        },
      ]
    if (what.kind === 'stripe-call')
      return [
        {
          kind: 'call',
          index: event.index,
          from: position(event.actor),
          to: position({ role: 'stripe' }),
          title: `${what.method} ${what.path.replace(/^\/v1/, '')}`,
          failed: (what.status ?? 400) >= 400,
          unheard: what.lost === 'response' || what.lost === 'timeout',
          notes: [
            what.lost === null ? String(what.status) : losses[what.lost],
            ...(what.replayed ? ['same key: first answer repeated'] : []),
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
        notes: notesOf(event, arrivals.length, run),
        forged: what.forged && !actsAt(faultsOfMessage(event, run), 'replay'),
        copies: arrivals.length,
      },
    ]
  })
  return { lifelines, rows }
}

const losses = {
  request: 'lost on the way to Stripe',
  response: 'done, the answer is lost',
  timeout: 'done, no answer in time',
} as const

/** Postgres has no lifeline here. */
function processRow(event: TraceEvent, run: Run, position: (actor: Actor) => number): readonly SequenceRow[] {
  const { what, actor, index } = event
  if (what.kind !== 'process' || actor.role !== 'server') return []
  const [name, from] = [actor.name, position(actor)]
  const isDeploy = isDeployment(event, run)
  switch (what.change) {
    case 'crashed':
      return [{ kind: 'crash', index, from, words: isDeploy ? `${name} stops for new code` : `${name} died` }]
    case 'restarted':
      return [{ kind: 'back', index, from, words: `${name} is back${isDeploy ? ', with new code' : ''}` }]
    case 'frozen':
      return [{ kind: 'freeze', index, from, words: `${name} froze` }]
    case 'thawed':
      return [{ kind: 'back', index, from, words: `${name} wakes up and does not know that time has passed` }]
    case 'clock-jumped':
      return [{ kind: 'back', index, from, words: `${name}’s clock jumps` }]
  }
}

function notesOf(event: TraceEvent, arrivals: number, run: Run): readonly string[] {
  const { what } = event
  if (what.kind !== 'sent') return []
  const faults = faultsOfMessage(event, run)
  const isReplay = actsAt(faults, 'replay')
  return [
    ...(what.attempt > 1 && !what.forged ? [`try ${what.attempt}`] : []),
    ...(what.fate === 'dropped' ? ['lost on the way'] : []),
    ...(what.fate === 'refused' ? ['no server is up'] : []),
    ...(actsAt(faults, 'overtake') ? ['overtaken by the next message'] : []),
    ...(what.delayMs >= 1_000 && !isReplay ? [`${about(what.delayMs)} late`] : []),
    ...(arrivals > 1 ? ['arrives twice'] : []),
    ...(isReplay ? [`sent again by an attacker, ${about(what.delayMs)} later`] : []),
    ...(what.forged && !isReplay ? ['forged: wrong signature'] : []),
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
