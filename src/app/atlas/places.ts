/** Where in the picture a fault belongs: its step, what of the step it befalls, and the class of its kind. */
import { kindsNotTried, type Palette } from '#explorer/palette.ts'
import { stepOf } from '#explorer/step.ts'
import { faultKinds, parseFault, type FaultKind } from '#simulator'
import type { FaultKindLooks } from '#simulator/faults/definition.ts'
import { definitionOf } from '#simulator/faults/registry.ts'
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
  order: 'Order of requests',
}

/** What each filter is called in a link, in the order of the rows. */
const filters: { readonly [filter in FaultKindLooks['atlas']['filter']]: KindFilter } = {
  crash: 'crash',
  database: 'postgres',
  service: 'stripe',
  network: 'message',
  server: 'server',
  order: 'order',
}

/** In the order of the rows. */
export const kindClasses: readonly KindClass[] = Object.values(filters).flatMap(classesOf)

/** Kinds with the same words share a row. */
function classesOf(filter: KindFilter): readonly KindClass[] {
  const looks = faultKinds.map((kind) => ({ kind, ...definitionOf(kind).looks.atlas }))
  const own = looks.filter((each) => filters[each.filter] === filter)
  return [...new Set(own.map(({ row }) => row))].map((words) => ({
    words,
    kinds: own.filter(({ row }) => row === words).map(({ kind }) => kind),
    filter,
  }))
}

/** Whether a palette tries any fault that a filter leaves. */
export function isInPalette(filter: KindFilter, palette: Palette): boolean {
  const missing = kindsNotTried(palette)
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
  const { step, part } = stepAndPart(point.label)
  // Others go first before a transaction, never between its statements.
  return { step, part: found.filter === 'order' && part === 'statements' ? '' : part, kind: found }
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
  return /^(start|claim|load|sleep|wake|finish|block|send|recv|event|get-event|get-result|renew|poll|now|findOrder|findReason|noteEvent)(:|$)/.test(
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
