/**
 * The promise as a whole: whatever one operation meets (a death before or after it, a lost answer, a conflict), the
 * workflow ends as it would have, and each transaction has taken effect once. Every operation of the run is tried.
 */
import { expect, test } from 'vitest'
import { workflow } from '../workflow.ts'
import { placeName, placesOf } from './faults.ts'
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

/**
 * Operations of which there are more or fewer by the order in which calls at one time are answered: two executors look
 * for work, and a sleep's deadline is noted on its own only if another branch is still at work when it begins.
 */
const dependsOnOrder: readonly string[] = ['claim', 'checkpoint:sleep']

/** @param every each fate is tried at every n-th operation; up to 5, each operation still meets one of the fates */
export function crashContract(getWorld: () => World, every: number): void {
  const fates: readonly Fate[] = [
    'kill-before',
    'kill-after',
    'answer-lost',
    { sqlState: '40001' },
    { sqlState: '08006' },
  ]

  test.each(fates.map((fate, first) => ({ fate, first })))(
    'E1–E10: every operation may meet $fate',
    async ({ fate, first }) => {
      const world = getWorld()
      const labels: string[] = []
      world.intercept = ({ label }) => {
        labels.push(label)
        return 'pass'
      }
      await play(world)
      await expectAsEver(world, 'nothing')
      expect(labels.length).toBeGreaterThan(20)
      for (const [at, place] of placesOf(labels).entries()) {
        if (at % every !== first % every) continue
        await world.reset()
        let occurrences = 0
        world.intercept = ({ label }) => {
          if (label !== place.label) return 'pass'
          occurrences += 1
          return occurrences === place.occurrence ? fate : 'pass'
        }
        await play(world)
        await expectAsEver(world, placeName(place))
        const hasCome = occurrences >= place.occurrence
        expect(hasCome || dependsOnOrder.includes(place.label), `${placeName(place)} came`).toBe(true)
      }
    },
  )
}

/** @param met the operation that met a fault */
async function expectAsEver(world: World, met: string): Promise<void> {
  expect(await workflowRow(world, 'cart'), met).toMatchObject({
    status: 'succeeded',
    output: { url: 'https://pay.example/cart', cents: 500, second: null, hasStamp: true },
  })
  expect(await effects(world), met).toEqual(['ordered', 'shipped', 'thanked'])
  expect(calls.get('cart'), met).toEqual(new Set(['cart/1']))
}
