import { expect, test } from 'vitest'
import { durableSample, naiveSample } from '#simulator/testing/sample-runs.ts'
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
    'message',
    'message',
    'message',
    'message',
  ])
})

test('says what became of a message', () => {
  const lost = sequenceOf(naiveSample()).rows.find((row) => row.kind === 'message' && row.fate === 'dropped')
  expect(lost).toMatchObject({ envelope: true, notes: ['lost on the way'], title: 'cs_1 is paid' })
})
