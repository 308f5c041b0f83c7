/**
 * A lane in one line of words: `reserved | A dies → B takes over → no checkpoint 1 → reserved again → shipped`.
 *
 * It is read off the trace and the rows, never written for a plan; the scenario gives the words alone.
 */
import type { Run } from '#simulator'
import type { StoryWords } from '#simulator/scenario.ts'
import type { Beat, BeatKind } from './beat.ts'
import { effectBeats, effectsOf, wordsOf, type Effect } from './effect-beats.ts'
import { engineBeats } from './engine-beats.ts'
import { faultBeats } from './fault-beats.ts'

export interface LaneLine {
  /** The last thing that was done before the lanes part; null if nothing was. */
  readonly before: string | null
  /** What comes then, in order. */
  readonly beats: readonly Beat[]
}

export interface LineOptions {
  readonly words: StoryWords
  /** The event from which the line is told, itself included; 0 for the whole run. */
  readonly anchor: number
  /** Whether something fails at that event. */
  readonly isStruck: boolean
  readonly tone: 'holds' | 'stuck' | 'violated' | 'not-judged' | 'unknown'
}

/** What one can read at a glance. */
const maxBeats = 8

export function laneLine(run: Run, options: LineOptions): LaneLine {
  const all = beatsOf(run, options)
  const { anchor } = options
  const effects = effectsOf(run, options.words)
  const main = mainSubject(run, anchor)
  const before = effects.findLast(
    (effect) => effect.event < anchor && effect.isTold && effect.subject === main,
  )
  return {
    before: before === undefined ? null : wordsOf(before),
    beats: shortened(merged(all), anchor > 0),
  }
}

/** Everything that could be told of a run from its anchor on. */
export function beatsOf(run: Run, { words, anchor, isStruck, tone }: LineOptions): readonly Beat[] {
  const main = mainSubject(run, anchor)
  const effects = effectsOf(run, words)
  const engine = engineBeats(run, words)
  const told = [
    ...faultBeats(run),
    ...engine,
    ...effectBeats(run, effects, main, tone === 'violated'),
    ...(isStruck && anchor > 0 ? keptBeats(effects, engine, anchor, main) : []),
  ].filter(({ event }) => event >= anchor)
  const left = tone === 'violated' || tone === 'stuck' ? words.leftWrong(run) : []
  return [
    ...told.toSorted((one, other) => one.event - other.event),
    ...left.map((each): Beat => ({ event: run.trace.length, words: each, kind: 'left', isWrong: true })),
  ]
}

/** Whom the event at the anchor concerns, or the customer whom the run begins with. */
function mainSubject({ trace }: Run, anchor: number): string | null {
  const at =
    trace[anchor - 1]?.subject ?? trace.slice(0, anchor).findLast(({ subject }) => subject !== null)?.subject
  return at ?? trace.find(({ subject }) => subject !== null)?.subject ?? null
}

/**
 * `not reserved again`: it stood done when something failed, another try at the work came to the same place, and the
 * next thing was done without it.
 */
function keptBeats(
  effects: readonly Effect[],
  engine: readonly Beat[],
  anchor: number,
  main: string | null,
): readonly Beat[] {
  const own = effects.filter(({ subject }) => subject === main)
  const last = own.findLast(({ event, isTold }) => event < anchor && isTold)
  const another = engine.find(({ event, kind }) => event >= anchor && isAnotherTry.has(kind))
  if (last === undefined || another === undefined || last.words.isRoutine) return []
  if (last.sign < 0 || last.count !== 1) return []
  if (own.some(({ words, event, sign }) => words === last.words && event >= anchor && sign > 0)) return []
  const next = own.find(({ event, words }) => event > another.event && words !== last.words)
  // Right before the next effect, which the stable sort keeps behind it.
  return next === undefined
    ? []
    : [{ event: next.event - 0.5, words: last.words.kept, kind: 'protection', effect: last.words.id }]
}

const isAnotherTry: ReadonlySet<BeatKind> = new Set(['process', 'customer', 'protection'])

/** What is said several times in a row is said once. */
function merged(beats: readonly Beat[]): readonly Beat[] {
  const kept: Beat[] = []
  const times: number[] = []
  for (const beat of beats) {
    const at = kept.findLastIndex(({ words }) => words === beat.words)
    const isRepeated = at >= 0 && (at === kept.length - 1 || kept[at]?.kind === 'customer')
    if (isRepeated) times[at] = (times[at] ?? 1) + 1
    else {
      kept.push(beat)
      times.push(1)
    }
  }
  return kept.map((beat, at) =>
    (times[at] ?? 1) > 1 ? { ...beat, words: `${beat.words} (${times[at]} times)` } : beat,
  )
}

/** The beats that say most, in their order. @param isCut whether it begins at a failure */
function shortened(beats: readonly Beat[], isCut: boolean): readonly Beat[] {
  const outcome = beats.findLast(({ kind }) => kind === 'effect' || kind === 'routine')
  const first = beats.find(({ kind }) => kind === 'fault')
  const weightOf = (beat: Beat): number => {
    if (beat === first) return 100
    if (beat.isWrong === true) return 95
    if (beat === outcome) return 90
    if (beat.kind === 'routine' && isCut) return 0
    return beat.weight ?? weights[beat.kind]
  }
  const kept = beats
    .filter((beat) => weightOf(beat) > 0)
    .toSorted((one, other) => weightOf(other) - weightOf(one))
    .slice(0, maxBeats)
  return beats.filter((beat) => kept.includes(beat))
}

const weights: { readonly [kind in BeatKind]: number } = {
  left: 95,
  fault: 75,
  protection: 70,
  process: 60,
  effect: 55,
  routine: 50,
  customer: 45,
}
