import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stripeSchemaSql } from './tables.ts'
import { mugOrder, openAccount } from './test-account.ts'

let database: PGlite

beforeAll(async () => {
  database = await PGlite.create()
})

afterAll(() => database.close())

test('every row of tables() fits the schema, column by column, and comes back as it was', async () => {
  const { stripe, client } = openAccount()
  await client.checkout.sessions.create(mugOrder(), { idempotencyKey: 'k' })
  await client.checkout.sessions.create({ ...mugOrder(), metadata: {} })
  await client.checkout.sessions.create(mugOrder())
  await client.checkout.sessions.expire('cs_2')
  stripe.pay('cs_1', 0, { method: 'card' })
  stripe.pay('cs_3', 0, { method: 'later' })
  await database.exec(stripeSchemaSql)

  const tables: Record<string, readonly object[]> = { ...stripe.tables() }
  for (const [table, rows] of Object.entries(tables)) {
    expect(rows).not.toEqual([])
    await database.query(
      `insert into stripe.${table} select * from json_populate_recordset(null::stripe.${table}, $1)`,
      [JSON.stringify(rows)],
    )
    const { rows: stored } = await database.query(`select * from stripe.${table} order by position`)
    expect(stored).toEqual(rows)
    const { fields } = await database.query(`select * from stripe.${table} limit 0`)
    expect(fields.map(({ name }) => name)).toEqual(Object.keys(rows[0] ?? {}))
  }
})
