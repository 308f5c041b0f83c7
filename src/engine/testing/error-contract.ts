/** V2: an error keeps its name, its plain fields and its causes, and is the same when it happens and on each replay. */
import { expect, test } from 'vitest'
import { StepError, WorkflowFailedError } from '../errors.ts'
import { workflow } from '../workflow.ts'
import type { World } from './world.ts'

class Declined extends Error {
  override readonly name = 'Declined'
  readonly code = 'card_declined'
}

const decline = () =>
  Promise.reject(
    new Declined('no money', {
      cause: Object.assign(new TypeError('refused', { cause: 'insufficient_funds' }), { status: 402 }),
    }),
  )

const recorded = {
  name: 'Declined',
  message: 'no money',
  details: { code: 'card_declined' },
  cause: {
    name: 'TypeError',
    message: 'refused',
    details: { status: 402 },
    cause: { name: 'ThrownValue', message: expect.stringContaining('insufficient_funds') as unknown },
  },
}

export function errorContract(getWorld: () => World): void {
  test.each(['step', 'transaction'] as const)(
    'V2: the error of a %s that nobody catches is the workflow’s, under its own name',
    async (kind) => {
      const world = getWorld()
      const charge = workflow('charge', async (ctx) => {
        await ctx.step('before', () => 1)
        await ctx[kind]('charge', decline)
      })
      const { engine } = world.boot('A', [charge])
      const handle = await engine.start(charge, 'charge-1', null)
      const here = await handle.result().catch((error: unknown) => error)
      const elsewhere = await world
        .boot('B', [])
        .engine.result('charge-1')
        .catch((error: unknown) => error)
      for (const error of [here, elsewhere]) {
        expect(error).toBeInstanceOf(WorkflowFailedError)
        expect(error).toMatchObject({
          status: 'failed',
          error: { ...recorded, details: { code: 'card_declined', step: '1', stepName: 'charge' } },
          cause: { name: 'Declined', code: 'card_declined', cause: { name: 'TypeError', status: 402 } },
        })
      }
      expect(JSON.stringify(elsewhere)).toBe(JSON.stringify(here))
    },
  )

  test('V2: a caught error is the same on replay, to its causes and the order of its keys', async () => {
    const world = getWorld()
    const seen: StepError[] = []
    const charge = workflow('charge', async (ctx) => {
      try {
        await ctx.step('charge', decline)
      } catch (error) {
        if (error instanceof StepError) seen.push(error)
      }
      await ctx.sleep(1_000)
    })
    const { engine } = world.boot('A', [charge])
    void engine.run()
    await engine.start(charge, 'charge-1', null)
    await world.advance(1_001)
    expect(seen).toHaveLength(2)
    const [first, second] = seen
    expect(first?.error).toEqual(recorded)
    expect(first?.cause).toMatchObject({ name: 'Declined', code: 'card_declined' })
    expect(JSON.stringify(second)).toBe(JSON.stringify(first))
    expect(second?.cause).toMatchObject({ cause: { name: 'TypeError', status: 402 } })
  })

  test('V2: causes that lead back to their beginning are cut off', async () => {
    const world = getWorld()
    const circular = workflow('circular', () => {
      const error = new Error('round')
      error.cause = new Error('and round', { cause: error })
      return Promise.reject(error)
    })
    const { engine } = world.boot('A', [circular])
    await expect((await engine.start(circular, 'circular-1', null)).result()).rejects.toMatchObject({
      error: { message: 'round', cause: { message: 'and round', cause: { message: 'round' } } },
    })
  })

  test.each<[string, () => unknown]>([
    ['a getter that throws', () => Object.defineProperty(new Error('x'), 'message', { get: fail })],
    [
      'a field that throws',
      () => Object.defineProperty(new Error('x'), 'f', { get: fail, enumerable: true }),
    ],
    ['an object without a text', () => ({ toJSON: fail, toString: fail })],
    [
      'a proxy that was revoked',
      () => {
        const { proxy, revoke } = Proxy.revocable({}, {})
        revoke()
        return proxy
      },
    ],
  ])('V2: what cannot be read, %s, is recorded as such, and ends the step', async (_, make) => {
    const world = getWorld()
    const throwing = workflow('throwing', async (ctx) => {
      await ctx
        .step('throw', () => {
          throw make()
        })
        .catch(() => undefined)
      throw make()
    })
    const { engine } = world.boot('A', [throwing])
    await expect((await engine.start(throwing, 'throwing-1', null)).result()).rejects.toMatchObject({
      status: 'failed',
    })
  })
}

function fail(): never {
  throw new Error('It cannot be read.')
}
