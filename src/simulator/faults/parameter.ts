/** What a kind of fault can be told besides where it happens: how long, how often. */
import { formatDuration, parseDuration } from '../duration.ts'
import type { Point } from '../point.ts'

/** One parameter of a kind. `Value` is what the fault holds; a plan's text has it as `key=text`. */
export interface Parameter<Value> {
  /** `restart`. */
  readonly key: string
  /** What a plan's text leaves out. */
  readonly default: Value
  /** How the page asks for it: `Down for`. */
  readonly title: string
  /** Sensible values, for a menu. */
  readonly choices: readonly Choice[]
  /** Whether any other value can be typed. */
  readonly isFree: boolean
  /** What random schedules draw from, as text. */
  readonly random: readonly string[]
  /** Where it can be chosen; absent: everywhere. Elsewhere a fault has the default. */
  fits?(point: Point): boolean
  read(text: string): Value | Unreadable
  /** What `read` reads back. */
  write(value: Value): string
  /** Less of it, what is shrunk to first comes first. */
  milder(value: Value): readonly Value[]
  /** After the name of the fault: `down for 2 h`; null if all is as usual. */
  detail(value: Value): string | null
  /** By itself, in few words: `down 2 h`. */
  brief(value: Value): string
}

export interface Choice {
  readonly label: string
  /** As a plan's text has it. */
  readonly value: string
}

/** Text that is no value of a parameter; the words follow the text of the fault. */
export class Unreadable {
  readonly expected: string

  constructor(expected: string) {
    this.expected = expected
  }
}

/** @param values label and text of each */
export function choices(...values: readonly (readonly [label: string, value: string])[]): readonly Choice[] {
  return values.map(([label, value]) => ({ label, value }))
}

export function readDuration(text: string): number | Unreadable {
  return (
    parseDuration(text) ??
    new Unreadable(
      'has a duration that cannot be read. Expected such as 500ms, 30s, 31min or 2h, at most 21d.',
    )
  )
}

/** A parameter in milliseconds, of which shorter is milder. */
export function duration(
  its: Pick<Parameter<number>, 'key' | 'default' | 'title' | 'choices' | 'random' | 'detail' | 'brief'>,
): Parameter<number> {
  return { ...its, isFree: true, read: readDuration, write: formatDuration, milder: shorterThan }
}

/** Durations that are worth trying, the shortest first. Milliseconds. */
const ladderMs = [1, 5, 10, 30, 60, 120, 300, 600, 1_860, 3_600, 7_200].map((seconds) => seconds * 1_000)

export function shorterThan(ms: number): readonly number[] {
  return ladderMs.filter((rung) => rung < ms)
}
