/** E7: waiting holds neither memory nor a lease, and its time counts from when it began. */
import { expect, test } from 'vitest'
import { workflow } from '../workflow.ts'
import { gate, workflowRow } from './workflows.ts'
import type { World } from './world.ts'

export function waitContract(getWorld: () => World): void {
  test('E7: a waiting workflow holds no lease, and is woken by its deadline', async () => {
    const world = getWorld()
    const nap = workflow('nap', async (ctx) => {
      await ctx.sleep(60_000)
      return 'rested'
    })
    const { engine, labels } = world.boot('A', [nap])
    void engine.run()
    await engine.start(nap, 'nap-1', null)
    await world.advance(59_999)
    expect(await workflowRow(world, 'nap-1')).toMatchObject({
      status: 'sleeping',
      executor: null,
      due_ms: 60_000,
    })
    expect(labels).toEqual(['start:nap', 'sleep:nap'])
    await world.advance(2)
    expect(await workflowRow(world, 'nap-1')).toMatchObject({ status: 'succeeded', recoveries: 0 })
    expect(labels.slice(2)).toEqual(['claim', 'load:nap', 'finish:nap'])
  })

  test('E7: a time-out counts from when the wait began, over crashes and other wakes', async () => {
    const world = getWorld()
    const wait = workflow('wait', async (ctx) => {
      const waiting = ctx.branch((inner) => inner.recv('never', { timeoutMs: 60_000 }))
      await ctx.branch(async (inner) => {
        for (const topic of ['first', 'second']) await inner.recv(topic)
      })
      return waiting
    })
    const a = world.boot('A', [wait])
    void a.engine.run()
    await a.engine.start(wait, 'wait-1', null)
    await world.advance(10_000)
    await a.engine.send('wait-1', 'first', null)
    await world.advance(10_000)
    expect(await workflowRow(world, 'wait-1')).toMatchObject({ status: 'sleeping', due_ms: 60_000 })
    world.intercept = ({ executorId, label }) =>
      executorId === 'A' && label === 'sleep:wait' ? 'kill-before' : 'pass'
    await a.engine.send('wait-1', 'second', null)
    await world.settle()
    const b = world.boot('B', [wait])
    void b.engine.run()
    await world.advance(39_999)
    expect(await workflowRow(world, 'wait-1')).toMatchObject({ status: 'sleeping', due_ms: 60_000 })
    await world.advance(2)
    expect(await b.engine.result('wait-1')).toBeNull()
  })

  test('E7: a wait that has run out stays so, whatever comes later', async () => {
    const world = getWorld()
    const seen: unknown[] = []
    const wait = workflow('wait', async (ctx) => {
      seen.push(await ctx.recv('late', { timeoutMs: 1_000 }))
      await ctx.sleep(1_000)
      return ctx.recv('late')
    })
    const { engine } = world.boot('A', [wait])
    void engine.run()
    await engine.start(wait, 'wait-1', null)
    await world.advance(1_500)
    await engine.send('wait-1', 'late', 'too late')
    await world.advance(1_000)
    expect(await engine.result('wait-1')).toBe('too late')
    // While it sleeps it waits for no message: the first life, and the one after the sleep.
    expect(seen).toEqual([null, null])
  })

  test('E7: of several waits the earliest wakes it', async () => {
    const world = getWorld()
    const several = workflow('several', async (ctx) => {
      const order: string[] = []
      await Promise.all(
        [300, 100, 200].map((ms) =>
          ctx.branch(async (inner) => {
            await inner.sleep(ms)
            await inner.step('woke', () => order.push(String(ms)))
          }),
        ),
      )
      return ctx.now()
    })
    const { engine, observations } = world.boot('A', [several])
    void engine.run()
    await engine.start(several, 'several-1', null)
    await world.advance(400)
    expect(await workflowRow(world, 'several-1')).toMatchObject({ status: 'succeeded' })
    const woke = observations.flatMap((of) =>
      of.kind === 'step-began' && of.name === 'woke' ? [of.step] : [],
    )
    expect(woke).toEqual(['1.1', '2.1', '0.1'])
  })

  test('E7: beside a step at work it waits in memory, and its time counts from its beginning', async () => {
    const world = getWorld()
    const work = gate<string>()
    const beside = workflow('beside', (ctx) =>
      Promise.all([ctx.recv('never', { timeoutMs: 10_000 }), ctx.step('work', () => work.promise)]),
    )
    const { engine, labels } = world.boot('A', [beside])
    void engine.run()
    await engine.start(beside, 'beside-1', null)
    await world.advance(5_000)
    expect(labels).not.toContain('sleep:beside')
    work.open('worked')
    await world.settle()
    expect(await workflowRow(world, 'beside-1')).toMatchObject({ status: 'sleeping', due_ms: 10_000 })
    await world.advance(5_001)
    expect(await engine.result('beside-1')).toEqual([null, 'worked'])
  })

  test('E7: a function that goes on by itself is taken back before it acts', async () => {
    const world = getWorld()
    const outside = gate()
    const restless = workflow('restless', (ctx) =>
      Promise.all([
        ctx.branch((inner) => inner.recv<string>('message')),
        ctx.branch(async (inner) => {
          // What the engine cannot know of: it should have been a step.
          await outside.promise
          return inner.step('after', () => 'went on')
        }),
      ]),
    )
    const { engine, labels } = world.boot('A', [restless])
    void engine.run()
    await engine.start(restless, 'restless-1', null)
    await world.settle()
    expect(await engine.status('restless-1')).toBe('sleeping')
    outside.open()
    await world.settle()
    expect(labels).toContain('wake:restless')
    expect(await engine.status('restless-1')).toBe('sleeping')
    await engine.send('restless-1', 'message', 'hello')
    await world.settle()
    expect(await engine.result('restless-1')).toEqual(['hello', 'went on'])
  })

  test('E7: a workflow that ends while one of its waits goes on, ends', async () => {
    const world = getWorld()
    const first = workflow('first', (ctx) =>
      Promise.race([ctx.recv<string>('never'), ctx.step('quick', () => 'quick')]),
    )
    const { engine } = world.boot('A', [first])
    expect(await (await engine.start(first, 'first-1', null)).result()).toBe('quick')
  })
}
