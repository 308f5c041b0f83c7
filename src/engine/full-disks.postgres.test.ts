/** What the engine does when PostgreSQL has no room for a table. */
import { describe, expect, test } from 'vitest'
import { DatabaseError, type Session } from './environment.ts'
import { createPgDatabase } from './pg-database.ts'
import { countEffects, effectTableSql, leaveEffect } from './testing/everything.ts'
import { recordedFailures, retriesOf } from './testing/failures.ts'
import { fillDisk, hasFullDevice } from './testing/full-disk.ts'
import { usePostgres } from './testing/postgres-server.ts'
import { createTestExecutor } from './testing/test-executor.ts'
import { abortedTransaction, told } from './testing/told.ts'
import { workflow, type Workflow } from './workflow.ts'

const server = usePostgres()

const noSpace = /^53100 could not extend file "base\/\d+\/\d+": No space left on device$/

const ask = (session: Session, text: string) => session.query({ label: 'ask', text, values: [] })

/** Runs it, and makes room when the engine has met the full disk twice. @returns what it met, and its executor */
async function runOnFullDisk(table: string, reserving: Workflow<null, string>) {
  const database = await server().createDatabase(effectTableSql)
  const makeRoom = await fillDisk(database, table)
  const met: string[] = []
  const executor = createTestExecutor(database, {
    id: 'A',
    workflows: [reserving],
    leaseMs: 20_000,
    around: async ({ label }, run) => {
      try {
        return await run()
      } catch (error) {
        met.push(`${label} ${error instanceof DatabaseError ? error.sqlState : String(error)}`)
        if (met.length === 2) await makeRoom()
        throw error
      }
    },
  })
  const handle = await executor.engine.start(reserving, 'order-1', null)
  expect(await handle.result()).toBe('reserved')
  expect(await recordedFailures(database)).toBe(0)
  await executor.crash()
  return { database, met, retries: retriesOf(executor) }
}

describe.runIf(hasFullDevice)('on a full device', () => {
  test('disk-full: a statement that makes a table grow is 53100, its transaction is lost, its connection is not', async () => {
    const database = await server().createDatabase(effectTableSql)
    const makeRoom = await fillDisk(database, 'effect')
    const client = createPgDatabase(database.createPool({ max: 1 }))
    const tx = await client.begin({ label: 'reserve' })
    expect(await told(leaveEffect(tx, 'order-1', 'reserve'))).toMatch(noSpace)
    expect(await told(ask(tx, 'select 1'))).toBe(abortedTransaction)
    expect(await told(tx.commit())).toMatch(/^25P02/)
    // What needs no room goes on.
    expect(await ask(client, 'select count(*)::int as count from effect')).toEqual([{ count: 0 }])
    await makeRoom()
    await leaveEffect(client, 'order-1', 'reserve')
    expect(await countEffects(database, 'order-1')).toEqual({ reserve: 1 })
  })

  test('E10: disk-full: the engine tries the transaction until there is room, and records no failure', async () => {
    const reserving = workflow('reserving', (ctx) =>
      ctx.transaction('reserve', async (tx) => {
        await leaveEffect(tx, ctx.workflowId, 'reserve')
        return 'reserved'
      }),
    )
    const { database, met, retries } = await runOnFullDisk('effect', reserving)
    expect(met).toEqual(['leave-effect 53100', 'leave-effect 53100'])
    expect(retries).toHaveLength(2)
    expect(await countEffects(database, 'order-1')).toEqual({ reserve: 1 })
  })

  test('E10: disk-full: a step whose checkpoint finds no room is not run again, and is recorded when there is some', async () => {
    let calls = 0
    const calling = workflow('calling', (ctx) =>
      ctx.step('call', () => {
        calls += 1
        return 'reserved'
      }),
    )
    const { met } = await runOnFullDisk('engine.step_checkpoint', calling)
    expect(met).toEqual(['checkpoint:call 53100', 'checkpoint:call 53100'])
    expect(calls).toBe(1)
  })
})
