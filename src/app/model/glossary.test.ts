import { expect, test } from 'vitest'
import { durableSample } from '#simulator/testing/sample-runs.ts'
import { troubledRun } from '#simulator/testing/troubled-run.ts'
import { glossary, termsOf, type TermId } from './glossary.ts'

const ids = Object.keys(glossary) as TermId[]

test('each term has one sentence, and the term stands in it', () => {
  for (const { name, sentence } of Object.values(glossary)) {
    expect(sentence.toLowerCase()).toContain(name)
    expect(sentence).toMatch(/^[A-Z][^.]*\.$/)
  }
})

test('a recovery shows a lease and an epoch, a reused step a replay, a checkpoint row a checkpoint', () => {
  const { trace } = durableSample()
  const terms = new Set(trace.flatMap(termsOf))
  for (const id of ['lease', 'epoch', 'replay', 'checkpoint'] as const) expect(terms, id).toContain(id)
  const reused = trace.find(({ what }) => what.kind === 'step' && what.progress === 'replayed')
  expect(reused === undefined ? [] : termsOf(reused)).toEqual(['replay', 'checkpoint'])
})

test('most events need no term, and no event names one that has no sentence', () => {
  const events = [...durableSample().trace, ...troubledRun().trace]
  expect(events.filter((event) => termsOf(event).length === 0).length).toBeGreaterThan(events.length / 2)
  for (const event of events) for (const id of termsOf(event)) expect(ids).toContain(id)
})
