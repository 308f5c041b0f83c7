/** S1: what `migrate` promises, for any database that the engine may run on. */
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createEngine, type Engine } from '../engine.ts'
import { createMachineEnvironment } from '../machine-environment.ts'
import { migrate } from '../migrations.ts'
import { engineSchemaSql, schemaVersion } from '../schema.ts'
import { workflow } from '../workflow.ts'
import { schemaV1, schemaV2 } from './old-schemas.ts'
import type { TestDatabase } from './world.ts'

const olds = [
  { version: 1, sql: schemaV1 },
  { version: 2, sql: schemaV2 },
]

/** It has recorded its first step, if it has run before. */
const order = workflow('order', async (ctx) => {
  const price = await ctx.step('price', () => 'counted anew')
  return [price, await ctx.recv<string>('payment')]
})

const nap = workflow('nap', async (ctx) => {
  await ctx.sleep(60_000)
  return 'awake'
})

/** A workflow in each state, as an executor of version 1 has left them. */
const rowsOfVersion1 = `
insert into engine.workflow (id, name, status, input, output, error, executor, epoch, due_at, inbox, created_at, claimed_at)
values
  ('expected', null, 'expected', null, null, null, null, 0, null, 1, '2026-01-01Z', null),
  ('queued', 'order', 'queued', 'null', null, null, null, 0, '2026-01-01Z', 0, '2026-01-01Z', null),
  ('running', 'order', 'running', 'null', null, null, 'dead', 1, '2026-01-01Z', 0, '2026-01-01Z', '2026-01-01Z'),
  ('waiting', 'order', 'sleeping', 'null', null, null, null, 1, null, 0, '2026-01-01Z', '2026-01-01Z'),
  ('napping', 'nap', 'sleeping', 'null', null, null, null, 1, '2026-01-02Z', 0, '2026-01-01Z', '2026-01-01Z'),
  ('succeeded', 'order', 'succeeded', 'null', '"done"', null, null, 1, null, 0, '2026-01-01Z', '2026-01-02Z'),
  ('failed', 'order', 'failed', 'null', null, '{"name": "Error", "message": "no"}', null, 1, null, 0, '2026-01-01Z', '2026-01-02Z'),
  ('cancelled', 'order', 'cancelled', 'null', null, '{"name": "Error", "message": "no"}', null, 1, null, 0, '2026-01-01Z', null),
  ('exhausted', 'order', 'exhausted', 'null', null, '{"name": "Error", "message": "no"}', null, 9, null, 0, '2026-01-01Z', '2026-01-02Z');
insert into engine.step_checkpoint (workflow_id, step, name, output, deadline, epoch, created_at)
values
  ('running', '0', 'price', '"of running"', null, 1, '2026-01-01Z'),
  ('waiting', '0', 'price', '"of waiting"', null, 1, '2026-01-01Z'),
  ('napping', '0', 'sleep', null, '2026-01-02Z', 1, '2026-01-01Z');
insert into engine.message (workflow_id, key, number, topic, payload, created_at)
values ('expected', '#early', 1, 'payment', '"early"', '2026-01-01Z');`

/** What both versions have of it; version 2 knows besides what the sleeper waits for, and calls the key so. */
const changesOfVersion2 = `
update engine.workflow set awaits = '{payment}' where id = 'waiting';
update engine.message set key = '##early';`

const catalogSql = `
select 'column' as kind, format('%s.%s', c.relname, a.attname) as name,
  format('%s %s %s', format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)) as definition
from pg_attribute a join pg_class c on c.oid = a.attrelid
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where c.relnamespace = 'engine'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
union all
select 'index', indexname, indexdef from pg_indexes where schemaname = 'engine'
union all
select 'constraint', format('%s.%s', conrelid::regclass, conname), pg_get_constraintdef(oid)
from pg_constraint where connamespace = 'engine'::regnamespace
union all
select 'function', proname, pg_get_functiondef(oid) from pg_proc where pronamespace = 'engine'::regnamespace
order by 1, 2`

/** @param connect opens a database that the suite may fill and empty as it likes */
export function describeMigrations(name: string, connect: () => Promise<TestDatabase>): void {
  describe(`Migrations on ${name}`, () => {
    let opened: TestDatabase
    let engine: Engine | null = null
    beforeAll(async () => {
      opened = await connect()
    })
    beforeEach(() => opened.exec('drop schema if exists engine cascade'))
    afterEach(async () => {
      await engine?.stop({ deadlineMs: 0 })
      engine = null
    })
    afterAll(() => opened.close())

    const rows = (text: string) => opened.database.query({ label: 'test', text, values: [] })

    function boot(): Engine {
      const machine = { database: opened.database, setTimeout, clearTimeout, random: Math.random, pollMs: 10 }
      engine = createEngine({
        environment: createMachineEnvironment(machine),
        workflows: [order, nap],
        executorId: 'A',
        pollMs: 10,
      })
      return engine
    }

    async function freshCatalog() {
      await opened.exec(`drop schema if exists engine cascade; ${engineSchemaSql}`)
      const catalog = await rows(catalogSql)
      await opened.exec('drop schema engine cascade')
      return catalog
    }

    test('S1: where there is nothing, it makes the tables of this version', async () => {
      const fresh = await freshCatalog()
      expect(await migrate(opened.database)).toBe(schemaVersion)
      expect(await rows(catalogSql)).toEqual(fresh)
      // Each kind was looked at: two empty catalogs are equal too.
      expect(new Set(fresh.map(({ kind }) => kind))).toEqual(
        new Set(['column', 'index', 'constraint', 'function']),
      )
      const handle = await boot().start(order, 'new', null)
      await engine?.send('new', 'payment', 'paid')
      void engine?.run()
      expect(await handle.result()).toEqual(['counted anew', 'paid'])
    })

    test.each(olds)('S1: the tables of version $version become those of a new database', async ({ sql }) => {
      const fresh = await freshCatalog()
      await opened.exec(sql + rowsOfVersion1)
      expect(await rows(catalogSql)).not.toEqual(fresh)
      expect(await migrate(opened.database)).toBe(schemaVersion)
      expect(await rows(catalogSql)).toEqual(fresh)
    })

    test.each(olds)('S1: the workflows of version $version go on', async ({ version, sql }) => {
      await opened.exec(sql + rowsOfVersion1 + (version === 2 ? changesOfVersion2 : ''))
      await migrate(opened.database)
      const { start, send, result, resume, run } = boot()
      void run()
      expect(await result('napping')).toBe('awake')
      // M1: the same message again is known.
      expect(await send('expected', 'payment', 'again', { idempotencyKey: '#early' })).toMatchObject({
        isNew: false,
      })
      await start(order, 'expected', null)
      expect(await result('expected')).toEqual(['counted anew', 'early'])
      for (const id of ['cancelled', 'exhausted']) expect(await resume(id)).toBe(true)
      for (const id of ['queued', 'running', 'waiting', 'cancelled', 'exhausted'])
        await send(id, 'payment', id)
      expect(await result('queued')).toEqual(['counted anew', 'queued'])
      expect(await result('running')).toEqual(['of running', 'running'])
      expect(await result('waiting')).toEqual(['of waiting', 'waiting'])
      expect(await result('cancelled')).toEqual(['counted anew', 'cancelled'])
      expect(await result('exhausted')).toEqual(['counted anew', 'exhausted'])
      expect(await result('succeeded')).toBe('done')
      await expect(result('failed')).rejects.toMatchObject({ status: 'failed' })
    })

    test.each(olds)('S1: what had ended in version $version has a time of its end', async ({ sql }) => {
      await opened.exec(sql + rowsOfVersion1)
      await migrate(opened.database)
      const text = `select id, (ended_at at time zone 'utc')::date::text as ended from engine.workflow order by id`
      const ended = (await rows(text)).flatMap((row) =>
        row['ended'] === null ? [] : [[row['id'], row['ended']]],
      )
      expect(ended).toEqual([
        ['cancelled', '2026-01-01'],
        ['exhausted', '2026-01-02'],
        ['failed', '2026-01-02'],
        ['succeeded', '2026-01-02'],
      ])
    })

    test('S1: to migrate again changes nothing', async () => {
      await opened.exec(schemaV1 + rowsOfVersion1)
      await migrate(opened.database)
      const everything = `${catalogSql.replace('order by 1, 2', '')}
        union all select 'row', w.id, to_jsonb(w)::text || w.xmin from engine.workflow w
        union all select 'row', m.workflow_id, to_jsonb(m)::text || m.xmin from engine.message m
        order by 1, 2, 3`
      const before = await rows(everything)
      expect(await migrate(opened.database)).toBe(schemaVersion)
      expect(await rows(everything)).toEqual(before)
    })

    test.each([0, 1, 2])('S1: several processes may migrate at once, from version %i', async (version) => {
      await opened.exec(['', schemaV1, schemaV2][version] ?? '')
      const all = Array.from({ length: 6 }, async (_, at) => {
        await wait(at % 3)
        return migrate(opened.database)
      })
      expect(await Promise.all(all)).toEqual(Array(6).fill(schemaVersion))
    })

    test('S1: tables of a later version are refused, and stay as they are', async () => {
      await opened.exec(`
        ${engineSchemaSql}
        alter table engine.event add column later text;
        create or replace function engine.schema_version() returns integer language sql as 'select 99'`)
      const before = await rows(catalogSql)
      await expect(migrate(opened.database)).rejects.toMatchObject({
        name: 'SchemaVersionError',
        found: 99,
        expected: schemaVersion,
        message: `The engine's tables are of version 99, and this code works with version ${schemaVersion}. Newer code has changed them: run a release of the engine that is at least as new.`,
      })
      expect(await rows(catalogSql)).toEqual(before)
      // The connection is free again.
      expect(await rows('select engine.schema_version() as version')).toEqual([{ version: 99 }])
    })
  })
}
