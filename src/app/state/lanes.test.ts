import { describe, expect, test } from 'vitest'
import type { Run } from '#simulator'
import { compareRuns } from './comparison.ts'
import { keyOf } from './experiment.ts'
import { fateInAll, fateInRun } from './fates.ts'
import { lanesOf, type LaneSource } from './lanes.ts'
import { announcementAt, wordsAtMoment } from './moment-words.ts'
import { planQuestion } from './plan-question.ts'
import { sampleCatalogue } from './testing/sample-catalogue.ts'

const [naive, durable] = sampleCatalogue.embedded as [Run, Run]
const source = (change: Partial<LaneSource> = {}): LaneSource => ({
  catalogue: sampleCatalogue,
  run: naive,
  shown: naive.input,
  wanted: change.shown ?? naive.input,
  opening: null,
  runs: new Map([naive, durable].map((run) => [keyOf(run.input), run])),
  laneFailures: new Map(),
  answers: 'shown',
  ...change,
})
const lanes = lanesOf(source())
const comparison = compareRuns([naive, durable], 'fault')

describe('a lane', () => {
  test('has its run and its verdict', () => {
    expect(lanes.map(({ run, words }) => [run?.input.implementation, words])).toEqual([
      ['naive', 'Holds'],
      ['durable', 'Holds'],
    ])
  })

  test('says that it is not tried yet, or why there is no run', () => {
    const runs = new Map([[keyOf(naive.input), naive]])
    expect(lanesOf(source({ runs }))[1]).toMatchObject({ run: null, words: 'not tried yet', failure: null })
    const laneFailures = new Map([[keyOf(durable.input), 'It did not end.']])
    expect(lanesOf(source({ runs, laneFailures }))[1]).toMatchObject({ failure: 'It did not end.' })
  })

  test('keeps its verdict and the moments that tell it to itself while answers are hidden', () => {
    const [hidden] = lanesOf(source({ answers: 'hidden' }))
    expect(hidden).toMatchObject({ tone: 'unknown', words: 'verdict hidden' })
    expect(hidden?.run?.trace.some(({ what }) => what.kind === 'violated')).toBe(false)
  })

  test('that fails says which guard its author left off', () => {
    const catalogue = {
      ...sampleCatalogue,
      ask: () => ({ question: '?', answer: 'Yes. Charged twice.', tone: 'violated' as const }),
      implementations: sampleCatalogue.implementations.map((implementation) => ({
        ...implementation,
        guards: [{ name: 'idempotentSteps', title: '', default: false }],
      })),
    }
    expect(lanesOf(source({ catalogue })).map(({ guardOff }) => guardOff)).toEqual([
      'idempotent steps off',
      'idempotent steps off',
    ])
    const shown = { ...naive.input, guards: { idempotentSteps: true } }
    expect(lanesOf(source({ catalogue, shown }))[0]?.guardOff).toBeNull()
  })
})

test('the question is the plan’s, whatever came out in a lane', () => {
  const ask = (run: Run) => ({
    question: run.verdicts.length === 0 ? `asked of ${run.input.implementation}` : 'another question',
    answer: '',
    tone: 'holds' as const,
  })
  const spared: Run = { ...naive, faults: [{ fired: false, reason: '' }] }
  expect(planQuestion({ ...sampleCatalogue, ask }, [spared, null, durable])).toBe('asked of durable')
})

test('with so many faults that only their number is told, one that strikes in any lane is counted', () => {
  const ask = (run: Run) => ({
    question: String(run.faults.filter(({ fired }) => fired).length),
    answer: '',
    tone: 'holds' as const,
  })
  const strikes = (...fired: readonly boolean[]): Run => ({
    ...naive,
    faults: fired.map((does) => (does ? { fired: true, event: 1 } : { fired: false, reason: '' })),
  })
  const asked = (...runs: readonly Run[]) => planQuestion({ ...sampleCatalogue, ask }, runs)
  expect(asked(strikes(true, true, false), strikes(false, false, true))).toBe('3')
  expect(asked(strikes(true, false, false), strikes(false, true, false))).toBe('1')
})

describe('words at a moment', () => {
  const at = (moment: number) => wordsAtMoment(comparison, lanes, moment, 0)

  test('count from the crash', () => {
    expect([-3, 0, 4].map((moment) => `${at(moment).event} ${at(moment).of}`.trim())).toEqual([
      '−3 before the crash',
      'At the crash',
      '+4 after the crash',
    ])
    expect(at(comparison.last).event).toBe('The end')
  })

  test('are of the lane that is looked at, until it ends', () => {
    expect(at(0).sentence).toMatch(/^naive: Server A dies/)
    expect(at(comparison.last).sentence).toMatch(/^durable: /)
  })

  test('name the lane and what it violates', () => {
    const moment = naive.trace.findLast(({ what }) => what.kind === 'violated')?.index ?? 0
    const words = at(moment - (comparison.lanes[0]?.anchor ?? 0))
    expect(words).toMatchObject({ isViolation: true })
    expect(words.sentence).toMatch(/^naive violates “/)
  })

  test('aloud: each moment when stepping, only what matters while playing', () => {
    expect(announcementAt(comparison, lanes, 2, 0, false)).toMatch(/^\+2 after the crash: naive: /)
    expect(announcementAt(comparison, lanes, 2, 0, true)).toMatch(
      /^naive: Server A dies.*durable: Server A dies/,
    )
  })
})

describe('what became of a fault', () => {
  const spared: Run = { ...durable, faults: [{ fired: false, reason: 'no such gap.' }] }

  test('in one lane', () => {
    expect(fateInRun(naive, 0)).toMatchObject({ note: null })
    expect(fateInRun(spared, 0)).toEqual({
      at: null,
      note: 'not reached in this lane',
      reason: 'no such gap.',
      isWaiting: false,
    })
  })

  test('in all: where it strikes, and which lanes it spares, and why', () => {
    const fate = fateInAll(lanes, compareRuns([naive, spared], 'fault'), 0)
    expect(fate).toEqual({ at: 0, note: 'not in durable', reason: 'durable: no such gap.', isWaiting: false })
    expect(fateInAll(lanes, compareRuns([spared, spared], 'fault'), 0)).toMatchObject({
      at: null,
      note: 'not reached in any lane',
    })
  })
})
