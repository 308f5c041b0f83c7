import { expect, test } from 'vitest'
import { tablesAt } from '#simulator/tables.ts'
import { durableSample, rolledBackSample } from '#simulator/testing/sample-runs.ts'
import { cellText, silentColumns, split } from './table-rows.ts'

const run = durableSample()

test('empty tables are told apart, and a table that a rollback just emptied stays', () => {
  expect(split(tablesAt(run, 0)).filled.map((table) => table.title)).toEqual(['inventory'])
  const rolledBack = rolledBackSample()
  expect(split(tablesAt(rolledBack, 5)).filled.map((table) => table.title)).toContain('orders')
})

test('a column that never varies is silent, unless it names a row or tells how it stands', () => {
  const silent = silentColumns(run)
  expect([...silent]).toEqual(expect.arrayContaining(['orders.session_id', 'reservations.quantity']))
  for (const column of ['orders.id', 'orders.status', 'inventory.stock', 'reservations.order_id'])
    expect(silent).not.toContain(column)
})

test('what the run is about keeps its place; what else just changed comes first', () => {
  for (let cursor = 0; cursor <= run.trace.length; cursor += 1) {
    const { filled } = split(tablesAt(run, cursor))
    const lasting = filled.filter(({ name }) => ['orders', 'inventory'].includes(name))
    expect(lasting.map(({ name }) => name)).toEqual(['orders', 'inventory'].slice(-lasting.length))
    const first = filled.findIndex(({ name }) => name === 'inventory' || name === 'orders')
    for (const { justChanged } of filled.slice(0, first)) expect(justChanged).toBe(true)
  }
})

test('a long value is shortened', () => {
  expect(cellText({ url: 'https://checkout.stripe.com/c/pay/cs_1' })).toHaveLength(20)
  expect(cellText(null)).toBe('null')
  expect(cellText('2030-01-01T00:30:10.04+00:00')).toBe('00:30:10.04')
})
