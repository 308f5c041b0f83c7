import { expect, test } from 'vitest'
import { tablesAt, type TableState } from '#simulator/tables.ts'
import { naiveSample } from '#simulator/testing/sample-runs.ts'
import { committedRows, euros, receiptsOf, statusWord } from './receipts.ts'

test('two mugs held for one customer are read from the rows', () => {
  const run = naiveSample()
  const receipts = receiptsOf(committedRows(tablesAt(run, run.trace.length)))
  expect(receipts).toMatchObject({ stock: 0, held: 2, sold: 0 })
  expect(receipts.orders).toHaveLength(2)
})

test('one order that is charged twice is seen, two orders charged once each are not', () => {
  const charge = (order: string) => ({ session_id: 'cs', order_id: order, amount_cents: 1800 })
  expect(receiptsOf({ 'stripe.charges': [charge('a'), charge('a')] })).toMatchObject({
    chargedCents: 3600,
    chargedTwice: true,
  })
  expect(receiptsOf({ 'stripe.charges': [charge('a'), charge('b')] }).chargedTwice).toBe(false)
})

test('what is shipped is sold, what is not is held', () => {
  const order = (id: string) => ({ id, status: 'PENDING', quantity: 1 })
  const reservation = (id: string) => ({ order_id: id, sku: 'mug', quantity: 1 })
  const shipments = [{ order_id: 'a' }]
  const orders = [order('a'), order('b')]
  // Whether shipping removes the reservation is the shop's affair.
  for (const reservations of [[reservation('b')], [reservation('a'), reservation('b')]])
    expect(receiptsOf({ orders, reservations, shipments })).toMatchObject({ held: 1, sold: 1, parcels: 1 })
})

test('what is not committed does not count', () => {
  const table: TableState = {
    name: 'inventory',
    title: 'inventory',
    columns: ['stock'],
    justChanged: true,
    rolledBackAt: null,
    rows: [
      {
        key: 'mug',
        status: 'pending',
        change: 'updated',
        cells: [{ column: 'stock', value: 1, before: 2, changed: true }],
      },
      {
        key: 'cup',
        status: 'pending',
        change: 'inserted',
        cells: [{ column: 'stock', value: 7, changed: true }],
      },
    ],
  }
  expect(committedRows([table])).toEqual({ inventory: [{ stock: 2 }] })
})

test('money and states in words', () => {
  expect([euros(0), euros(1800), euros(1850)]).toEqual(['€0', '€18', '€18.50'])
  expect(statusWord('IN_TRANSIT')).toBe('In transit')
})
