import type { PGlite } from '@electric-sql/pglite'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEngine, workflow, type Json, type WorkflowContext } from '#engine'
import { scenario } from '#scenarios'
import { defaultInput, whyUnsettled, type Run } from '#simulator'
import type { Machine, Scenario, Server } from '#simulator/scenario.ts'
import { createSimulator } from '#simulator/simulate.ts'
import { openTestDatabase } from '#simulator/testing/open-database.ts'
import type { Cart } from './shop.ts'

/** What an author may write who means well, or does not. A run of it has to end and to say what went wrong. */

let database: PGlite
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

/** The checkout with another author's server in place of the durable one. */
function written(boot: (machine: Machine) => Server): Scenario {
  const implementations = scenario.implementations.map((each) =>
    each.name === 'durable' ? { ...each, boot } : each,
  )
  return { ...scenario, implementations }
}

function withWorkflow(
  body: (ctx: WorkflowContext, cart: Cart, machine: Machine) => Promise<unknown>,
): Scenario {
  return written((machine) => {
    const checkout = workflow('checkout', (ctx, cart: Cart) => body(ctx, cart, machine))
    const engine = createEngine({
      environment: machine.environment,
      workflows: [checkout],
      executorId: machine.name,
      leaseMs: 10_000,
    })
    const app = new Hono()
    app.post('/checkout', async (c) => {
      const cart = await c.req.json<Cart>()
      const handle = await engine.start(checkout, cart.id, cart)
      return c.json({ result: (await handle.result()) as Json })
    })
    app.onError((error, c) => c.text(error.message, 500))
    void engine.run()
    return app
  })
}

const run = (subject: Scenario): Promise<Run> =>
  createSimulator(database, subject).simulate({ ...defaultInput, implementation: 'durable' })
const errorOf = ({ tables }: Run): unknown =>
  (tables['engine.workflow']?.[0]?.['error'] as { message?: string } | undefined)?.message

describe('a workflow that', () => {
  test('throws no Error fails and says so', async () => {
    const failed = await run(
      withWorkflow(async () => {
        await Promise.resolve()
        // oxlint-disable-next-line typescript/only-throw-error -- that somebody does it is what is tested
        throw 'oops'
      }),
    )
    expect(failed.tables['engine.workflow']?.[0]?.['status']).toBe('failed')
    expect(errorOf(failed)).toContain('not an Error')
    expect(failed.end).toEqual({ kind: 'settled' })
  })

  test.each<[string, unknown]>([
    ['a function', () => undefined],
    ['a bigint', 10n],
    ['NaN', Number.NaN],
    ['a Map', new Map()],
  ])('returns %s, which JSON cannot hold, fails and says so', async (_name, value) => {
    const failed = await run(withWorkflow(() => Promise.resolve(value)))
    expect(failed.tables['engine.workflow']?.[0]?.['status']).toBe('failed')
    expect(errorOf(failed)).toMatch(/JSON/)
  })

  test('returns a circle fails and says so', async () => {
    const circle: { self?: unknown } = {}
    circle.self = circle
    expect(errorOf(await run(withWorkflow(() => Promise.resolve(circle))))).toMatch(/JSON|itself/)
  })

  test('waits for what never comes is a run that did not settle', async () => {
    const stuck = await run(withWorkflow(() => new Promise(() => undefined)))
    expect(stuck.end.kind).toBe('endless')
    expect(whyUnsettled(stuck)).toContain('The same state came back 3 times')
    expect(stuck.verdicts.find(({ id }) => id === 'L2')).toMatchObject({
      outcome: 'violated',
      rows: [{ what: whyUnsettled(stuck) }],
    })
  })

  test('goes on for ever is a run that did not settle', async () => {
    const endless = await run(
      withWorkflow(async (ctx) => {
        for (;;) await ctx.step('again', () => null)
      }),
    )
    expect(endless.end.kind).toBe('endless')
    expect(whyUnsettled(endless)).toContain('The same state came back 3 times')
  })

  test('uses its context within a transaction fails and says so', async () => {
    const failed = await run(
      withWorkflow((ctx) => ctx.transaction('outer', () => ctx.step('inner', () => null))),
    )
    expect(errorOf(failed)).toMatch(/transaction/)
  })
})

describe('a server that', () => {
  test('waits in a circle is a run that says who waits for whom', async () => {
    const circle = written(({ database: db }) => {
      const app = new Hono()
      app.post('/checkout', async (c) => {
        await db.begin({ label: 'createOrder' })
        // Never to be: this waits for the transaction above, which waits for this.
        await db.query({ label: 'createOrder', text: 'select 1', values: [] })
        return c.text('ok')
      })
      return app
    })
    const failed = await run(circle)
    expect(failed.end.kind).toBe('endless')
    expect(whyUnsettled(failed)).toContain('are in a deadlock')
  })

  test('fails every request is only a bad server', async () => {
    const bad = written(() => ({ fetch: () => Promise.reject(new Error('no')) }))
    const seen = await run(bad)
    expect(seen.end).toEqual({ kind: 'settled' })
    expect(
      seen.trace.some(({ what }) => what.kind === 'customer' && what.sees === 'Something went wrong'),
    ).toBe(true)
  })
})
