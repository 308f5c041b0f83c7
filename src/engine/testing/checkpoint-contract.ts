/** E1, E3, E4, E5: a workflow runs once, its steps are recorded with their effects, and a stranger writes nothing. */
import { expect, test } from 'vitest'
import { workflow } from '../workflow.ts'
import { addEffect, checkpoints, effects, gate, workflowRow } from './workflows.ts'
import type { World } from './world.ts'

const pay = workflow('pay', async (ctx, amountCents: number) => {
  await ctx.transaction('charge', (tx) => addEffect(tx, 'charged'))
  return amountCents
})

export function checkpointContract(getWorld: () => World): void {
  test('E1: starting an ID again attaches to its run', async () => {
    const world = getWorld()
    const a = world.boot('A', [pay])
    const b = world.boot('B', [pay])
    const handles = await Promise.all([
      a.engine.start(pay, 'pay-1', 5),
      b.engine.start(pay, 'pay-1', 6),
      a.engine.start(pay, 'pay-1', 7),
    ])
    await world.advance(1_000)
    const results = await Promise.all(handles.map((handle) => handle.result()))
    expect(new Set(results).size).toBe(1)
    expect(handles.filter(({ isNew }) => isNew)).toHaveLength(1)
    expect(await effects(world)).toEqual(['charged'])
  })

  test('E1: an ID of another workflow is refused, by name', async () => {
    const world = getWorld()
    const refund = workflow('refund', () => Promise.resolve(1))
    const { engine } = world.boot('A', [pay, refund])
    await engine.start(pay, 'pay-1', 5)
    await expect(engine.start(refund, 'pay-1', null)).rejects.toMatchObject({
      name: 'WorkflowIdTakenError',
      expected: 'refund',
      found: 'pay',
    })
  })

  test.each(['kill-before', 'kill-after'] as const)(
    'E3: rows and checkpoint are both there or neither (%s the commit)',
    async (fate) => {
      const world = getWorld()
      const a = world.boot('A', [pay])
      world.intercept = ({ label }) => (label === 'commit:charge' ? fate : 'pass')
      await a.engine.start(pay, 'pay-1', 5)
      await world.settle()
      const isDone = fate === 'kill-after'
      expect(await effects(world)).toEqual(isDone ? ['charged'] : [])
      expect(await checkpoints(world, 'pay-1')).toEqual(isDone ? [['0', 'charge', 1]] : [])

      world.intercept = () => 'pass'
      const b = world.boot('B', [pay])
      void b.engine.run()
      await world.advance(31_000)
      expect(await b.engine.result('pay-1')).toBe(5)
      expect(await effects(world)).toEqual(['charged'])
      expect(await checkpoints(world, 'pay-1')).toEqual([['0', 'charge', isDone ? 1 : 2]])
    },
  )

  test('E3: the context inside a transaction is a clear error, and the workflow fails with it', async () => {
    const world = getWorld()
    const nested = workflow('nested', (ctx) =>
      ctx.transaction('outer', async (tx) => {
        await addEffect(tx, 'lost')
        // Even one who swallows the error has asked for what cannot be.
        await ctx.step('inner', () => 1).catch(() => 0)
      }),
    )
    const { engine } = world.boot('A', [nested])
    const handle = await engine.start(nested, 'nested-1', null)
    await expect(handle.result()).rejects.toMatchObject({ error: { name: 'ContextInTransactionError' } })
    expect(await effects(world)).toEqual([])
    expect(await checkpoints(world, 'nested-1')).toEqual([])
  })

  test('E3: the handle is of no use after its transaction', async () => {
    const world = getWorld()
    const leaking = workflow('leaking', async (ctx) => {
      const late = gate()
      let statement = Promise.resolve()
      await ctx.transaction('leak', (tx) => {
        statement = late.promise.then(() => addEffect(tx, 'late'))
        return Promise.resolve(null)
      })
      late.open()
      return statement.catch((error: unknown) => String(error))
    })
    const { engine } = world.boot('A', [leaking])
    const handle = await engine.start(leaking, 'leaking-1', null)
    expect(await handle.result()).toContain('insert:late came when its transaction had already ended')
  })

  test('E4: a step that was not recorded runs again, under the same idempotency key', async () => {
    const world = getWorld()
    const keys: string[] = []
    const call = workflow('call', async (ctx) => {
      await ctx.step('first', () => null)
      return ctx.step('outside', ({ idempotencyKey, workflowId, step, attempt }) => {
        keys.push(idempotencyKey)
        return [workflowId, step, attempt]
      })
    })
    const a = world.boot('A', [call])
    world.intercept = ({ label }) => (label === 'checkpoint:outside' ? 'kill-before' : 'pass')
    await a.engine.start(call, 'call-1', null)
    await world.settle()
    world.intercept = () => 'pass'
    const b = world.boot('B', [call])
    void b.engine.run()
    await world.advance(31_000)
    expect(await b.engine.result('call-1')).toEqual(['call-1', '1', 1])
    expect(keys).toEqual(['call-1/1', 'call-1/1'])
  })

  test('E5: a zombie writes nothing more, and stops quietly', async () => {
    const world = getWorld()
    const frozen = gate<string>()
    let runs = 0
    const slow = workflow('slow', async (ctx) => {
      runs += 1
      const isZombie = runs === 1
      const value = await ctx.step('call', () => (isZombie ? frozen.promise : 'from B'))
      await ctx.transaction('book', (tx) => addEffect(tx, isZombie ? 'zombie' : 'heir'))
      return value
    })
    const a = world.boot('A', [slow], { renewMs: 1e9 })
    await a.engine.start(slow, 'slow-1', null)
    await world.settle()
    const b = world.boot('B', [slow])
    void b.engine.run()
    await world.advance(31_000)
    expect(await b.engine.result('slow-1')).toBe('from B')

    frozen.open('from A')
    await world.settle()
    expect(a.observations.at(-1)).toEqual({ kind: 'fenced', workflowId: 'slow-1', epoch: 1 })
    expect(await effects(world)).toEqual(['heir'])
    expect(await checkpoints(world, 'slow-1')).toEqual([
      ['0', 'call', 2],
      ['1', 'book', 2],
    ])
  })

  test('E5: a zombie in the middle of a transaction takes it back', async () => {
    const world = getWorld()
    const held = gate<'pass'>()
    const a = world.boot('A', [pay], { renewMs: 1e9 })
    // Held up before it begins: PGlite has one session, and an open transaction would keep B out.
    world.intercept = ({ executorId, label }) =>
      executorId === 'A' && label === 'begin:charge' ? held.promise : 'pass'
    await a.engine.start(pay, 'pay-1', 5)
    const b = world.boot('B', [pay])
    void b.engine.run()
    await world.advance(31_000)
    held.open('pass')
    await world.settle()
    expect(a.labels.slice(1)).toEqual([
      'begin:charge',
      'insert:charged',
      'checkpoint:charge',
      'rollback:charge',
    ])
    expect(await effects(world)).toEqual(['charged'])
  })

  test('E5: a terminated run writes nothing more', async () => {
    const world = getWorld()
    const waiting = gate()
    const slow = workflow('slow', async (ctx) => {
      await ctx.step('call', () => waiting.promise)
      await ctx.transaction('book', (tx) => addEffect(tx, 'too late'))
    })
    const a = world.boot('A', [slow])
    const handle = await a.engine.start(slow, 'slow-1', null)
    const b = world.boot('B', [slow])
    expect(await b.engine.terminate('slow-1')).toBe(true)
    waiting.open()
    await world.settle()
    expect(await effects(world)).toEqual([])
    expect(await workflowRow(world, 'slow-1')).toMatchObject({ status: 'cancelled', epoch: 2, due_ms: null })
    await expect(handle.result()).rejects.toMatchObject({ status: 'cancelled' })
    expect(await b.engine.terminate('slow-1')).toBe(false)
  })
}
