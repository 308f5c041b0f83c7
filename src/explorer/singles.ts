/**
 * Every single fault of one input, as far as it has been tried: what the atlas is drawn from. Plain JSON.
 *
 * An exploration counts and keeps the smallest counterexample of each step and kind; here each schedule keeps its own
 * verdict, so that each can be played.
 */
import {
  allHold,
  formatFault,
  formatInput,
  parseFault,
  violatedIds,
  whyNotJudged,
  type Input,
  type InputFields,
  type Run,
} from '#simulator'
import type { Asked, Catalogue } from '#simulator/scenario.ts'
import { preempt } from '#simulator/faults/kinds/preempt.ts'
import type { Simulator } from '#simulator/simulate.ts'
import * as v from 'valibot'
import { singleFaults, type Palette } from './palette.ts'
import { preemptionPoints } from './preemptions.ts'
import { reachedIn } from './reachability.ts'

export interface Singles {
  /** The input without a fault, as text. */
  readonly base: InputFields
  /** All operations of its run, in their order; empty where it has not been tried. */
  readonly points: readonly string[]
  /** Those before which it may matter that other requests go first. */
  readonly preemptible: readonly string[]
  /** By the fault as text, `''` for the run without one: null where all holds. */
  readonly verdicts: { readonly [fault: string]: NotHeld | null }
  /** Ids of the “sometimes” statements that came true in one of these schedules. */
  readonly reached: readonly string[]
}

/** What a run that does not hold has shown: violations, or that it was stopped before its end. */
export interface NotHeld {
  /** Ids of the violated invariants; none where none was seen before the run was stopped. */
  readonly violated: readonly string[]
  /** Why others could not be judged; null where all were. */
  readonly notJudged: string | null
  /** What the run asks and answers; null where nobody has looked at it yet. */
  readonly asked: Asked | null
}

/** Singles of one build. */
export interface Atlas {
  /** Hash of all sources that a run depends on: the singles of others are of no use. */
  readonly source: string
  /** `2026-11-25`. */
  readonly computedOn: string
  readonly palette: Palette
  /** Those with whom every single fault of the palette was tried; with the others, other orders of operations only. */
  readonly customers: readonly string[]
  readonly singles: readonly Singles[]
}

const asked: v.GenericSchema<unknown, Asked> = v.object({
  question: v.string(),
  answer: v.string(),
  tone: v.picklist(['holds', 'stuck', 'violated', 'not-judged']),
})

export const singlesSchema: v.GenericSchema<unknown, Singles> = v.object({
  base: v.record(v.string(), v.string()),
  points: v.array(v.string()),
  preemptible: v.array(v.string()),
  verdicts: v.record(
    v.string(),
    v.nullable(
      v.object({
        violated: v.array(v.string()),
        notJudged: v.nullable(v.string()),
        asked: v.nullable(asked),
      }),
    ),
  ),
  reached: v.array(v.string()),
})

export const atlasSchema: v.GenericSchema<unknown, Atlas> = v.object({
  source: v.string(),
  computedOn: v.string(),
  palette: v.picklist(['short', 'full']),
  customers: v.array(v.string()),
  singles: v.array(singlesSchema),
})

/**
 * The schedules of at most one fault or one preemption, as text: none comes first.
 * @param palette null: no fault, preemptions only
 */
export function schedulesOf(
  { points, preemptible }: Pick<Singles, 'points' | 'preemptible'>,
  palette: Palette | null,
): readonly string[] {
  return [
    '',
    ...(palette === null ? [] : singleFaults(points, palette).map(formatFault)),
    ...preemptible.map((point) => `${point}=${preempt.kind}`),
  ]
}

/**
 * Tries all of them, one after the other; what does not hold is run again with its rows, to be told in words.
 *
 * @param palette as for `schedulesOf`
 */
export async function trySingles(
  simulator: Simulator,
  { ask }: Pick<Catalogue, 'ask'>,
  base: Input,
  palette: Palette | null,
): Promise<Singles> {
  const undisturbed = await simulator.simulate(base, { capture: false, checks: 'never' })
  const { points } = undisturbed
  const preemptible = preemptionPoints(undisturbed, true)
  const verdicts: Record<string, NotHeld | null> = {}
  const reached = new Set<string>()
  for (const fault of schedulesOf({ points, preemptible }, palette)) {
    const run = await simulator.simulate(withFault(base, fault), { capture: false })
    verdicts[fault] = notHeldIn(run)
    for (const id of reachedIn(run)) reached.add(id)
  }
  for (const [fault, notHeld] of Object.entries(verdicts))
    if (notHeld !== null)
      verdicts[fault] = { ...notHeld, asked: ask(await simulator.simulate(withFault(base, fault))) }
  simulator.vacuum()
  return { base: formatInput(base), points, preemptible, verdicts, reached: [...reached] }
}

/** @param fault as text; empty for none */
export function withFault(base: Input, fault: string): Input {
  return fault === '' ? base : { ...base, plan: [parseFault(fault)] }
}

/** Null where all holds. */
function notHeldIn(run: Run): NotHeld | null {
  return allHold(run) ? null : { violated: violatedIds(run), notJudged: whyNotJudged(run), asked: null }
}

/** What one who starts to look is shown first: these implementations and guards, with these customers. */
export function defaultBases(
  catalogue: { readonly implementations: readonly Offered[] },
  usual: Input,
  customers: readonly string[],
): readonly Input[] {
  return catalogue.implementations.flatMap(({ name, guards }) =>
    variantsOf(name, guards).flatMap((switched) =>
      customers.map((customer) => ({
        ...usual,
        implementation: name,
        guards: switched,
        customers: [customer],
      })),
    ),
  )
}

interface Offered {
  readonly name: string
  readonly guards: readonly { readonly name: string; readonly default: boolean }[]
}

/** As its author leaves it; at least once also with the steps that such engines ask their users for. */
function variantsOf(implementation: string, guards: Offered['guards']): readonly Input['guards'][] {
  const asked = guards.some(({ name, default: on }) => name === 'idempotentSteps' && !on)
  return implementation === 'at-least-once' && asked ? [{}, { idempotentSteps: true }] : [{}]
}
