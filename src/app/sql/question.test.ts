import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scenario } from '#scenarios'
import { defaultInput, parsePlan, type Input, type JsonRow, type Run } from '#simulator'
import { withKnownRows } from '#simulator/known-rows.ts'
import type { Machine } from '#simulator/scenario.ts'
import { createSimulator } from '#simulator/simulate.ts'
import { createTableLoader, type TableLoader } from '#simulator/table-loader.ts'
import { openWireSession, type WireSession } from '#simulator/wire.ts'
import { openTestDatabase } from '#simulator/testing/open-database.ts'
import { questionAt } from './question.ts'

/** Runs of the real simulator, asked about in a second database that never saw them. */

const inputs: readonly Input[] = [
  { plan: 'server/commit:reserveInventory#1=crash-after', implementation: 'naive' },
  { plan: 'server/commit:reserveInventory#1=crash-after', implementation: 'durable' },
  { plan: 'server/commit:reserveInventory#1=crash-after', implementation: 'state-machine' },
  { plan: 'server/commit:reserveInventory#1=crash-after', implementation: 'at-least-once' },
  { plan: 'server/commit:saveSession#1=crash-after', implementation: 'at-least-once' },
  { plan: 'server/commit:fulfillOrder#1=crash-after', implementation: 'at-least-once' },
  { plan: 'stripe/webhook:checkout.session.completed#1=drop(tries=all)', implementation: 'naive' },
  { plan: 'stripe/webhook:checkout.session.completed#1=duplicate', implementation: 'naive' },
  { plan: 'stripe/webhook:checkout.session.expired#1=forge', implementation: 'naive', customers: ['leaves'] },
  { plan: 'server/fulfillOrder#1=crash-before', implementation: 'durable', customers: ['pays', 'leaves'] },
].map(({ plan, ...fields }) => ({ ...defaultInput, ...fields, plan: parsePlan(plan) }))

let simulated: PGlite
let asked: PGlite
let wire: WireSession
let loader: TableLoader
const runs: Run[] = []

beforeAll(async () => {
  simulated = await openTestDatabase()
  const simulator = createSimulator(simulated, scenario)
  // Shops that believe a forger, so that the run has something to know of unsigned events.
  const implementations = scenario.implementations.map((each) => ({
    ...each,
    boot: (machine: Machine) => each.boot({ ...machine, webhookSecret: `${machine.webhookSecret}_guessed` }),
  }))
  const trusting = createSimulator(simulated, { ...scenario, implementations })
  for (const input of inputs) {
    const isForged = input.plan.some(({ kind }) => kind === 'forge')
    const run = await (isForged ? trusting : simulator).simulate(input)
    runs.push(withKnownRows(openWireSession(simulated), run))
  }
  asked = await openTestDatabase()
  createSimulator(asked, scenario)
  wire = openWireSession(asked)
  loader = createTableLoader(wire)
})
afterAll(async () => {
  await simulated.close()
  await asked.close()
})

function askAt(run: Run, cursor: number, sql: string): readonly JsonRow[] {
  const { tables, nowMs } = questionAt(run, cursor, sql)
  loader.load(tables, nowMs)
  return wire
    .run([`select to_jsonb(asked) as row from (${sql}) asked`])
    .rows.map((row) => row['row'] as JsonRow)
}

/** Rows in whatever order. */
const sorted = (rows: readonly JsonRow[]) =>
  rows
    .map((row) =>
      JSON.stringify(
        Object.keys(row)
          .toSorted()
          .map((column) => [column, row[column]]),
      ),
    )
    .toSorted()

describe('a question at a cursor', () => {
  test('finds in each table the rows of that moment', () => {
    for (const run of runs)
      for (let cursor = 0; cursor <= run.trace.length; cursor += 7) {
        const { tables } = questionAt(run, cursor, '')
        for (const [name, rows] of Object.entries(tables))
          expect(sorted(askAt(run, cursor, `select * from ${name}`)), `${name} at ${cursor}`).toEqual(
            sorted(rows),
          )
      }
  })

  test('finds at the end what the run has left behind', () => {
    for (const run of runs)
      for (const [name, rows] of Object.entries(run.tables))
        expect(sorted(askAt(run, run.trace.length, `select * from ${name}`)), name).toEqual(sorted(rows))
  })

  test('knows the time', () => {
    for (const run of runs)
      for (const cursor of [0, 5, run.trace.length]) {
        const sql = `select extract(epoch from engine.now() - timestamptz '2030-01-01Z') * 1000 as ms`
        expect(Number(askAt(run, cursor, sql)[0]?.['ms'])).toBe(run.trace[cursor - 1]?.atMs ?? 0)
      }
  })

  test('gives each invariant the offending rows that the run has found, when it found them', () => {
    const violated = new Set<string>()
    for (const run of runs)
      for (const verdict of run.verdicts) {
        const { id } = verdict
        const { rows, event } = verdict.outcome === 'violated' ? verdict : { rows: [], event: null }
        const sql = scenario.invariants.find((invariant) => invariant.id === id)?.sql ?? ''
        expect(
          sorted(askAt(run, event ?? run.trace.length, sql)),
          `${id} in ${run.input.implementation}`,
        ).toEqual(sorted(rows))
        if (event !== null) violated.add(id)
      }
    // Enough of them to mean something.
    expect(violated.size).toBeGreaterThanOrEqual(6)
    expect(violated).toContain('S8')
  })

  test('knows what the run knows, from when it was known', () => {
    const [, durable] = runs
    if (durable === undefined) throw new Error('no run')
    const effects = durable.trace.length
    const events = askAt(durable, effects, 'select event from run.effects').map((row) => Number(row['event']))
    expect(events.length).toBeGreaterThan(2)
    for (const event of events) {
      expect(durable.trace[event - 1]?.what.kind).toBe('commit')
      for (const cursor of [event - 1, event]) {
        const known = askAt(durable, cursor, 'select event from run.effects')
        expect(known.map((row) => row['event'])).toEqual(events.filter((other) => other <= cursor))
      }
    }
  })
})
