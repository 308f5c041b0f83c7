/** The application's rows in another database than the engine's: a transaction is at least once, like any other step. */
import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createPgliteDatabase } from './pglite-database.ts'
import { createWorld, type Fate, type World } from './testing/world.ts'
import { workflow } from './workflow.ts'

let store: PGlite
let application: PGlite
let world: World

beforeAll(async () => {
  ;[store, application] = await Promise.all([PGlite.create(), PGlite.create()])
  await application.exec(
    'create table shipment (id integer generated always as identity, cart text not null)',
  )
  world = await createWorld({
    database: createPgliteDatabase(store),
    exec: (sql) => store.exec(sql),
    close: () => store.close(),
  })
})
afterAll(() => Promise.all([store.close(), application.close()]))
beforeEach(async () => {
  await world.reset()
  await application.exec('truncate shipment')
})

const shop = workflow('shop', async (ctx, cart: string) => {
  await ctx.transaction('ship', (tx) =>
    tx.query({ label: 'ship', text: 'insert into shipment (cart) values ($1)', values: [cart] }),
  )
  return 'done'
})

/** @param fate of the first write of the checkpoint of `ship` @returns how many parcels left */
async function shipWith(fate: Fate): Promise<number> {
  let isFirst = true
  world.intercept = ({ label }) => {
    if (label !== 'checkpoint:ship' || !isFirst) return 'pass'
    isFirst = false
    return fate
  }
  for (const id of ['A', 'B']) {
    const { engine } = world.boot(id, [shop], { applicationDatabase: createPgliteDatabase(application) })
    void engine.run()
    if (id === 'A') void engine.start(shop, 'cart', 'cart')
  }
  await world.advance(100_000)
  const [row] = await world.rows(`select status from engine.workflow where id = 'cart'`)
  expect(row?.['status']).toBe('succeeded')
  const { rows } = await application.query('select * from shipment')
  return rows.length
}

test('takes effect once where nothing goes wrong', async () => {
  expect(await shipWith('pass')).toBe(1)
})

test('E4: a death between the rows and their checkpoint runs it again', async () => {
  expect(await shipWith('kill-before')).toBe(2)
})

test('E4: after the checkpoint it does not run again, heard of or not', async () => {
  expect(await shipWith('kill-after')).toBe(1)
  await world.reset()
  await application.exec('truncate shipment')
  expect(await shipWith('answer-lost')).toBe(1)
})

test('E10: the checkpoint is tried again when its database fails, and the rows are not', async () => {
  expect(await shipWith({ sqlState: '57P03' })).toBe(1)
})
