import { expect, test } from 'vitest'
import { durableSample } from '#simulator/testing/sample-runs.ts'
import { dedent, effectsOf, factsOf } from './facts.ts'

const run = durableSample()

function eventOf(kind: string) {
  const event = run.trace.find(({ what }) => what.kind === kind)
  if (!event) throw new Error(`no ${kind}`)
  return event
}

test('a statement has its SQL, a call its documents, a message its fate', () => {
  expect(factsOf(eventOf('statement')).sql).toContain('insert into engine.workflow')
  expect(factsOf(eventOf('stripe-call')).documents.map(([name]) => name)).toEqual(['parameters', 'response'])
  expect(factsOf(eventOf('sent')).facts).toContainEqual(['delivery', 'delivered'])
})

test('an event leads to those that name it as their cause', () => {
  expect(effectsOf(run, eventOf('fault')).map(({ what }) => what.kind)).toEqual(['process', 'no-answer'])
})

test('SQL loses the indentation of its place in the source', () => {
  expect(dedent('insert into a\n           values (1)\n             returning id')).toBe(
    'insert into a\n  values (1)\n    returning id',
  )
})
