/** E15: workflows that a workflow has started. */
import { expect, test } from 'vitest'
import { workflow, type Child } from '../workflow.ts'
import { addEffect, effects, workflowRow } from './workflows.ts'
import type { World } from './world.ts'

const ship = workflow('ship', async (ctx, parcel: string) => {
  await ctx.transaction('send', (tx) => addEffect(tx, `sent ${parcel}`))
  await ctx.sleep(1_000)
  return `${parcel} is there`
})

const order = workflow('order', async (ctx, parcels: readonly string[]) => {
  const children: Child<string>[] = []
  for (const parcel of parcels) children.push(await ctx.start(ship, parcel))
  return Promise.all(children.map((child) => child.result()))
})

export function childContract(getWorld: () => World): void {
  test('E15: children have IDs of their own, run beside one another, and tell their parent how they ended', async () => {
    const world = getWorld()
    const { engine } = world.boot('A', [order, ship])
    void engine.run()
    const handle = await engine.start(order, 'order-1', ['mug', 'pot'])
    const result = handle.result()
    await world.advance(500)
    expect(await workflowRow(world, 'order-1')).toMatchObject({
      status: 'sleeping',
      executor: null,
      due_ms: null,
    })
    expect(
      await world.rows('select id, parent from engine.workflow where parent is not null order by id'),
    ).toEqual([
      { id: 'order-1/0', parent: 'order-1' },
      { id: 'order-1/1', parent: 'order-1' },
    ])
    await world.advance(1_000)
    expect(await result).toEqual(['mug is there', 'pot is there'])
  })

  test('E15: a parent that dies at any operation starts each child once, and hears of it once', async () => {
    const world = getWorld()
    let most = 0
    for (let kill = 0; most === 0; kill += 1) {
      const id = `order-${kill}`
      let operation = 0
      world.intercept = ({ executorId, label }) => {
        if (executorId !== `A${kill}` || label === 'renew') return 'pass'
        operation += 1
        return operation - 1 === kill ? 'kill-after' : 'pass'
      }
      const a = world.boot(`A${kill}`, [order, ship])
      void a.engine.run()
      void a.engine.start(order, id, ['mug', 'pot']).catch(() => undefined)
      await world.advance(5_000)
      if (operation <= kill) most = operation
      world.intercept = () => 'pass'
      const b = world.boot(`B${kill}`, [order, ship])
      void b.engine.run()
      await b.engine.enqueue(order, id, ['mug', 'pot'])
      await world.advance(65_000)
      expect(await b.engine.result(id)).toEqual(['mug is there', 'pot is there'])
      await b.kill()
    }
    expect(most).toBeGreaterThan(25)
    const made = await effects(world)
    expect(new Set(made).size).toBe(2)
    const [children] = await world.rows(
      'select count(*)::int as count from engine.workflow where parent is not null',
    )
    expect(made).toHaveLength(Number(children?.['count']))
  })

  test('E15: a child that fails makes its parent’s wait throw, now and in a replay, under its own name', async () => {
    const world = getWorld()
    const bad = workflow('bad', (ctx) => ctx.step('call', () => Promise.reject(new RangeError('too far'))))
    const seen: unknown[] = []
    const parent = workflow('parent', async (ctx) => {
      const child = await ctx.start(bad, null)
      await child.result().catch((error: unknown) => seen.push(error))
      await ctx.sleep(1_000)
      return child.id
    })
    const { engine } = world.boot('A', [parent, bad])
    void engine.run()
    await engine.start(parent, 'parent-1', null)
    await world.advance(1_500)
    expect(await engine.result('parent-1')).toBe('parent-1/0')
    const failure = {
      name: 'WorkflowFailedError',
      workflowId: 'parent-1/0',
      status: 'failed',
      error: expect.objectContaining({ name: 'RangeError', message: 'too far' }) as unknown,
    }
    expect(seen).toEqual([expect.objectContaining(failure), expect.objectContaining(failure)])
  })

  test.each(['terminated', 'exhausted'])('E15: a parent hears of a child that was %s', async (how) => {
    const world = getWorld()
    const stuck = workflow('stuck', (ctx) => ctx.step('call', () => new Promise<null>(() => undefined)))
    const parent = workflow('parent', async (ctx) => (await ctx.start(stuck, null)).result())
    const a = world.boot('A', [parent, stuck], { recoveryLimit: 0 })
    void a.engine.run()
    await a.engine.start(parent, 'parent-1', null)
    await world.settle()
    let { engine } = a
    if (how === 'terminated') await engine.terminate('parent-1/0')
    else {
      await a.kill()
      engine = world.boot('B', [parent, stuck], { recoveryLimit: 0 }).engine
      void engine.run()
      await world.advance(31_000)
    }
    const name = how === 'terminated' ? 'WorkflowTerminated' : 'RecoveriesExhausted'
    await expect(engine.result('parent-1')).rejects.toMatchObject({
      error: { name: 'WorkflowFailedError', cause: { name } },
    })
  })

  test('E15: an ID that belongs to another run is refused, and nobody can speak for a child', async () => {
    const world = getWorld()
    const parent = workflow('parent', async (ctx) => (await ctx.start(ship, 'mug')).id)
    const { engine } = world.boot('A', [parent, ship])
    await engine.enqueue(ship, 'parent-1/0', 'pot')
    await expect((await engine.start(parent, 'parent-1', null)).result()).rejects.toMatchObject({
      error: { name: 'WorkflowIdTakenError' },
    })
    await expect(engine.send('parent-1', '#parent-1/0', null)).rejects.toMatchObject({
      name: 'InvalidArgumentError',
    })
  })

  test('E15: a child whose message came first is its parent’s too', async () => {
    const world = getWorld()
    const echo = workflow('echo', (ctx) => ctx.recv<string>('word'))
    const parent = workflow('parent', async (ctx) => (await ctx.start(echo, null)).result())
    const { engine } = world.boot('A', [parent, echo])
    await engine.send('parent-1/0', 'word', 'hello')
    void engine.run()
    await engine.start(parent, 'parent-1', null)
    await world.settle()
    expect(await engine.result('parent-1')).toBe('hello')
  })

  test('E15: a child that was resumed does not tell its end twice', async () => {
    const world = getWorld()
    let isBroken = true
    const flaky = workflow('flaky', (ctx) =>
      ctx.step('call', () => (isBroken ? Promise.reject(new Error('broken')) : Promise.resolve('mended'))),
    )
    const parent = workflow('parent', async (ctx) => {
      const child = await ctx.start(flaky, null)
      return child.result().catch(() => 'heard of a failure')
    })
    const { engine } = world.boot('A', [parent, flaky])
    void engine.run()
    await engine.start(parent, 'parent-1', null)
    await world.settle()
    expect(await engine.result('parent-1')).toBe('heard of a failure')
    isBroken = false
    await engine.resume('parent-1/0', { retryFailedStep: true })
    await world.settle()
    expect(await engine.result('parent-1/0')).toBe('mended')
    expect(await world.rows(`select key from engine.message where workflow_id = 'parent-1'`)).toHaveLength(1)
  })
}
