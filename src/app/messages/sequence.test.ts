import { expect, test } from 'vitest'
import { durableSample, naiveSample } from '#simulator/testing/sample-runs.ts'
import { troubledRun } from '#simulator/testing/troubled-run.ts'
import { sequenceOf } from './sequence.ts'

const { lifelines, rows } = sequenceOf(durableSample())

test('has a lifeline for whoever sends or gets messages', () => {
  expect(lifelines).toEqual(['Alice', 'Server A', 'Server B', 'Stripe'])
})

test('shows messages, calls and crashes in their order', () => {
  expect(rows.map(({ kind }) => kind)).toEqual([
    'message',
    'crash',
    'call',
    'back',
    'message',
    'message',
    'message',
    'message',
  ])
})

test('tells what befell a server, what it did not hear, and whose message it was', () => {
  const troubled = troubledRun()
  const told = sequenceOf(troubled).rows.flatMap((row) =>
    'words' in row ? [`${row.kind}: ${row.words}`] : row.notes.map((note) => `${row.title}: ${note}`),
  )
  expect(told).toEqual([
    'unheard: A gets no answer from Postgres',
    'POST /checkout/sessions: done, no answer in time',
    'freeze: A froze',
    'back: A wakes up and does not know that time has passed',
    'cs_1 is paid: forged: wrong signature',
    'cs_1 is paid: sent again by an attacker, 2 min later',
  ])
})

test('says what became of a message', () => {
  const lost = sequenceOf(naiveSample()).rows.find((row) => row.kind === 'message' && row.fate === 'dropped')
  expect(lost).toMatchObject({ envelope: true, notes: ['lost on the way'], title: 'cs_1 is paid' })
})
