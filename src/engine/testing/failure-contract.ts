/** E10: what fails is recorded, what fails by no fault of its own is tried again, what is lost unheard is found. */
import { expect, test } from 'vitest'
import { StepError } from '../errors.ts'
import { workflow } from '../workflow.ts'
import { addEffect, checkpoints, effects, workflowRow } from './workflows.ts'
import type { Fate, World } from './world.ts'

class Declined extends Error {
  override readonly name = 'Declined'
  readonly code = 'card_declined'
}

/** Lets the first operation of the label have this fate, and all others pass. */
function once(label: string, fate: Fate) {
  let isDone = false
  return (operation: { readonly label: string }): Fate => {
    if (isDone || operation.label !== label) return 'pass'
    isDone = true
    return fate
  }
}

const pay = workflow('pay', async (ctx) => {
  await ctx.transaction('charge', (tx) => addEffect(tx, 'charged'))
  await ctx.step('tell', () => 'told')
  return 'paid'
})

export function failureContract(getWorld: () => World): void {
  test.each(['step', 'transaction'] as const)(
    'E10: a failed %s is thrown alike on each replay',
    async (kind) => {
      const world = getWorld()
      const seen: unknown[] = []
      let attempts = 0
      const refused = workflow('refused', async (ctx) => {
        const fail = () => {
          attempts += 1
          return Promise.reject(new Declined('no money'))
        }
        try {
          await (kind === 'step' ? ctx.step('charge', fail) : ctx.transaction('charge', fail))
        } catch (error) {
          seen.push(error)
        }
        await ctx.sleep(1_000)
        return 'went on'
      })
      const { engine } = world.boot('A', [refused])
      void engine.run()
      await engine.start(refused, 'refused-1', null)
      await world.advance(1_001)
      expect(await engine.result('refused-1')).toBe('went on')
      expect(attempts).toBe(1)
      expect(seen).toHaveLength(2)
      for (const error of seen) {
        expect(error).toBeInstanceOf(StepError)
        expect(error).toMatchObject({
          message: 'no money',
          step: '0',
          stepName: 'charge',
          error: { name: 'Declined', message: 'no money', details: { code: 'card_declined' } },
        })
      }
    },
  )

  test('E10: a step is tried again as its policy says, then its last error stands', async () => {
    const world = getWorld()
    const at: number[] = []
    const retried = workflow('retried', (ctx) =>
      ctx.step(
        'call',
        ({ attempt }) => {
          at.push(attempt)
          throw new Error(`failed ${attempt}`)
        },
        { retry: { maxAttempts: 4, initialDelayMs: 100, factor: 3, maxDelayMs: 500 } },
      ),
    )
    const { engine, observations } = world.boot('A', [retried])
    await engine.start(retried, 'retried-1', null)
    await world.advance(100)
    expect(at).toEqual([1, 2])
    await world.advance(300)
    expect(at).toEqual([1, 2, 3])
    await world.advance(499)
    expect(at).toHaveLength(3)
    await world.advance(1)
    expect(at).toHaveLength(4)
    await expect(engine.result('retried-1')).rejects.toMatchObject({ error: { message: 'failed 4' } })
    expect(observations.filter(({ kind }) => kind === 'step-retried')).toHaveLength(3)
  })

  test('E10: an error that another attempt cannot help is not tried again', async () => {
    const world = getWorld()
    let attempts = 0
    const hopeless = workflow('hopeless', (ctx) =>
      ctx.step(
        'call',
        () => {
          attempts += 1
          throw new Declined('no')
        },
        { retry: { maxAttempts: Infinity, retryIf: (error) => !(error instanceof Declined) } },
      ),
    )
    const { engine } = world.boot('A', [hopeless])
    await expect((await engine.start(hopeless, 'hopeless-1', null)).result()).rejects.toThrow('no')
    expect(attempts).toBe(1)
  })

  test.each(['40001', '40P01', '53100', '57P01', '55P03', '25P03', '08006'])(
    'E10: a transaction that fails by %s is tried again, and its failure not recorded',
    async (sqlState) => {
      const world = getWorld()
      for (const label of ['begin:charge', 'insert:charged', 'checkpoint:charge', 'commit:charge']) {
        world.intercept = once(label, { sqlState })
        const { engine } = world.boot('A', [pay])
        const handle = await engine.start(pay, `pay ${label}`, null)
        await world.advance(1_000)
        expect(await handle.result()).toBe('paid')
        expect(await effects(world)).toEqual(['charged'])
        await world.reset()
      }
    },
  )

  test('E10: it is tried again even if the application swallowed the failure', async () => {
    const world = getWorld()
    const careless = workflow('careless', (ctx) =>
      ctx.transaction('charge', async (tx) => {
        await addEffect(tx, 'charged').catch(() => undefined)
      }),
    )
    // As a server does: after the failure it refuses every other statement of the transaction.
    const [conflict, refusal] = [
      once('insert:charged', { sqlState: '40001' }),
      once('checkpoint:charge', { sqlState: '25P02' }),
    ]
    world.intercept = (operation) => {
      const fate = conflict(operation)
      return fate === 'pass' ? refusal(operation) : fate
    }
    const { engine } = world.boot('A', [careless])
    const handle = await engine.start(careless, 'careless-1', null)
    await world.advance(1_000)
    await handle.result()
    expect(await effects(world)).toEqual(['charged'])
  })

  test('E10: after a commit whose answer was lost, one trip finds the checkpoint', async () => {
    const world = getWorld()
    world.intercept = once('commit:charge', 'answer-lost')
    const { engine, labels } = world.boot('A', [pay])
    const handle = await engine.start(pay, 'pay-1', null)
    await world.advance(1_000)
    expect(await handle.result()).toBe('paid')
    expect(await effects(world)).toEqual(['charged'])
    expect(labels.filter((label) => label !== 'get-result')).toEqual([
      'start:pay',
      'begin:charge',
      'insert:charged',
      'checkpoint:charge',
      'commit:charge',
      'rollback:charge',
      'begin:charge',
      'lookup:charge',
      'rollback:charge',
      'checkpoint:tell',
      'finish:pay',
    ])
  })

  test('E10: after a commit that was lost, the look costs one trip, and it runs again', async () => {
    const world = getWorld()
    world.intercept = once('commit:charge', { sqlState: '08006' })
    const { engine, labels } = world.boot('A', [pay])
    const handle = await engine.start(pay, 'pay-1', null)
    await world.advance(1_000)
    expect(await handle.result()).toBe('paid')
    expect(await effects(world)).toEqual(['charged'])
    expect(labels.filter((label) => label === 'lookup:charge')).toHaveLength(1)
  })

  test.each(['start:pay', 'checkpoint:tell', 'finish:pay'])(
    'E10: %s recognises its own success',
    async (label) => {
      const world = getWorld()
      world.intercept = once(label, 'answer-lost')
      const { engine } = world.boot('A', [pay])
      // Not awaited: the clock has to move while it tries again.
      const started = engine.start(pay, 'pay-1', null)
      await world.advance(1_000)
      expect(await workflowRow(world, 'pay-1')).toMatchObject({ status: 'succeeded' })
      expect(await (await started).result()).toBe('paid')
      expect(await effects(world)).toEqual(['charged'])
      expect(await checkpoints(world, 'pay-1')).toHaveLength(2)
    },
  )

  test('E10: a start that is tried again takes nothing from a run that is at work here', async () => {
    const world = getWorld()
    const { engine } = world.boot('A', [pay])
    world.intercept = once('start:pay', { sqlState: '08006' })
    const second = engine.start(pay, 'pay-1', null)
    await world.settle()
    const first = await engine.start(pay, 'pay-1', null)
    await world.advance(1_000)
    expect((await second).isNew).toBe(false)
    expect(await first.result()).toBe('paid')
    expect(await workflowRow(world, 'pay-1')).toMatchObject({ epoch: 1 })
  })

  test('E10: when patience is at its end, the workflow is left to the next claim', async () => {
    const world = getWorld()
    world.intercept = ({ executorId }) => (executorId === 'A' ? { sqlState: '53300' } : 'pass')
    const a = world.boot('A', [pay], { retryForMs: 10_000 })
    const starting = a.engine.start(pay, 'pay-0', null).catch((error: unknown) => error)
    await world.advance(60_000)
    expect(await starting).toMatchObject({ sqlState: '53300' })

    world.intercept = ({ executorId, label }) =>
      executorId === 'A' && label !== 'start:pay' ? { sqlState: '53300' } : 'pass'
    await a.engine.start(pay, 'pay-1', null)
    const b = world.boot('B', [pay])
    void b.engine.run()
    await world.advance(100_000)
    expect(await b.engine.result('pay-1')).toBe('paid')
    expect(await workflowRow(world, 'pay-1')).toMatchObject({ recoveries: 1 })
    const labels = a.labels.length
    await world.advance(100_000)
    expect(a.labels).toHaveLength(labels)
  })

  test('E10: recoveries are counted, waking is none; too many end it, and resume brings it back', async () => {
    const world = getWorld()
    let isPoisonous = true
    const poison = workflow('poison', async (ctx) => {
      await ctx.sleep(10)
      await ctx.transaction('book', (tx) => addEffect(tx, 'booked'))
      return 'survived'
    })
    world.intercept = ({ label }) => (isPoisonous && label === 'commit:book' ? 'kill-before' : 'pass')
    const first = world.boot('A', [poison], { recoveryLimit: 2 })
    void first.engine.run()
    await first.engine.start(poison, 'poison-1', null)
    await world.advance(20)
    for (const id of ['B', 'C', 'D']) {
      void world.boot(id, [poison], { recoveryLimit: 2 }).engine.run()
      await world.advance(31_000)
    }
    const { engine } = world.boot('E', [poison], { recoveryLimit: 2 })
    expect(await workflowRow(world, 'poison-1')).toMatchObject({
      status: 'exhausted',
      recoveries: 2,
      due_ms: null,
      error: { name: 'RecoveriesExhausted' },
    })
    await expect(engine.result('poison-1')).rejects.toMatchObject({ status: 'exhausted' })
    isPoisonous = false
    expect(await engine.resume('poison-1')).toBe(true)
    void engine.run()
    await world.settle()
    expect(await engine.result('poison-1')).toBe('survived')
    expect(await effects(world)).toEqual(['booked'])
    expect(await engine.resume('poison-1')).toBe(false)
  })

  test('E10: the loop outlives a database that is away', async () => {
    const world = getWorld()
    let isAway = true
    world.intercept = ({ label }) => (isAway && label === 'claim' ? { sqlState: '57P03' } : 'pass')
    const { engine } = world.boot('A', [pay])
    await engine.enqueue(pay, 'pay-1', null)
    void engine.run()
    await world.advance(300_000)
    isAway = false
    await world.advance(10_000)
    expect(await engine.result('pay-1')).toBe('paid')
  })

  test('E10: what an exhausted workflow was last given up for stands in its row, and is told', async () => {
    const world = getWorld()
    const definition = { recoveryLimit: 1, retryForMs: 1_000 }
    world.intercept = ({ label }) => (label === 'commit:charge' ? { sqlState: '25P03' } : 'pass')
    const a = world.boot('A', [pay], definition)
    void a.engine.run()
    await a.engine.start(pay, 'pay-1', null)
    await world.advance(200_000)
    expect(await workflowRow(world, 'pay-1')).toMatchObject({ status: 'exhausted', recoveries: 1 })
    await expect(a.engine.result('pay-1')).rejects.toMatchObject({
      status: 'exhausted',
      error: {
        name: 'RecoveriesExhausted',
        cause: { name: 'DatabaseError', details: { sqlState: '25P03' } },
      },
    })
    world.intercept = () => 'pass'
    await a.engine.resume('pay-1')
    await world.advance(1_000)
    expect(await a.engine.result('pay-1')).toBe('paid')
    expect(await world.rows('select last_error from engine.workflow')).toEqual([{ last_error: null }])
  })

  test('E10: a workflow that failed by a step goes on from that step again', async () => {
    const world = getWorld()
    let isDown = true
    let steps = 0
    const failing = workflow('failing', async (ctx) => {
      await ctx.step('before', () => (steps += 1))
      const answer = await ctx.step('call', () => (isDown ? Promise.reject(new Declined('no')) : 'yes'))
      await ctx.transaction('after', (tx) => addEffect(tx, answer))
      return answer
    })
    const stubborn = workflow('stubborn', () => Promise.reject(new Error('by itself')))
    const { engine } = world.boot('A', [failing, stubborn])
    void engine.run()
    await expect((await engine.start(failing, 'failing-1', null)).result()).rejects.toThrow('no')
    isDown = false
    // As it was: the recorded failure comes again.
    await engine.resume('failing-1')
    await world.settle()
    expect(await engine.status('failing-1')).toBe('failed')
    expect(await engine.resume('failing-1', { retryFailedStep: true })).toBe(true)
    await world.settle()
    expect(await engine.result('failing-1')).toBe('yes')
    expect([steps, await effects(world)]).toEqual([1, ['yes']])
    expect(await engine.resume('failing-1', { retryFailedStep: true })).toBe(false)
    await (await engine.start(stubborn, 'stubborn-1', null)).result().catch(() => undefined)
    expect(await engine.resume('stubborn-1', { retryFailedStep: true })).toBe(false)
  })

  test('X4: whoever looks on and throws has no effect', async () => {
    const world = getWorld()
    const { engine, observations } = world.boot('A', [pay])
    observations.push = () => {
      throw new Error('The log is full.')
    }
    void engine.run()
    await engine.enqueue(pay, 'pay-1', null)
    await world.settle()
    expect(await engine.result('pay-1')).toBe('paid')
  })
}
