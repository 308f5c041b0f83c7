/**
 * What a sweep has found: how many schedules were tried, how many violate and how many could not be judged, and the
 * smallest counterexamples of each way of failing; never the runs themselves, of which there are too many.
 */
import { formatInput, type Input, type InputFields } from '#simulator'
import { stepOf } from './step.ts'

export interface Counterexample {
  /** The input as text: `parseInput` reads it, a link carries it. */
  readonly fields: InputFields
  readonly invariants: readonly string[]
  /** Orders them: fewest faults first, then as the sweep came to them. */
  readonly place: readonly number[]
}

/** A way of failing: the same invariants by faults of the same kinds at the same steps, whoever the customer is. */
export interface Failing {
  readonly counterexample: Counterexample
  /** Of what it violates, that which it does not violate without its last fault. */
  readonly brought: readonly string[]
  readonly schedules: number
}

/** What a schedule gave, as far as it is counted. */
export interface Tried {
  readonly input: Input
  readonly place: readonly number[]
  readonly violated: readonly string[]
  /** Whether it was stopped before its end. */
  readonly isCutOff: boolean
  /** What it violates without its last fault. */
  readonly violatedBefore: readonly string[]
  readonly fired: boolean
  readonly reached: readonly string[]
}

/** Plain JSON. */
export interface Findings {
  readonly schedules: number
  readonly violating: number
  /** Schedules that violate nothing as far as they were run, and were stopped before their end. */
  readonly notJudged: number
  /** Schedules with a fault that met no operation. */
  readonly unfired: number
  /** Ways of failing that come with the last fault of their schedule, the smallest first; of each cause a few. */
  readonly failing: readonly Failing[]
  /** Schedules that fail in ways beyond those. */
  readonly leftOut: number
  /** By implementation and its guards, in how many schedules each “sometimes” statement came true. */
  readonly reached: { readonly [variant: string]: { readonly [id: string]: number } }
}

export interface FindingsLog {
  add(tried: Tried): void
  counts(): { readonly tried: number; readonly violating: number; readonly notJudged: number }
  read(): Findings
}

/** So many ways of failing are kept of each invariant, step and implementation: the smallest. */
const mostOfEach = 6

/** @param earlier what was found before, where a sweep is resumed */
export function createFindings(earlier?: Findings): FindingsLog {
  /** By what they have in common, then by what tells them apart. */
  const failing = new Map<string, Map<string, Failing>>()
  const reached = structuredClone(earlier?.reached ?? {}) as Record<string, Record<string, number>>
  let { schedules, violating, notJudged, unfired, leftOut } = earlier ?? nothing
  for (const known of earlier?.failing ?? [])
    groupOf(known.counterexample).set(failingKey(known.counterexample), known)

  function groupOf(counterexample: Counterexample): Map<string, Failing> {
    const key = causeKey(counterexample)
    const group = failing.get(key) ?? new Map<string, Failing>()
    failing.set(key, group)
    return group
  }

  function addToFailing(counterexample: Counterexample, brought: readonly string[]): void {
    const key = failingKey(counterexample)
    const group = groupOf(counterexample)
    const known = group.get(key)
    const first = smaller(known?.counterexample ?? null, counterexample)
    group.set(key, {
      ...(known === undefined || first !== known.counterexample ? { counterexample, brought } : known),
      schedules: (known?.schedules ?? 0) + 1,
    })
    if (group.size <= mostOfEach) return
    const sorted = [...group].toSorted(([, one], [, other]) => compareFailing(one, other))
    for (const [large, { schedules: of }] of sorted.slice(mostOfEach)) {
      group.delete(large)
      leftOut += of
    }
  }

  return {
    add(tried) {
      const { input, violated, violatedBefore, place } = tried
      const counterexample =
        violated.length === 0 ? null : { fields: formatInput(input), invariants: violated, place }
      schedules += 1
      if (!tried.fired) unfired += 1
      if (counterexample !== null) violating += 1
      else if (tried.isCutOff) notJudged += 1
      // With a fault more it fails as it did before: nothing new.
      const brought = violated.filter((id) => !violatedBefore.includes(id))
      if (counterexample !== null && brought.length > 0) addToFailing(counterexample, brought)
      const counts = (reached[variantOf(input)] ??= {})
      for (const id of tried.reached) counts[id] = (counts[id] ?? 0) + 1
    },
    counts: () => ({ tried: schedules, violating, notJudged }),
    read: () => ({
      schedules,
      violating,
      notJudged,
      unfired,
      failing: [...failing.values()].flatMap((group) => [...group.values()]).toSorted(compareFailing),
      leftOut,
      reached,
    }),
  }
}

const nothing = { schedules: 0, violating: 0, notJudged: 0, unfired: 0, leftOut: 0 }

/** `durable`, `durable -fencing`: an implementation with the guards that differ from its defaults. */
export function variantOf(input: Input): string {
  const { implementation = '', guards = '' } = formatInput(input)
  return guards === '' ? implementation : `${implementation} ${guards}`
}

/** Alike for those that violate the same by a last fault at the same step. */
function causeKey({ fields, invariants }: Counterexample): string {
  const [, label = ''] = /^\w+\/([^@#]*)/.exec((fields['plan'] ?? '').split(';').at(-1) ?? '') ?? []
  return [fields['implementation'], fields['guards'], ...invariants, stepOf(label)].join(' ')
}

/** Alike for those that violate the same by faults of the same kinds at the same steps. */
export function failingKey({ fields, invariants }: Pick<Counterexample, 'fields' | 'invariants'>): string {
  const faults = (fields['plan'] ?? '')
    .split(';')
    .map((text) =>
      text.replace(
        /^\w+\/([^@#]*)[^=]*=([\w-]+).*$/,
        (_, label: string, kind: string) => `${stepOf(label)} ${kind}`,
      ),
    )
    .sort()
  return [fields['implementation'], fields['guards'], ...invariants, ...faults].join(' ')
}

function compareFailing({ counterexample: one }: Failing, { counterexample: other }: Failing): number {
  return compare(one, other)
}

function smaller(one: Counterexample | null, other: Counterexample): Counterexample {
  return one === null || compare(other, one) < 0 ? other : one
}

/** Fewest faults first: a place has one number more for each. */
function compare({ place: one }: Counterexample, { place: other }: Counterexample): number {
  const differs = one.findIndex((number, at) => number !== other[at])
  return one.length - other.length || (differs < 0 ? 0 : (one[differs] ?? 0) - (other[differs] ?? 0))
}
