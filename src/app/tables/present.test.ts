import { expect, test } from 'vitest'
import { tablesAt } from '#simulator/tables.ts'
import { durableSample, rolledBackSample } from '#simulator/testing/sample-runs.ts'
import { cellText, silentColumns, split } from './present.ts'

const run = durableSample()

test('empty tables are told apart, and a table that a rollback just emptied stays', () => {
  expect(split(tablesAt(run, 0)).filled.map((table) => table.title)).toEqual(['inventory'])
  const rolledBack = rolledBackSample()
  expect(split(tablesAt(rolledBack, 5)).filled.map((table) => table.title)).toContain('orders')
})

test('a column that never holds a value is silent', () => {
  expect(silentColumns(run)).toEqual(new Set(['orders.session_id']))
})

test('a long value is shortened', () => {
  expect(cellText({ url: 'https://checkout.stripe.com/c/pay/cs_1' })).toHaveLength(24)
  expect(cellText(null)).toBe('null')
  expect(cellText('2030-01-01T00:30:10.04+00:00')).toBe('00:30:10.04')
})
