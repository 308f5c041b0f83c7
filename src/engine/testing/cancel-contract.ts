/** E16: cancellation reaches what is under way, once, and lets it be undone. */
import { expect, test } from 'vitest'
import { WorkflowCancelledError } from '../errors.ts'
import { workflow, type WorkflowContext } from '../workflow.ts'
import { addEffect, effects, gate, workflowRow } from './workflows.ts'
import type { World } from './world.ts'

/** Does its part, and undoes it when it is cancelled: with waits and steps, which run as ever by then. */
async function undoing(
  ctx: WorkflowContext,
  part: (ctx: WorkflowContext) => Promise<unknown>,
): Promise<string> {
  await ctx.transaction('do', (tx) => addEffect(tx, 'done'))
  try {
    await part(ctx)
    return 'not cancelled'
  } catch (error) {
    await ctx.sleep(1_000)
    await ctx.step('tell', () => null)
    await ctx.transaction('undo', (tx) => addEffect(tx, 'undone'))
    throw error
  }
}

/** @param every each fate is tried at every n-th operation of a cancellation */
export function cancelContract(getWorld: () => World, every: number): void {
  test.each<[string, (ctx: WorkflowContext) => Promise<unknown>]>([
    ['a wait for a message', (ctx) => ctx.recv('never')],
    ['a wait with a time-out', (ctx) => ctx.recv('never', { timeoutMs: 1e9 })],
    ['a sleep', (ctx) => ctx.sleep(1e9)],
    [
      'waits in branches',
      (ctx) => Promise.all([ctx.branch((of) => of.recv('never')), ctx.branch((of) => of.sleep(1e9))]),
    ],
    [
      'a wait beside a step',
      (ctx) => Promise.all([ctx.recv('never'), ctx.step('call', ({ signal }) => untilAborted(signal))]),
    ],
    [
      'a race',
      (ctx) => ctx.race({ one: { kind: 'message', topic: 'never' }, two: { kind: 'timer', ms: 1e9 } }),
    ],
    ['a step that heeds its signal', (ctx) => ctx.step('call', ({ signal }) => untilAborted(signal))],
    [
      'a step between two attempts',
      (ctx) =>
        ctx.step('call', () => Promise.reject(new Error('down')), {
          retry: { maxAttempts: 9, initialDelayMs: 1e8, maxDelayMs: 1e9 },
        }),
    ],
  ])('E16: %s ends, the function undoes what it did, and ends as cancelled', async (_, part) => {
    const world = getWorld()
    const trip = workflow('trip', (ctx) => undoing(ctx, part))
    const { engine } = world.boot('A', [trip])
    void engine.run()
    await engine.start(trip, 'trip-1', null)
    await world.settle()
    expect(await engine.cancel('trip-1')).toBe(true)
    await world.advance(2_000)
    expect(await effects(world)).toEqual(['done', 'undone'])
    await expect(engine.result('trip-1')).rejects.toMatchObject({
      status: 'cancelled',
      error: { name: 'WorkflowCancelledError' },
    })
    expect(await engine.cancel('trip-1')).toBe(false)
  })

  test('E16: from another process it is heard of with the next renewal', async () => {
    const world = getWorld()
    const trip = workflow('trip', (ctx) =>
      undoing(ctx, (of) => of.step('call', ({ signal }) => untilAborted(signal))),
    )
    const a = world.boot('A', [trip], { renewMs: 5_000 })
    void a.engine.run()
    await a.engine.start(trip, 'trip-1', null)
    await world.advance(1_000)
    expect(await world.boot('B', []).engine.cancel('trip-1')).toBe(true)
    await world.advance(3_000)
    expect(await effects(world)).toEqual(['done'])
    await world.advance(3_000)
    expect(await effects(world)).toEqual(['done', 'undone'])
  })

  test('E16: one that comes between a look at the inbox and the sleep is not slept through', async () => {
    const world = getWorld()
    const held = gate<'pass'>()
    const trip = workflow('trip', (ctx) => undoing(ctx, (of) => of.sleep(1e9)))
    let isFirst = true
    world.intercept = ({ label }) => {
      if (label !== 'sleep:trip' || !isFirst) return 'pass'
      isFirst = false
      return held.promise
    }
    const a = world.boot('A', [trip])
    void a.engine.run()
    await a.engine.start(trip, 'trip-1', null)
    await world.settle()
    expect(await world.boot('B', []).engine.cancel('trip-1')).toBe(true)
    held.open('pass')
    await world.advance(2_000)
    expect(await effects(world)).toEqual(['done', 'undone'])
  })

  test('E16: a step that ends nevertheless keeps its outcome, and the next call tells', async () => {
    const world = getWorld()
    const slow = gate<string>()
    const seen: string[] = []
    const trip = workflow('trip', (ctx) =>
      undoing(ctx, async (of) => {
        seen.push(await of.step('charge', () => slow.promise))
        await of.transaction('book', (tx) => addEffect(tx, 'booked'))
      }),
    )
    const { engine } = world.boot('A', [trip])
    void engine.run()
    await engine.start(trip, 'trip-1', null)
    await world.settle()
    await engine.cancel('trip-1')
    slow.open('charged')
    await world.advance(2_000)
    expect(seen).toEqual(['charged', 'charged'])
    expect(await effects(world)).toEqual(['done', 'undone'])
  })

  test('E16: a function that goes on regardless is not told again, and succeeds', async () => {
    const world = getWorld()
    const heard: unknown[] = []
    const stubborn = workflow('stubborn', async (ctx) => {
      await ctx.sleep(1e9).catch((error: unknown) => heard.push(error instanceof WorkflowCancelledError))
      await ctx.sleep(1_000)
      await ctx.transaction('book', (tx) => addEffect(tx, 'booked'))
      return 'done'
    })
    const { engine } = world.boot('A', [stubborn])
    void engine.run()
    await engine.start(stubborn, 'stubborn-1', null)
    await world.settle()
    await engine.cancel('stubborn-1')
    await engine.cancel('stubborn-1')
    await world.advance(2_000)
    expect(await engine.result('stubborn-1')).toBe('done')
    expect(heard.every(Boolean)).toBe(true)
  })

  test('E16: whoever was at work when its executor died is told all the same, though nothing is recorded', async () => {
    const world = getWorld()
    const calls: string[] = []
    const trip = workflow('trip', async (ctx) => {
      try {
        return await ctx.step('charge', () => {
          calls.push('charge')
          return new Promise<string>(() => undefined)
        })
      } catch (error) {
        await ctx.step('refund', () => calls.push('refund'))
        throw error
      }
    })
    const a = world.boot('A', [trip])
    await a.engine.start(trip, 'trip-1', null)
    await world.settle()
    await a.kill()
    const b = world.boot('B', [trip])
    void b.engine.run()
    await b.engine.cancel('trip-1')
    await world.advance(31_000)
    expect(calls).toEqual(['charge', 'refund'])
    expect(await workflowRow(world, 'trip-1')).toMatchObject({ status: 'cancelled' })
  })

  test('E16: what nobody has run yet ends without running, at any delay', async () => {
    const world = getWorld()
    let runs = 0
    const later = workflow('later', () => Promise.resolve((runs += 1)))
    const { engine } = world.boot('A', [later])
    await engine.enqueue(later, 'later-1', null, { delayMs: 1e9 })
    await engine.cancel('later-1')
    void engine.run()
    await world.settle()
    await expect(engine.result('later-1')).rejects.toMatchObject({ status: 'cancelled' })
    expect(runs).toBe(0)
  })

  test('E16: children are cancelled with their parent, and undo what they did; what it starts then is not', async () => {
    const world = getWorld()
    const leg = workflow('leg', (ctx, name: string) =>
      name === 'refund'
        ? ctx.transaction('refund', (tx) => addEffect(tx, 'refunded')).then(() => name)
        : undoing(ctx, (of) => of.recv('never')),
    )
    const trip = workflow('trip', async (ctx) => {
      const child = await ctx.start(leg, 'flight')
      try {
        return await child.result()
      } catch (error) {
        // Another wait for its end: the first one was cancelled.
        await child.result().catch(() => undefined)
        await (await ctx.start(leg, 'refund')).result()
        throw error
      }
    })
    const { engine } = world.boot('A', [trip, leg])
    void engine.run()
    await engine.start(trip, 'trip-1', null)
    await world.settle()
    await engine.cancel('trip-1')
    await world.advance(3_000)
    expect(await effects(world)).toEqual(['done', 'undone', 'refunded'])
    expect(await workflowRow(world, 'trip-1')).toMatchObject({ status: 'cancelled' })
    expect(await workflowRow(world, 'trip-1/0')).toMatchObject({ status: 'cancelled' })
  })

  test('E16: no child is started while a cancellation is on its way, and the start tells of it', async () => {
    const world = getWorld()
    const held = gate<'pass'>()
    const leg = workflow('leg', (ctx) => undoing(ctx, (of) => of.recv('never')))
    const trip = workflow('trip', async (ctx) => {
      const [child] = await Promise.all([ctx.start(leg, null), ctx.recv('never')])
      return child.id
    })
    world.intercept = ({ label }) => (label === 'start-child:leg' ? held.promise : 'pass')
    const { engine } = world.boot('A', [trip, leg])
    void engine.run()
    await engine.start(trip, 'trip-1', null)
    await world.settle()
    await engine.cancel('trip-1')
    await world.settle()
    held.open('pass')
    await world.settle()
    expect(await engine.status('trip-1/0')).toBe('unknown')
    expect(await workflowRow(world, 'trip-1')).toMatchObject({ status: 'cancelled' })
  })

  test('E16: what is shielded goes on, asleep too, and the cancellation comes after it', async () => {
    const world = getWorld()
    const trip = workflow('trip', async (ctx) => {
      await ctx.shield(async (inner) => {
        await inner.sleep(1_000)
        await inner.step('call', () => null)
        await inner.transaction('undo', (tx) => addEffect(tx, 'undone'))
        await inner.sleep(1_000)
      })
      await ctx.transaction('book', (tx) => addEffect(tx, 'booked'))
    })
    const { engine, labels } = world.boot('A', [trip])
    void engine.run()
    await engine.start(trip, 'trip-1', null)
    await world.settle()
    await engine.cancel('trip-1')
    await world.advance(1_500)
    expect(await workflowRow(world, 'trip-1')).toMatchObject({ status: 'sleeping' })
    await world.advance(1_000)
    expect(await effects(world)).toEqual(['undone'])
    expect(await workflowRow(world, 'trip-1')).toMatchObject({ status: 'cancelled' })
    expect(labels.filter((label) => label === 'sleep:trip').length).toBeLessThan(6)
  })

  test('E16: of calls in flight each tells, however long its callback takes to end', async () => {
    const world = getWorld()
    const held = gate<null>()
    const trip = workflow('trip', async (ctx) => {
      const results = await Promise.allSettled([
        ctx.recv('never'),
        ctx.step('charge', async ({ signal }) => {
          await untilAborted(signal).catch(() => undefined)
          await held.promise
          throw new Error('cleaned up')
        }),
      ])
      return results.map((of) => (of.status === 'rejected' ? (of.reason as Error).name : of.status))
    })
    const { engine } = world.boot('A', [trip])
    await engine.start(trip, 'trip-1', null)
    await world.settle()
    await engine.cancel('trip-1')
    // The wait has told the function by now.
    await world.settle()
    held.open(null)
    expect(await engine.result('trip-1')).toEqual(['WorkflowCancelledError', 'WorkflowCancelledError'])
  })

  test('E16: what compensation has started is not cancelled when the next executor tells a step that was at work', async () => {
    const world = getWorld()
    const refund = workflow('refund', async (ctx) => {
      await ctx.sleep(40_000)
      await ctx.transaction('refund', (tx) => addEffect(tx, 'refunded'))
    })
    const trip = workflow('trip', async (ctx) => {
      const deaf = ctx.branch((inner) => inner.step('slow', () => new Promise<null>(() => undefined)))
      try {
        await ctx.recv('never')
      } catch (error) {
        await (await ctx.start(refund, null)).result()
        await deaf.catch(() => undefined)
        throw error
      }
    })
    const a = world.boot('A', [trip, refund])
    void a.engine.run()
    await a.engine.start(trip, 'trip-1', null)
    await world.settle()
    await a.engine.cancel('trip-1')
    await world.settle()
    await a.kill()
    void world.boot('B', [trip, refund]).engine.run()
    await world.advance(80_000)
    expect(await effects(world)).toEqual(['refunded'])
    expect(await workflowRow(world, 'trip-1')).toMatchObject({ status: 'cancelled' })
  })

  test('E16: a parent cancels a child of its own, and hears how it ended', async () => {
    const world = getWorld()
    const leg = workflow('leg', (ctx) => undoing(ctx, (of) => of.recv('never')))
    const trip = workflow('trip', async (ctx) => {
      const child = await ctx.start(leg, null)
      await ctx.sleep(1_000)
      await child.cancel()
      return child.result().catch(({ status }: { status: string }) => status)
    })
    const { engine } = world.boot('A', [trip, leg])
    void engine.run()
    await engine.start(trip, 'trip-1', null)
    await world.advance(5_000)
    expect(await engine.result('trip-1')).toBe('cancelled')
    expect(await effects(world)).toEqual(['done', 'undone'])
  })

  test('E16: terminate ends it without its function, and cancels its children', async () => {
    const world = getWorld()
    const leg = workflow('leg', (ctx) => undoing(ctx, (of) => of.recv('never')))
    const trip = workflow('trip', (ctx) => undoing(ctx, async (of) => (await of.start(leg, null)).result()))
    const { engine } = world.boot('A', [trip, leg])
    void engine.run()
    await engine.start(trip, 'trip-1', null)
    await world.settle()
    expect(await engine.terminate('trip-1')).toBe(true)
    await world.advance(2_000)
    expect(await effects(world)).toEqual(['done', 'done', 'undone'])
    expect(await workflowRow(world, 'trip-1')).toMatchObject({
      status: 'cancelled',
      error: { name: 'WorkflowTerminated' },
    })
  })

  test('E16: a crash at any operation of a cancellation changes nothing of it', async () => {
    const world = getWorld()
    const operations = new Map<string, number>()
    for (const [first, fate] of (['kill-before', 'kill-after', 'answer-lost'] as const).entries())
      for (let nth = first % every; ; nth += every) {
        const id = `trip-${fate}-${nth}`
        const leg = workflow('leg', (ctx) => undoing(ctx, (of) => of.recv('never')))
        const trip = workflow('trip', (ctx) =>
          undoing(ctx, async (of) => (await of.start(leg, null)).result()),
        )
        let isCancelled = false
        let operation = 0
        let isHit = false
        world.intercept = ({ executorId, label }) => {
          if (!isCancelled || executorId !== `A-${id}` || label === 'renew' || operation++ !== nth)
            return 'pass'
          isHit = true
          return fate
        }
        const a = world.boot(`A-${id}`, [trip, leg])
        void a.engine.run()
        await a.engine.start(trip, id, null)
        await world.settle()
        await world.boot(`C-${id}`, []).engine.cancel(id)
        isCancelled = true
        await world.advance(5_000)
        const b = world.boot(`B-${id}`, [trip, leg])
        void b.engine.run()
        await world.advance(70_000)
        expect(await workflowRow(world, id)).toMatchObject({ status: 'cancelled' })
        expect((await effects(world)).map(String).toSorted()).toEqual(['done', 'done', 'undone', 'undone'])
        await world.reset()
        operations.set(fate, nth)
        if (!isHit) break
      }
    for (const count of operations.values()) expect(count).toBeGreaterThan(10)
  })
}

/** As `fetch` does. */
function untilAborted(signal: AbortSignal): Promise<null> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))
  })
}
