/**
 * What a sweep has found: for each step and kind of fault how many schedules were tried and how many violate, with the
 * smallest counterexample of each; never the runs themselves, of which there are too many.
 */
import { formatInput, type FaultKind, type Input, type InputFields } from '#simulator'
import { stepOf } from './step.ts'

/** A cell of the atlas. */
export interface Cell {
  readonly implementation: string
  /** Guards that differ from the implementation's defaults: `-cartKey,poller`. */
  readonly guards: string
  /** `pays`; two together are `pays+leaves`. */
  readonly customers: string
  /** The step that the fault falls into, or the message or call that it befalls; null: no fault at all. */
  readonly step: string | null
  readonly kind: FaultKind | null
  /** Schedules with such a fault, alone or with others. */
  readonly tried: number
  readonly violating: number
  /** How many of them violate each invariant. */
  readonly invariants: { readonly [id: string]: number }
  /** The one with the fewest faults, of these the first. */
  readonly counterexample: Counterexample | null
}

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
  /** What it violates without its last fault. */
  readonly violatedBefore: readonly string[]
  readonly fired: boolean
  readonly reached: readonly string[]
}

/** Plain JSON. */
export interface Findings {
  readonly schedules: number
  readonly violating: number
  /** Schedules with a fault that met no operation. */
  readonly unfired: number
  readonly cells: readonly Cell[]
  /** Ways of failing that come with the last fault of their schedule, the smallest first; of each cause a few. */
  readonly failing: readonly Failing[]
  /** Schedules that fail in ways beyond those. */
  readonly leftOut: number
  /** By implementation and its guards, in how many schedules each “sometimes” statement came true. */
  readonly reached: { readonly [variant: string]: { readonly [id: string]: number } }
}

export interface FindingsLog {
  add(tried: Tried): void
  counts(): { readonly tried: number; readonly violating: number }
  read(): Findings
}

/** So many ways of failing are kept of each invariant, step and implementation: the smallest. */
const mostOfEach = 6

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** @param earlier what was found before, where a sweep is resumed */
export function createFindings(earlier?: Findings): FindingsLog {
  const cells = new Map<string, Mutable<Cell>>()
  /** By what they have in common, then by what tells them apart. */
  const failing = new Map<string, Map<string, Failing>>()
  const reached = structuredClone(earlier?.reached ?? {}) as Record<string, Record<string, number>>
  let { schedules, violating, unfired, leftOut } = earlier ?? nothing
  for (const cell of earlier?.cells ?? []) cells.set(cellKey(cell), { ...cell })
  for (const known of earlier?.failing ?? [])
    groupOf(known.counterexample).set(failingKey(known.counterexample), known)

  function groupOf(counterexample: Counterexample): Map<string, Failing> {
    const key = causeKey(counterexample)
    const group = failing.get(key) ?? new Map<string, Failing>()
    failing.set(key, group)
    return group
  }

  function addToCells(tried: Tried, counterexample: Counterexample | null): void {
    for (const place of cellsOf(tried.input)) {
      const key = cellKey(place)
      const cell = cells.get(key) ?? {
        ...place,
        tried: 0,
        violating: 0,
        invariants: {},
        counterexample: null,
      }
      cells.set(key, cell)
      cell.tried += 1
      if (counterexample === null) continue
      cell.violating += 1
      cell.invariants = { ...cell.invariants }
      for (const id of tried.violated)
        Object.assign(cell.invariants, { [id]: (cell.invariants[id] ?? 0) + 1 })
      cell.counterexample = smaller(cell.counterexample, counterexample)
    }
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
      addToCells(tried, counterexample)
      // With a fault more it fails as it did before: nothing new.
      const brought = violated.filter((id) => !violatedBefore.includes(id))
      if (counterexample !== null && brought.length > 0) addToFailing(counterexample, brought)
      const counts = (reached[variantOf(input)] ??= {})
      for (const id of tried.reached) counts[id] = (counts[id] ?? 0) + 1
    },
    counts: () => ({ tried: schedules, violating }),
    read: () => ({
      schedules,
      violating,
      unfired,
      cells: [...cells.values()],
      failing: [...failing.values()].flatMap((group) => [...group.values()]).toSorted(compareFailing),
      leftOut,
      reached,
    }),
  }
}

const nothing = { schedules: 0, violating: 0, unfired: 0, leftOut: 0 }

/** `durable`, `durable -fencing`: an implementation with the guards that differ from its defaults. */
export function variantOf(input: Input): string {
  const { implementation = '', guards = '' } = formatInput(input)
  return guards === '' ? implementation : `${implementation} ${guards}`
}

/** One for each step and kind of its faults, or the one of no fault at all. */
function cellsOf(input: Input): readonly Pick<Cell, keyof Place>[] {
  const { implementation = '', guards = '' } = formatInput(input)
  const of = { implementation, guards, customers: input.customers.join('+') }
  if (input.plan.length === 0) return [{ ...of, step: null, kind: null }]
  const places = input.plan.map(({ point, kind }) => ({ ...of, step: stepOf(point.label), kind }))
  return [...new Map(places.map((place) => [cellKey(place), place])).values()]
}

type Place = Pick<Cell, 'implementation' | 'guards' | 'customers' | 'step' | 'kind'>

function cellKey({ implementation, guards, customers, step, kind }: Place): string {
  return [implementation, guards, customers, step, kind].join(' ')
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
