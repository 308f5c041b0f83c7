/** Round trips, counted: what the engine asks of the database, and nothing beside it. */
import { expect, test } from 'vitest'
import { roundTrips } from '../round-trips.ts'
import { workflow } from '../workflow.ts'
import { addEffect } from './workflows.ts'
import type { World } from './world.ts'

const fiveSteps = workflow('five-steps', async (ctx) => {
  let sum = 0
  for (let number = 1; number <= 5; number += 1) sum += await ctx.step('add', () => number)
  return sum
})

const order = workflow('order', async (ctx) => {
  await ctx.transaction('reserve', (tx) => addEffect(tx, 'reserved'))
  await ctx.setEvent('url', 'https://pay.example')
  return ctx.recv<string>('payment', { timeoutMs: 60_000 })
})

const count = (labels: readonly string[], which: RegExp): number =>
  labels.filter((label) => which.test(label)).length

export function costContract(getWorld: () => World): void {
  test('cost: five plain steps take seven round trips', async () => {
    const { engine, labels } = getWorld().boot('A', [fiveSteps])
    const handle = await engine.start(fiveSteps, 'sum', null)
    expect(await handle.result()).toBe(15)
    expect(labels).toEqual([
      'start:five-steps',
      ...Array<string>(5).fill('checkpoint:add'),
      'finish:five-steps',
    ])
    expect(labels).toHaveLength(roundTrips.fiveSteps)
  })

  test('cost: a transaction adds a begin, a checkpoint and a commit; a wait one trip; a wake two', async () => {
    const world = getWorld()
    const { engine, labels } = world.boot('A', [order])
    void engine.run()
    await engine.start(order, 'order-1', null)
    expect(await engine.getEvent('order-1', 'url')).toEqual({ found: true, value: 'https://pay.example' })
    await world.settle()
    expect(count(labels, /:reserve$/)).toBe(roundTrips.transaction)
    expect(count(labels, /^sleep:/)).toBe(roundTrips.sleep)
    expect(labels.splice(0)).toEqual([
      'start:order',
      'begin:reserve',
      'insert:reserved',
      'checkpoint:reserve',
      'commit:reserve',
      'event:url',
      'sleep:order',
    ])
    await engine.send('order-1', 'payment', 'paid')
    expect(await engine.result('order-1')).toBe('paid')
    expect(count(labels, /^(claim$|load:)/)).toBe(roundTrips.wake)
    expect(labels.filter((label) => label !== 'get-result')).toEqual([
      'send:payment',
      'claim',
      'load:order',
      'recv:payment',
      'finish:order',
    ])
  })

  test('cost: a message that is there is taken in one trip', async () => {
    const world = getWorld()
    const { engine, labels } = world.boot('A', [order])
    await engine.send('order-1', 'payment', 'early')
    const handle = await engine.start(order, 'order-1', null)
    expect(await handle.result()).toBe('early')
    expect(labels.slice(-2)).toEqual(['recv:payment', 'finish:order'])
    expect(count(labels, /^recv:/)).toBe(roundTrips.message)
    expect(labels).not.toContain('sleep:order')
  })

  test('cost: a failed transaction adds a rollback and its checkpoint', async () => {
    const world = getWorld()
    const failing = workflow('failing', async (ctx) => {
      await ctx.transaction('refuse', () => Promise.reject(new Error('no stock'))).catch(() => undefined)
    })
    const { engine, labels } = world.boot('A', [failing])
    await (await engine.start(failing, 'failing', null)).result()
    expect(labels).toEqual([
      'start:failing',
      'begin:refuse',
      'rollback:refuse',
      'checkpoint:refuse',
      'finish:failing',
    ])
  })
}
