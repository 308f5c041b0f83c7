import { expect, test } from 'vitest'
import { parsePlan } from '#simulator'
import { awaitedWords, headlineWords } from './pending-words.ts'

test.each([
  ['', 'Running your change…'],
  ['server/commit:createOrder#1=crash-before', 'Running your crash…'],
  ['stripe/webhook:checkout.session.completed#1=drop', 'Running your fault…'],
  [
    'server/commit:createOrder#1=crash-after;stripe/webhook:checkout.session.completed#1=drop',
    'Running your 2 faults…',
  ],
])('the headline names what was placed: %s', (plan, words) => {
  expect(headlineWords({ added: plan === '' ? [] : parsePlan(plan) })).toBe(words)
})

test('what is awaited is said with its size while it loads', () => {
  expect(awaitedWords({ phase: 'loading', receivedBytes: 3_240_000, totalBytes: 7_640_000 })).toBe(
    'Postgres, 3.2 of 8 MB',
  )
  expect(awaitedWords({ phase: 'loading' })).toBe('Loading Postgres')
  expect(awaitedWords({ phase: 'starting' })).toBe('Postgres is starting')
  expect(awaitedWords({ phase: 'running' })).toBeNull()
})
