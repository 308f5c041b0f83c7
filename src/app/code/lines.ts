/** What a run has to do with each line of its source. */
import type { Run } from '#simulator'

export interface LineHistory {
  /** From 1. */
  readonly line: number
  /** Indexes of the events that it asked for, in order; empty where it asks for nothing. */
  readonly events: readonly number[]
}

/** Events of each line of a file, by line number; lines without any are absent. */
export function linesOf(run: Run, file: string): ReadonlyMap<number, LineHistory> {
  const lines = new Map<number, number[]>()
  for (const { index, site } of run.trace) {
    if (site === null || !isSameFile(site.file, file)) continue
    lines.set(site.line, [...(lines.get(site.line) ?? []), index])
  }
  return new Map([...lines].map(([line, events]) => [line, { line, events }]))
}

/** A site names its file with or without its folders. */
function isSameFile(one: string, other: string): boolean {
  return one === other || one.endsWith(`/${other}`) || other.endsWith(`/${one}`)
}

/** The line of the latest event up to the cursor that has one; null before the first. */
export function currentLine(lines: ReadonlyMap<number, LineHistory>, cursor: number): number | null {
  let latest: { line: number; event: number } | null = null
  for (const { line, events } of lines.values()) {
    const event = events.findLast((index) => index <= cursor)
    if (event !== undefined && event > (latest?.event ?? 0)) latest = { line, event }
  }
  return latest?.line ?? null
}

/** Where a click on a line goes: its next event after the cursor, else its first. */
export function nextOf({ events }: LineHistory, cursor: number): number {
  return events.find((index) => index > cursor) ?? events[0] ?? cursor
}

/** Whether the line has asked for anything by now. */
export function hasRun({ events }: LineHistory, cursor: number): boolean {
  return (events[0] ?? Number.POSITIVE_INFINITY) <= cursor
}
