/** Where in the picture a fault belongs: its step, what of the step it befalls, and the class of its kind. */
import { kindsNotIn, type Palette } from '#explorer/palette.ts'
import { stepOf } from '#explorer/step.ts'
import { parseFault, type FaultKind } from '#simulator'
import type { KindFilter } from '../state/look.ts'

export interface FaultPlace {
  /** What the row's group is called, set as code: `reserveInventory`. */
  readonly step: string
  /** `commit`; empty where the step is one operation. */
  readonly part: Part
  readonly kind: KindClass
}

/** Parts of a step, in their order. */
export const parts = ['', 'call', 'statements', 'commit', 'checkpoint'] as const
export type Part = (typeof parts)[number]

/** Kinds that do the same to a row, and what they are called there. */
interface KindClass {
  readonly words: string
  readonly kinds: readonly FaultKind[]
  readonly filter: KindFilter
}

export const kindFilterWords: { readonly [filter in KindFilter]: string } = {
  crash: 'Crashes',
  server: 'Freezes, clocks, deploys',
  postgres: 'Postgres',
  stripe: 'Calls to Stripe',
  message: 'Messages',
}

/** In the order of the rows. */
export const kindClasses: readonly KindClass[] = [
  { words: 'crash before', kinds: ['crash-before'], filter: 'crash' },
  { words: 'crash after', kinds: ['crash-after'], filter: 'crash' },
  { words: 'answer lost', kinds: ['ack-lost'], filter: 'postgres' },
  {
    words: 'refused',
    kinds: ['serialization-failure', 'deadlock', 'disk-full'],
    filter: 'postgres',
  },
  { words: 'connection lost', kinds: ['connection-lost', 'postgres-restart'], filter: 'postgres' },
  { words: 'request lost', kinds: ['request-lost'], filter: 'stripe' },
  { words: 'answer lost', kinds: ['response-lost'], filter: 'stripe' },
  { words: '500, not done', kinds: ['error-before'], filter: 'stripe' },
  { words: '500, but done', kinds: ['error-after'], filter: 'stripe' },
  { words: '429', kinds: ['rate-limited'], filter: 'stripe' },
  { words: 'no answer in time', kinds: ['timeout'], filter: 'stripe' },
  { words: 'dropped', kinds: ['drop'], filter: 'message' },
  { words: 'delivered twice', kinds: ['duplicate'], filter: 'message' },
  { words: 'late', kinds: ['delay'], filter: 'message' },
  { words: 'overtaken', kinds: ['overtake'], filter: 'message' },
  { words: 'forged', kinds: ['forge'], filter: 'message' },
  { words: 'replayed', kinds: ['replay'], filter: 'message' },
  { words: 'server freezes', kinds: ['freeze'], filter: 'server' },
  { words: 'clock jumps', kinds: ['clock-jump'], filter: 'server' },
  { words: 'deploy', kinds: ['deploy'], filter: 'server' },
]

/** Whether a palette tries any fault that a filter leaves. */
export function isInPalette(filter: KindFilter, palette: Palette): boolean {
  const missing = kindsNotIn(palette)
  return kindClasses.some(
    (each) => each.filter === filter && each.kinds.some((kind) => !missing.includes(kind)),
  )
}

const classOf = new Map(kindClasses.flatMap((each) => each.kinds.map((kind) => [kind, each] as const)))

/** @param text a fault */
export function placeOf(text: string): FaultPlace {
  const { point, kind } = parseFault(text)
  const found = classOf.get(kind)
  if (found === undefined) throw new Error(`The atlas has no row for ${kind}.`)
  return { ...stepAndPart(point.label), kind: found }
}

/** The step that an operation belongs to, as the picture has it, and which part of it that is. */
export function stepAndPart(label: string): Pick<FaultPlace, 'step' | 'part'> {
  // A call belongs to the step whose checkpoint follows it.
  const call = /^stripe\.checkout\.sessions\.(\w+)$/.exec(label)
  if (call !== null) return { step: `${call[1]}Session`, part: 'call' }
  if (/^(request|response|webhook):/.test(label)) return { step: messageWords(label), part: '' }
  if (label.startsWith('commit:')) return { step: stepOf(label), part: 'commit' }
  if (label.startsWith('checkpoint:')) return { step: stepOf(label), part: 'checkpoint' }
  if (isOfEngine(label)) return { step: engineWords(label), part: '' }
  return { step: stepOf(label), part: 'statements' }
}

function isOfEngine(label: string): boolean {
  return /^(start|claim|load|sleep|wake|finish|send|recv|event|get-event|get-result|renew|poll|now|findOrder|findReason|noteEvent)(:|$)/.test(
    label,
  )
}

/** `start`, `send payment`, `setEvent`. */
function engineWords(label: string): string {
  return label
    .replace(/:checkout(-2)?$/, '')
    .replace(/^event:.*/, 'setEvent')
    .replace(/^get-event:.*/, 'getEvent')
    .replace('get-result', 'getResult')
    .replace(':', ' ')
}

/** `request`, `response`, `webhook completed`, `webhook answer`. */
function messageWords(label: string): string {
  const [kind = '', ...what] = label.split(':')
  if (what[0] === 'checkout') return kind
  if (kind === 'response') return 'webhook answer'
  return `webhook ${what.join(':').replace('checkout.session.', '').replace('async_payment_', '')}`
}
