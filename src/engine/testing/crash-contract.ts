/**
 * The promise as a whole: whatever one operation meets (a death before or after it, a lost answer, a conflict), the
 * workflow ends as it would have, and each transaction has taken effect once. Every operation of the run is tried.
 */
import { expect, test } from 'vitest'
import { workflow } from '../workflow.ts'
import { addEffect, effects, workflowRow } from './workflows.ts'
import type { Fate, World } from './world.ts'

const calls = new Map<string, Set<string>>()

const shop = workflow('shop', async (ctx, cart: string) => {
  await ctx.transaction('order', (tx) => addEffect(tx, 'ordered'))
  const url = await ctx.step('session', ({ idempotencyKey }) => {
    calls.set(cart, (calls.get(cart) ?? new Set()).add(idempotencyKey))
    return `https://pay.example/${cart}`
  })
  await ctx.setEvent('url', url)
  const payment = await ctx.recv<{ readonly cents: number }>('payment', { timeoutMs: 60_000 })
  const [, stamp] = await Promise.all([
    ctx.branch(async (inner) => {
      await inner.transaction('ship', (tx) => addEffect(tx, 'shipped'))
      await inner.sleep(500)
      await inner.transaction('thank', (tx) => addEffect(tx, 'thanked'))
    }),
    ctx.branch((inner) => inner.now()),
  ])
  const second = await ctx.recv('payment', { timeoutMs: 1_000 })
  return { url, cents: payment?.cents, second, hasStamp: stamp > 0 }
})

/** Runs the shop on two servers, a third coming up later, while `intercept` does its worst. */
async function play(world: World): Promise<void> {
  const servers = ['A', 'B'].map((id) => world.boot(id, [shop]))
  for (const { engine } of servers) void engine.run()
  const [a, b] = servers
  // A customer whose server dies asks the other; a webhook is repeated until somebody has heard it.
  void a?.engine.start(shop, 'cart', 'cart')
  await world.advance(2_000)
  void b?.engine.start(shop, 'cart', 'cart')
  await world.advance(2_000)
  for (const server of servers) {
    void server.engine.send('cart', 'payment', { cents: 500 }, { idempotencyKey: 'evt_1' })
    await world.advance(1_000)
  }
  const late = world.boot('C', [shop])
  void late.engine.run()
  void late.engine.send('cart', 'payment', { cents: 500 }, { idempotencyKey: 'evt_1' })
  await world.advance(100_000)
}

export function crashContract(getWorld: () => World): void {
  const fates: readonly Fate[] = [
    'kill-before',
    'kill-after',
    'answer-lost',
    { sqlState: '40001' },
    { sqlState: '08006' },
  ]

  test.each(fates)('E1–E10: every operation may meet %j', { timeout: 120_000 }, async (fate) => {
    const world = getWorld()
    let count = Infinity
    for (let index = -1; index < count; index += 1) {
      let seen = 0
      let victim = ''
      world.intercept = (operation) => {
        seen = operation.index
        if (operation.index - first !== index) return 'pass'
        victim = `${operation.executorId} ${operation.label}`
        return fate
      }
      const first = world.operations()
      await play(world)
      const told = `operation ${index}: ${victim}`
      expect(await workflowRow(world, 'cart'), told).toMatchObject({
        status: 'succeeded',
        output: { url: 'https://pay.example/cart', cents: 500, second: null, hasStamp: true },
      })
      expect(await effects(world), told).toEqual(['ordered', 'shipped', 'thanked'])
      expect(calls.get('cart'), told).toEqual(new Set(['cart/1']))
      // The first run, without a fault, says how many operations there are.
      if (index === -1) count = seen - first + 1
      await world.reset()
    }
    expect(count).toBeGreaterThan(20)
  })
}
