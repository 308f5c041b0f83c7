import { expect, test } from 'vitest'
import type { Run } from '#simulator'
import { aimInView, eventWords } from './aim-in-view.ts'
import { keyOf } from './experiment.ts'
import type { PageState } from './page-state.ts'
import { sampleCatalogue } from './testing/sample-catalogue.ts'

const [naive, durable] = sampleCatalogue.embedded
/** A checkout that was refused before anything could be paid. */
const refused: Run = {
  ...naive,
  trace: naive.trace.filter(({ point }) => point?.includes('webhook') !== true),
}

function pageWith(run: Run, view: PageState['view']): PageState {
  return {
    catalogue: sampleCatalogue,
    run,
    shown: run.input,
    wanted: run.input,
    before: null,
    opening: null,
    cursor: 5,
    beyond: 0,
    view,
    alignment: 'fault',
    answers: 'shown',
    runs: new Map([run, durable].map((one) => [keyOf(one.input), one])),
    laneFailures: new Map(),
  } as unknown as PageState
}

test('a fault is aimed in the lane that is looked at, which a comparison names', () => {
  expect(aimInView(pageWith(naive, 'focus'), 'crash')).toMatchObject({ aim: { possible: true }, lane: null })
  expect(aimInView(pageWith(naive, 'compare'), 'crash')).toMatchObject({
    aim: { possible: true },
    lane: 'naive',
  })
  expect([eventWords(8, null), eventWords(8, 'Naive')]).toEqual(['event 8', 'Naive’s event 8'])
})

test('in a comparison the first lane that has the point does, where the one that is looked at has none', () => {
  expect(aimInView(pageWith(refused, 'focus'), 'drop-webhook').aim.possible).toBe(false)
  expect(aimInView(pageWith(refused, 'compare'), 'drop-webhook')).toMatchObject({
    aim: { possible: true },
    lane: 'durable',
  })
})
