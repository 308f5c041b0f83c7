import { describe, expect, test } from 'vitest'
import type { Run } from '#simulator'
import { durableSample, naiveSample } from '#simulator/testing/sample-runs.ts'
import { compareRuns, eventsAt, nextMoment, pausesAtMoment, strikeOf, violationsAt } from './comparison.ts'

const [naive, durable] = [naiveSample(), durableSample()]
const both = compareRuns([naive, durable], 'fault')
const unreached: Run = { ...durable, faults: [{ fired: false, reason: 'no such gap.' }] }

const deathIn = ({ trace }: Run) =>
  trace.find(({ what }) => what.kind === 'process' && what.change === 'crashed')?.index ?? -1

describe('alignment', () => {
  test('all lanes stand at the death that the first fault brings, at moment 0', () => {
    expect(both.fault).toBe(0)
    expect(both.lanes.map((lane) => eventsAt(lane, 0))).toEqual([deathIn(naive), deathIn(durable)])
    expect(deathIn(naive)).not.toBe(deathIn(durable))
  })

  test('moments run from the longest beginning to the longest end', () => {
    expect(both.first).toBe(-Math.max(deathIn(naive), deathIn(durable)))
    const ends = [naive, durable].map((run) => run.trace.length - deathIn(run))
    expect(both.last).toBe(Math.max(...ends))
  })

  test('each lane stays within its own run', () => {
    expect(both.lanes.map((lane) => eventsAt(lane, both.first))).toEqual([0, 0])
    expect(both.lanes.map((lane) => eventsAt(lane, both.last))).toEqual([
      naive.trace.length,
      durable.trace.length,
    ])
  })

  test('a lane that the fault spares stands at the same virtual time', () => {
    const { lanes, fault } = compareRuns([naive, unreached], 'fault')
    const atMs = naive.trace[deathIn(naive) - 1]?.atMs ?? -1
    expect(fault).toBe(0)
    expect(lanes[1]).toMatchObject({ isStruck: false })
    const anchor = lanes[1]?.anchor ?? 0
    expect(durable.trace[anchor - 1]?.atMs).toBeLessThanOrEqual(atMs)
    expect(durable.trace[anchor]?.atMs).toBeGreaterThan(atMs)
  })

  test('it is the first fault that strikes anywhere, whatever its place in the plan', () => {
    const second: Run = { ...naive, faults: [{ fired: false, reason: '' }, ...naive.faults] }
    expect(compareRuns([second, { ...unreached, faults: second.faults }], 'fault').fault).toBe(1)
    const earlier: Run = { ...naive, faults: [...naive.faults, { fired: true, event: 3 }] }
    const { fault, lanes } = compareRuns([earlier, { ...unreached, faults: second.faults }], 'fault')
    expect(fault).toBe(1)
    expect(lanes[0]?.anchor).toBe(3)
  })

  test('where none strikes, or when asked to, they stand together at the start', () => {
    for (const comparison of [compareRuns([unreached], 'fault'), compareRuns([naive, durable], 'start')])
      expect(comparison).toMatchObject({ fault: null, first: 0, last: durable.trace.length })
  })

  test('a lane whose run has not come takes no part', () => {
    const { lanes, last } = compareRuns([naive, null], 'fault')
    expect(eventsAt(lanes[1] ?? { run: null, anchor: 0, isStruck: true }, 5)).toBe(0)
    expect(last).toBe(naive.trace.length - deathIn(naive))
  })
})

test('a fault that kills nobody strikes where it meets its operation', () => {
  const lost: Run = { ...naive, faults: [{ fired: true, event: 3 }] }
  expect(strikeOf(lost, 0)).toBe(3)
  expect(strikeOf(unreached, 0)).toBeNull()
})

test('one that restarts Postgres strikes where that happens, and not what comes next by chance', () => {
  const [fault, death] = durable.trace.slice(deathIn(durable) - 2, deathIn(durable))
  if (fault === undefined || death === undefined) throw new Error('A server dies in it')
  const after = (cause: number): Run => ({
    ...durable,
    faults: [{ fired: true, event: fault.index }],
    trace: durable.trace.with(fault.index, {
      ...death,
      cause,
      actor: { role: 'postgres' },
      what: { kind: 'process', change: 'restarted', restartAtMs: death.atMs + 5_000 },
    }),
  })
  expect(strikeOf(after(fault.index), 0)).toBe(death.index)
  expect(strikeOf(after(fault.index - 1), 0)).toBe(fault.index)
})

describe('halts', () => {
  test('are those of any lane, one after the other, both ways', () => {
    const seen: number[] = []
    for (let moment = both.first; moment < both.last; moment = nextMoment(both, moment, 1)) seen.push(moment)
    expect(seen).toEqual(seen.toSorted((one, other) => one - other))
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toContain(0)
    expect(nextMoment(both, both.last, 1)).toBe(both.last)
    expect(nextMoment(both, both.first, -1)).toBe(both.first)
    expect(nextMoment(both, 1, -1)).toBe(0)
  })

  test('playing pauses once for what is found violated at once, and all of it is told there', () => {
    const violated = naive.trace.filter(({ what }) => what.kind === 'violated')
    const last = (violated.at(-1)?.index ?? -1) - deathIn(naive)
    const moments = Array.from({ length: both.last - both.first + 1 }, (_, at) => both.first + at)
    expect(moments.filter((moment) => pausesAtMoment(both, moment))).toEqual([last, both.last])
    const told = violationsAt(both, last)
    expect(told.map(({ lane, invariants }) => [lane, invariants.length])).toEqual([[0, violated.length]])
  })
})
