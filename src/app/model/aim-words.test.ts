import { expect, test } from 'vitest'
import { durableSample } from '#simulator/testing/sample-runs.ts'
import { aimAt } from '../state/aim.ts'
import { aimWords, descriptionOf } from './aim-words.ts'

const run = durableSample()
const inRun = (...at: Parameters<typeof aimAt>) => ({ aim: aimAt(...at), lane: null })

test('a crash names the server, the side and the operation', () => {
  expect(aimWords(inRun('crash', run, 8), run)).toMatch(/^hits server [AB] right after event \d+: .+\.$/)
})

test('a message is named by its event', () => {
  expect(aimWords(inRun('drop-webhook', run, 0), run)).toMatch(/^hits event \d+: .+\.$/)
})

test('where none follows, the nearest one is named instead', () => {
  expect(aimWords(inRun('drop-webhook', run, run.trace.length), run)).toMatch(
    /^finds no webhook after this event\. The nearest is event \d+: /,
  )
})

test('where there is none at all it says so, and not what would follow from it', () => {
  const silent = { ...run, trace: run.trace.slice(0, 5) }
  const its = inRun('drop-webhook', silent, 0)
  expect(descriptionOf(its, silent, 'it is lost')).toBe('cannot happen here: this run has no webhook.')
})

test('a description says what follows from it', () => {
  expect(descriptionOf(inRun('freeze', run, 5), run, 'it freezes')).toMatch(/\. It freezes\.$/)
})
