import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openSimulator } from '#scenarios/checkout/testing/open-simulator.ts'
import { randomInput } from '#scenarios/checkout/testing/random-inputs.ts'
import { examples } from '#scenarios/checkout/testing/telling-inputs.ts'
import { formatInput, type JsonRow, type Run } from '#simulator'
import { isWhole } from '#simulator/testing/is-whole.ts'
import { customerViews, type CustomerView } from './customer-views.ts'

const simulator = openSimulator()

test('what is said of a customer in the end is in the rows of her own cart', async () => {
  await fc.assert(
    fc.asyncProperty(randomInput, async (input) => {
      const run = await simulator.simulate(input)
      const wrong = customerViews(run, run.trace.length).filter((view) => !isShown(view, run))
      expect(
        wrong.map(({ ending }) => ending),
        JSON.stringify(formatInput(input)),
      ).toEqual([])
    }),
    { seed: 7, numRuns: (isWhole ? 1_000 : 40) + examples.length, examples },
  )
})

function isShown({ name, ending, cards }: CustomerView, run: Run): boolean {
  if (ending === null) return false
  const { message, loss } = ending
  const rows = (table: string) => run.tables[table] ?? []
  const cart = name === 'Bob' ? 'cart-2' : 'cart-1'
  const orders = rows('orders').flatMap((row) => (row['cart_id'] === cart ? [row['id']] : []))
  const own = (table: string) => rows(table).filter((row) => orders.includes(row['order_id']))
  const [charges, parcels] = [own('stripe.charges'), own('shipments').length]
  if ('page' in message && !cards.some(({ words }) => words === message.page)) return false
  if (loss !== null && !isLost(loss, run)) return false
  switch (message.id) {
    case 'free-served':
      return charges.length === 0 && parcels === 1
    case 'free-parcels':
      return charges.length === 0 && parcels === message.parcels && parcels !== 1
    case 'charged-often':
      return charges.length === message.charges && total(charges, 'amount_cents') === message.cents
    case 'paid-unshipped':
      return charges.length > 0 && parcels === 0
    case 'too-many-parcels':
      return charges.length === message.charges && parcels === message.parcels && parcels > charges.length
    case 'charged-after-error':
      return charges.length === 1 && total(charges, 'amount_cents') === message.cents
    case 'refused-for-nothing':
      return total(rows('inventory'), 'stock') + total(rows('reservations'), 'quantity') === message.units
    case 'held-after-error':
      return total(own('reservations'), 'quantity') === message.units && charges.length === 0
    case 'error':
    case 'nothing':
      return charges.length === 0 && parcels === 0
    case 'served':
      return charges.length === 1 && parcels === 1
  }
}

function isLost({ id, units }: { readonly id: string; readonly units: number }, run: Run): boolean {
  const rows = (table: string) => run.tables[table] ?? []
  const charged = rows('stripe.charges').map((row) => row['order_id'])
  const reserved = rows('reservations').filter((row) => !charged.includes(row['order_id']))
  const having = [...rows('reservations'), ...rows('shipments')].map((row) => row['order_id'])
  const accounted = rows('orders').filter((row) => having.includes(row['id']))
  const missing = run.input.stock - total(rows('inventory'), 'stock') - total(accounted, 'quantity')
  return units > 0 && units === (id === 'missing' ? missing : total(reserved, 'quantity'))
}

function total(rows: readonly JsonRow[], column: string): number {
  return rows.reduce((sum, row) => sum + Number(row[column] ?? 0), 0)
}
