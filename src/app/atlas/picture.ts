/** The picture: every single fault that was or can be tried, by step and kind, in a column for each variant and customer. */
import { schedulesOf, withFault, type Singles, type NotHeld } from '#explorer/singles.ts'
import type { Palette } from '#explorer/palette.ts'
import { formatInput, parsePoint, type Input } from '#simulator'
import type { Catalogue, Tone } from '../state/catalogue.ts'
import { guardWords } from '../state/guards.ts'
import type { Look } from '../state/look.ts'
import { kindClasses, parts, placeOf, stepAndPart, type FaultPlace } from './places.ts'

export interface Picture {
  readonly variants: readonly Variant[]
  readonly groups: readonly Group[]
  /** Schedules within what is looked at, and how many of them have been tried. */
  readonly schedules: number
  readonly tried: number
  /** Whether nothing is left to be tried; a customer of whom nothing is known leaves all. */
  readonly isComplete: boolean
}

/** An implementation with its guards, and its columns. */
export interface Variant {
  readonly key: string
  readonly implementation: string
  /** `At least once`. */
  readonly title: string
  /** `idempotent steps`, or `as written` beside it; null where nothing needs to be said. */
  readonly guards: string | null
  readonly columns: readonly Column[]
  readonly counts: Counts
  /** Whether all that is looked at has been tried: before that, nothing can be said to hold. */
  readonly isComplete: boolean
}

/** One customer's checkouts, or those of customers who come together. */
export interface Column {
  readonly key: string
  readonly base: Input
}

/** Schedules by what they came to. */
export interface Counts {
  readonly violated: number
  readonly stuck: number
  /** Of these the run was stopped before its end. */
  readonly 'not-judged': number
  readonly holds: number
  readonly untried: number
}

export interface Group {
  readonly step: string
  readonly rows: readonly Row[]
}

export interface Row {
  readonly key: string
  /** `commit, crash after`. */
  readonly words: string
  /** In the order of all columns. */
  readonly cells: readonly Cell[]
}

export interface Cell {
  /** `none`: there is no such moment; `other`: what is violated is filtered out. */
  readonly tone: Tone | 'none' | 'untried' | 'other'
  /** How many came to that. */
  readonly count: number
  readonly schedules: readonly Schedule[]
}

/** One input of a cell. */
export interface Schedule {
  readonly base: Input
  /** As text; empty: none. */
  readonly fault: string
  /** Undefined: not tried yet. Null: all holds. */
  readonly notHeld: NotHeld | null | undefined
}

export interface PictureSource {
  readonly catalogue: Catalogue
  /** What is known, by the base as text. */
  readonly known: ReadonlyMap<string, Singles>
  readonly bases: readonly Input[]
  readonly look: Pick<Look, 'palette' | 'rows' | 'invariant' | 'kind'>
}

/** What there is to know of a base is found by this. */
export function baseKey(base: Input): string {
  return JSON.stringify(formatInput(base))
}

export function pictureOf({ catalogue, known, bases, look }: PictureSource): Picture {
  const variants = variantsOf(catalogue, bases)
  const columns = variants.flatMap((variant) => variant.columns)
  const rows = new Map<string, MutableRow>()
  for (const [at, { base }] of columns.entries()) {
    const singles = known.get(baseKey(base))
    if (singles !== undefined) addTo(rows, columns.length, at, base, singles, look)
  }
  const order = orderOfSteps([...known.values()])
  const isUnknown = columns.map(({ base }) => !known.has(baseKey(base)))
  const groups = groupsOf(rows, order, catalogue, look, isUnknown)
  const counted = variants.map((variant) => ({
    ...variant,
    ...outcomeOf(variant, known, catalogue, look),
  }))
  const sum = (field: keyof Counts) => counted.reduce((total, { counts }) => total + counts[field], 0)
  const tried = sum('violated') + sum('stuck') + sum('not-judged') + sum('holds')
  const isComplete = counted.every((variant) => variant.isComplete)
  return { variants: counted, groups, schedules: tried + sum('untried'), tried, isComplete }
}

interface MutableRow {
  readonly place: FaultPlace | null
  readonly cells: Schedule[][]
}

function addTo(
  rows: Map<string, MutableRow>,
  columns: number,
  at: number,
  base: Input,
  singles: Singles,
  { palette, rows: by, kind }: PictureSource['look'],
): void {
  for (const { fault, place } of placedSchedules(singles, palette)) {
    if (!isOfKind(place, kind)) continue
    const key = rowKey(place, by)
    const row = rows.get(key) ?? { place, cells: Array.from({ length: columns }, () => []) }
    rows.set(key, row)
    row.cells[at]?.push({ base, fault, notHeld: singles.verdicts[fault] })
  }
}

/** That nothing strikes is of no kind. */
function isOfKind(place: FaultPlace | null, kind: Look['kind']): boolean {
  return kind === null || place?.kind.filter === kind
}

function rowKey(place: FaultPlace | null, by: Look['rows']): string {
  if (place === null) return 'none'
  if (by === 'steps') return place.step
  return [place.step, place.part, place.kind.words].join(' ')
}

interface Placed {
  readonly fault: string
  /** Null: no fault. */
  readonly place: FaultPlace | null
}

/** Reading thousands of faults takes long; the points of a base never change. */
const placedBefore = new WeakMap<readonly string[], Map<Palette, readonly Placed[]>>()

function placedSchedules(singles: Singles, palette: Palette): readonly Placed[] {
  const byPalette = placedBefore.get(singles.points) ?? new Map<Palette, readonly Placed[]>()
  placedBefore.set(singles.points, byPalette)
  const known = byPalette.get(palette)
  if (known !== undefined) return known
  const placed = schedulesOf(singles, palette).map((fault) => ({
    fault,
    place: fault === '' ? null : placeOf(fault),
  }))
  byPalette.set(palette, placed)
  return placed
}

function variantsOf(
  catalogue: Catalogue,
  bases: readonly Input[],
): readonly Omit<Variant, 'counts' | 'isComplete'>[] {
  const byVariant = new Map<string, Input[]>()
  for (const base of bases) {
    const key = JSON.stringify([base.implementation, base.guards])
    byVariant.set(key, [...(byVariant.get(key) ?? []), base])
  }
  const isAlone = (implementation: string) =>
    [...byVariant.values()].filter(([first]) => first?.implementation === implementation).length === 1
  return [...byVariant].map(([key, own]) => {
    const implementation = own[0]?.implementation ?? ''
    const on = Object.entries(own[0]?.guards ?? {}).map(
      ([name, isOn]) => `${guardWords(name)}${isOn ? '' : ' off'}`,
    )
    return {
      key,
      implementation,
      title: catalogue.implementations.find(({ name }) => name === implementation)?.title ?? implementation,
      guards: on.length === 0 ? (isAlone(implementation) ? null : 'as written') : on.join(', '),
      columns: own.map((base, at) => ({ key: `${key} ${at}`, base })),
    }
  })
}

function outcomeOf(
  { columns }: Pick<Variant, 'columns'>,
  known: ReadonlyMap<string, Singles>,
  catalogue: Catalogue,
  look: PictureSource['look'],
): Pick<Variant, 'counts' | 'isComplete'> {
  const counts = { violated: 0, stuck: 0, 'not-judged': 0, holds: 0, untried: 0 }
  for (const { base } of columns) {
    const singles = known.get(baseKey(base))
    if (singles === undefined) continue
    for (const { fault, place } of placedSchedules(singles, look.palette)) {
      if (!isOfKind(place, look.kind)) continue
      const tone = toneOf(singles.verdicts[fault], catalogue, look.invariant)
      counts[tone === 'other' ? 'holds' : tone] += 1
    }
  }
  const isComplete = counts.untried === 0 && columns.every(({ base }) => known.has(baseKey(base)))
  return { counts, isComplete }
}

function toneOf(
  notHeld: NotHeld | null | undefined,
  catalogue: Catalogue,
  invariant: string | null,
): Tone | 'untried' | 'other' {
  if (notHeld === undefined) return 'untried'
  if (notHeld === null) return 'holds'
  const { violated, notJudged, asked } = notHeld
  const isViolated = invariant === null ? violated.length > 0 : violated.includes(invariant)
  if (isViolated) return asked?.tone ?? catalogue.toneOf(violated)
  return notJudged === null ? 'other' : 'not-judged'
}

/** The worst of its schedules is what a cell shows. */
const worstFirst = ['violated', 'stuck', 'not-judged', 'other', 'untried', 'holds'] as const

/** @param isUnknown whether nothing is known of the column, not even which moments there are */
function cellOf(
  schedules: readonly Schedule[],
  catalogue: Catalogue,
  invariant: string | null,
  isUnknown: boolean,
): Cell {
  if (isUnknown) return { tone: 'untried', count: 0, schedules }
  const tones = schedules.map(({ notHeld }) => toneOf(notHeld, catalogue, invariant))
  const tone = worstFirst.find((worst) => tones.includes(worst)) ?? 'none'
  return { tone, count: tones.filter((each) => each === tone).length, schedules }
}

function groupsOf(
  rows: ReadonlyMap<string, MutableRow>,
  order: readonly string[],
  catalogue: Catalogue,
  look: PictureSource['look'],
  isUnknown: readonly boolean[],
): readonly Group[] {
  const groups = new Map<string, (Row & { readonly place: FaultPlace | null })[]>()
  for (const [key, { place, cells }] of rows) {
    const row = {
      key,
      place,
      words: place === null ? 'no fault' : look.rows === 'steps' ? 'any fault' : wordsOf(place),
      cells: cells.map((schedules, at) =>
        cellOf(schedules, catalogue, look.invariant, isUnknown[at] === true),
      ),
    }
    if (look.rows === 'failing' && !row.cells.some(isOfConcern)) continue
    const step = place?.step ?? ''
    groups.set(step, [...(groups.get(step) ?? []), row])
  }
  return [...groups]
    .toSorted(([one], [other]) => order.indexOf(one) - order.indexOf(other))
    .map(([step, own]) => ({ step, rows: own.toSorted((one, other) => compare(one.place, other.place)) }))
}

/** Whether a cell is worth a look: what could not be judged is no better known than what fails. */
export function isOfConcern({ tone }: Pick<Cell, 'tone'>): boolean {
  return tone === 'violated' || tone === 'stuck' || tone === 'not-judged'
}

function wordsOf({ part, kind }: FaultPlace): string {
  return part === '' ? kind.words : `${part}, ${kind.words}`
}

function compare(one: FaultPlace | null, other: FaultPlace | null): number {
  if (one === null || other === null) return 0
  return (
    parts.indexOf(one.part) - parts.indexOf(other.part) ||
    kindClasses.indexOf(one.kind) - kindClasses.indexOf(other.kind)
  )
}

/**
 * Steps in the order of the checkout: each run's own order, and where another run has a step more, it comes after that
 * which it comes after there. The first customer's runs come first, the fullest before the others.
 */
function orderOfSteps(known: readonly Singles[]): readonly string[] {
  const order: string[] = ['']
  const usual = known[0]?.base['customers']
  const rank = ({ base, points }: Singles) => (base['customers'] === usual ? 10_000 : 0) + points.length
  const fullestFirst = known.toSorted((one, other) => rank(other) - rank(one))
  for (const { points } of fullestFirst) {
    let at = 0
    for (const point of points) {
      const { step } = stepAndPart(parsePoint(point).label)
      if (!order.includes(step)) order.splice(at + 1, 0, step)
      // What comes again does not lead back.
      at = Math.max(at, order.indexOf(step))
    }
  }
  return order
}

/** The input of a schedule. */
export function inputOf({ base, fault }: Schedule): Input {
  return withFault(base, fault)
}
