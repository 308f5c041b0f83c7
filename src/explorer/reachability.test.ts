import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkoutCatalogue, durableFacts } from '#scenarios/checkout/catalogue.ts'
import { defaultInput, parsePlan, type Input } from '#simulator'
import { neverReached, reachedIn, sometimes } from './reachability.ts'
import { openExplorer, type Explorer } from './testing/exploring.ts'

let explorer: Explorer
beforeAll(async () => (explorer = await openExplorer()))
afterAll(() => explorer.close())

type Example = Partial<Omit<Input, 'plan'>> & { readonly plan?: string }

async function reachedBy({ plan = '', ...rest }: Example): Promise<readonly string[]> {
  const input: Input = { ...defaultInput, implementation: 'durable', ...rest, plan: parsePlan(plan) }
  return reachedIn(await explorer.simulator.simulate(input, { capture: false }))
}

const webhook = 'stripe/webhook:checkout.session.completed#1'
const create = 'server/stripe.checkout.sessions.create#1'

/** A schedule in which it comes true. */
const examples: { readonly [id: string]: Example } = {
  'recovered-elsewhere': { plan: 'server/commit:reserveInventory#1=crash-after(restart=never)' },
  replayed: {},
  'checkpoint-found': { plan: 'server/commit:reserveInventory#1=ack-lost' },
  'died-in-transaction': { plan: 'server/createOrder#1=crash-after' },
  'ran-into-timeout': { customers: ['leaves'] },
  'zombie-fenced': { plan: `${create}=freeze` },
  'left-order-polled': {
    implementation: 'state-machine',
    customers: ['gives-up'],
    plan: 'server/commit:createOrder#1=crash-after(restart=never)',
  },
  'moved-on': { implementation: 'state-machine', plan: `${webhook}=duplicate` },
  'step-found-done': {
    implementation: 'at-least-once',
    guards: { idempotentSteps: true },
    plan: 'server/commit:reserveInventory#1=crash-after',
  },
  'same-page': { customers: ['double-clicks'] },
  'call-sent-again': { implementation: 'naive', plan: `${create}=response-lost` },
  'call-replayed': { plan: `${create}=crash-after` },
  'page-found': { plan: `${create}=error-after` },
  'clock-wrong': { plan: 'server/now#1=clock-jump' },
  'page-closed': { customers: ['leaves'] },
  'paid-when-closed': { plan: `${webhook}=drop(tries=all)` },
  'completed-unpaid': { customers: ['settles-later'] },
  'webhook-twice': { plan: `${webhook}=duplicate` },
  'change-twice': { plan: 'stripe/webhook:checkout.session.completed#1=duplicate(as=new-event)' },
  'other-page': { guards: { idempotencyKey: false }, plan: `${create}=crash-after` },
  'forgery-refused': { plan: `${webhook}=forge` },
  'webhook-accepted': {},
  'webhook-sent-again': { implementation: 'naive', plan: 'server/commit:fulfillOrder#1=crash-before' },
  'note-rolled-back': {
    implementation: 'naive',
    guards: { webhookDedupe: true },
    plan: 'server/commit:fulfillOrder#1=crash-before',
  },
  'stock-not-taken': { implementation: 'naive', customers: ['out-of-stock'] },
  'shipped-on-return': { implementation: 'naive', guards: { returnPage: true } },
  'outlived-deploy': { plan: 'server/commit:reserveInventory#1=deploy' },
  'both-down': {
    plan: 'server/begin:createOrder#1=crash-after(restart=never);server/begin:createOrder#2=crash-after',
  },
}

describe('what a sweep should have seen', () => {
  test.each(sometimes.map(({ id, says }) => [id, says] as const))('%s: %s', async (id) => {
    const example = examples[id] ?? {}
    expect(await reachedBy(example)).toContain(id)
    // It is no statement about every run.
    const isUsual = id === 'replayed' || id === 'webhook-accepted'
    const other: Example = isUsual ? { customers: ['out-of-stock'] } : {}
    expect(await reachedBy({ implementation: example.implementation ?? 'durable', ...other })).not.toContain(
      id,
    )
  })

  test('names guards and implementations that there are', () => {
    for (const { implementations, guard } of sometimes) {
      const known = checkoutCatalogue.implementations.filter(({ name }) => implementations.includes(name))
      const guards = known.flatMap((each) => each.guards.map(({ name }) => name))
      expect(known).toHaveLength(implementations.length)
      expect([null, ...guards]).toContain(guard)
    }
  })

  test('every guard has something that shows it at work', () => {
    const shown = sometimes.map(({ guard }) => guard)
    const all = checkoutCatalogue.implementations.flatMap(({ guards }) => guards.map(({ name }) => name))
    expect([...new Set(all)].filter((name) => !shown.includes(name))).toEqual([])
  })

  test('of a guard that is off nothing is expected', () => {
    const missing = (guards: Input['guards']) => neverReached(durableFacts, guards, {}).map(({ id }) => id)
    expect(missing({})).toContain('zombie-fenced')
    expect(missing({ fencing: false })).not.toContain('zombie-fenced')
  })
})
