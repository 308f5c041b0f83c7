import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scenario } from '#scenarios'
import { createSimulator } from '#simulator/simulate.ts'
import { openTestDatabase } from '#simulator/testing/open-database.ts'
import { invariants } from './invariants.ts'

/** Each invariant on rows that violate it and on rows that do not: one that cannot fail says nothing. */

let database: PGlite
beforeAll(async () => {
  database = await openTestDatabase()
  // Makes the tables.
  createSimulator(database, scenario)
})
afterAll(() => database.close())

const mug = (stock: number) => `insert into inventory values ('mug', ${stock}, 2);`
const order = (number: number, status: string) =>
  `insert into orders (id, cart_id, sku, quantity, amount_cents, status) values ('ord_${number}', 'cart-1', 'mug', 1, 1800, '${status}');`
const held = (number: number) =>
  `insert into reservations (order_id, sku, quantity) values ('ord_${number}', 'mug', 1);`
const shipped = (number: number) =>
  `insert into shipments (order_id, sku, quantity) values ('ord_${number}', 'mug', 1);`
const session = (number: number, status: string, payment: string) =>
  `insert into stripe.sessions values (${number}, 'cs_${number}', 'ord_${number}', 'cart-1', null, '${status}', '${payment}', 1800, 'eur', 0, 0, null);`
const charge = (number: number) =>
  `insert into stripe.charges values (${number}, 'ch_${number}', 'cs_${number}', 'ord_${number}', 'cart-1', 1800, 'eur', 0);`
const workflow = (epoch: number) =>
  `insert into engine.workflow (id, name, status, epoch, created_at, claimed_at) values ('cart-1', 'checkout', 'running', ${epoch}, '2030-01-01', '2030-01-01 00:00:10+00');`
const checkpoint = (epoch: number, at: string) =>
  `insert into engine.step_checkpoint (workflow_id, step, name, epoch, created_at) values ('cart-1', '0', 'createOrder', ${epoch}, '2030-01-01 00:00:${at}+00');`
const effect = (event: number) => `insert into run.effects values ('cart-1', '0', ${event});`

/** By invariant: rows that violate it, and rows close to them that do not. */
const cases: { readonly [id: string]: readonly [violating: string, holding: string] } = {
  S1: [charge(1) + charge(2), charge(1)],
  S2: [mug(0) + shipped(1) + shipped(2) + shipped(3), mug(0) + shipped(1) + shipped(2)],
  S3: [mug(0) + order(1, 'PENDING') + held(1) + held(1), mug(1) + order(1, 'PENDING') + held(1)],
  S4: [session(1, 'complete', 'paid') + shipped(1) + shipped(1), session(1, 'complete', 'paid') + shipped(1)],
  S5: [order(1, 'CANCELLED') + held(1), order(1, 'CANCELLED')],
  S6: [
    order(1, 'CANCELLED') + session(1, 'complete', 'paid'),
    order(1, 'FULFILLED') + session(1, 'complete', 'paid'),
  ],
  S7: [`insert into run.unsigned_effects values (7, 'order-1');`, ''],
  S8: [effect(1) + effect(2), effect(1)],
  S9: [
    session(1, 'open', 'unpaid') + session(2, 'open', 'unpaid'),
    session(1, 'expired', 'unpaid') + session(2, 'open', 'unpaid'),
  ],
  S10: [workflow(2) + checkpoint(1, '11'), workflow(2) + checkpoint(1, '09')],
  S11: [
    session(1, 'complete', 'unpaid') + shipped(1),
    session(1, 'complete', 'paid') + session(2, 'complete', 'unpaid') + shipped(1),
  ],
  L1: [order(1, 'PENDING'), order(1, 'CANCELLED')],
  L2: [`insert into run.unsettled values ('it goes on');`, ''],
  L3: [
    `insert into run.turned_away values (7, 'Alice', 'order-1', 'gives up', 1, 1);`,
    `insert into run.turned_away values (7, 'Alice', 'order-1', 'gives up', 1, 0);`,
  ],
}

describe('an invariant', () => {
  test('is here with its cases, each of them', () => {
    expect(Object.keys(cases)).toEqual(invariants.map(({ id }) => id))
  })

  test.each(invariants)('$id, “$statement”, finds what violates it and nothing else', async ({ id, sql }) => {
    const [violating = '', holding = ''] = cases[id] ?? []
    for (const [rows, expected] of [
      [violating, true],
      [holding, false],
      ['', false],
    ] as const) {
      await database.exec(`begin; ${rows}`)
      const found = await database.query(sql)
      await database.exec('rollback')
      expect(found.rows.length > 0).toBe(expected)
    }
  })
})
