/** What an application sees: events, results, and what happens to values and errors that rows cannot hold. */
import { expect, test } from 'vitest'
import { workflow } from '../workflow.ts'
import { gate } from './workflows.ts'
import type { World } from './world.ts'

export function surfaceContract(getWorld: () => World): void {
  test('an event wakes those who wait for it here without a poll, and is there for those elsewhere', async () => {
    const world = getWorld()
    const before = gate()
    const publish = workflow('publish', async (ctx) => {
      await ctx.step('think', () => before.promise)
      await ctx.setEvent('url', { at: 'https://pay.example' })
      await ctx.recv('never')
    })
    const a = world.boot('A', [publish])
    const b = world.boot('B', [publish])
    await a.engine.start(publish, 'publish-1', null)
    const here = a.engine.getEvent('publish-1', 'url')
    const elsewhere = b.engine.getEvent('publish-1', 'url')
    await world.advance(1_400)
    expect(b.labels).toEqual(['get-event:url', 'get-event:url', 'get-event:url'])
    before.open()
    const found = { found: true, value: { at: 'https://pay.example' } }
    expect(await here).toEqual(found)
    expect(a.labels).not.toContain('get-event:url')
    await world.advance(500)
    expect(await elsewhere).toEqual(found)
    expect(await a.engine.getEvent('publish-1', 'url')).toEqual(found)
  })

  test('who waits for an event is told when the workflow ends without it', async () => {
    const world = getWorld()
    const silent = workflow('silent', () => Promise.resolve('nothing to say'))
    const loud = workflow('loud', () => Promise.reject(new Error('no')))
    const { engine } = world.boot('A', [silent, loud])
    await engine.start(silent, 'silent-1', null)
    expect(await engine.getEvent('silent-1', 'url')).toEqual({ found: false, status: 'succeeded' })
    expect(await engine.getEvent('silent-1', 'url')).toEqual({ found: false, status: 'succeeded' })
    await engine.start(loud, 'loud-1', null)
    expect(await engine.getEvent('loud-1', 'url')).toEqual({ found: false, status: 'failed' })
    expect(await engine.getEvent('nobody', 'url')).toEqual({ found: false, status: 'unknown' })
    await expect(engine.result('nobody')).rejects.toMatchObject({ name: 'UnknownWorkflowError' })
  })

  test('waiting for an event can have an end', async () => {
    const world = getWorld()
    const waiting = workflow('waiting', (ctx) => ctx.recv('never'))
    const stuck = workflow('stuck', (ctx) => ctx.step('stuck', () => new Promise<null>(() => undefined)))
    const { engine } = world.boot('A', [waiting, stuck])
    await engine.start(waiting, 'waiting-1', null)
    await engine.start(stuck, 'stuck-1', null)
    await world.settle()
    const asleep = engine.getEvent('waiting-1', 'url', { timeoutMs: 1_200 })
    const atWork = engine.getEvent('stuck-1', 'url', { timeoutMs: 1_200 })
    await world.advance(1_200)
    expect(await asleep).toEqual({ found: false, status: 'sleeping' })
    expect(await atWork).toEqual({ found: false, status: 'running' })
  })

  test('who waited on a server that lost the workflow hears of it from the database', async () => {
    const world = getWorld()
    let runs = 0
    const slow = workflow('slow', (ctx) =>
      ctx.step('call', () => ((runs += 1) === 1 ? new Promise<string>(() => undefined) : 'done')),
    )
    const a = world.boot('A', [slow], { renewMs: 60_000 })
    const handle = await a.engine.start(slow, 'slow-1', null)
    const result = handle.result()
    const b = world.boot('B', [slow])
    void b.engine.run()
    await world.advance(61_000)
    expect(await result).toBe('done')
  })

  test('an event is set once', async () => {
    const world = getWorld()
    const twice = workflow('twice', async (ctx) => {
      await ctx.setEvent('url', 1)
      await ctx.setEvent('url', 2)
    })
    const { engine } = world.boot('A', [twice])
    const handle = await engine.start(twice, 'twice-1', null)
    await expect(handle.result()).rejects.toMatchObject({ error: { name: 'EventAlreadySetError' } })
    expect(await engine.getEvent('twice-1', 'url')).toEqual({ found: true, value: 1 })
  })

  const cyclic: Record<string, unknown> = {}
  cyclic['self'] = cyclic
  test.each<[string, unknown, string]>([
    ['a function', () => 1, 'the output of make is a function'],
    ['NaN', { price: [1, Number.NaN] }, 'the output of make.price[1] is NaN'],
    ['a bigint', { n: 1n }, 'the output of make.n is a bigint'],
    ['a cycle', cyclic, 'the output of make.self is an object that contains itself'],
    ['a Date', { at: new Date(0) }, 'the output of make.at is an instance of Date'],
    ['a NUL character', 'a\0b', 'the output of make is a text with a NUL character'],
    ['half a character', '\ud800', 'the output of make is a text with half a surrogate pair'],
  ])('%s as an output fails the step, and says where it is', async (_, value, message) => {
    const world = getWorld()
    let attempts = 0
    const make = workflow('make', (ctx) =>
      ctx.step(
        'make',
        () => {
          attempts += 1
          return value
        },
        { retry: { maxAttempts: 3 } },
      ),
    )
    const { engine } = world.boot('A', [make])
    await expect((await engine.start(make, 'make-1', null)).result()).rejects.toThrow(message)
    expect(attempts).toBe(1)
    await expect(engine.send('make-1', 'topic', value)).rejects.toMatchObject({ name: 'NotJsonError' })
    await expect(engine.start(make, 'make-2', value)).rejects.toMatchObject({ name: 'NotJsonError' })
  })

  test('a workflow that throws what is no error, or returns what is no JSON, fails visibly', async () => {
    const world = getWorld()
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- it is what must not be done
    const throwing = workflow('throwing', () => Promise.reject({ not: 'an error\0' }))
    const returning = workflow('returning', () => Promise.resolve({ now: () => 1 }))
    const nothing = workflow('nothing', () => Promise.resolve(undefined))
    const { engine } = world.boot('A', [throwing, returning, nothing])
    await expect((await engine.start(throwing, 'throwing-1', null)).result()).rejects.toThrow(
      `ThrownValue: {"not":"an error`,
    )
    await expect((await engine.start(returning, 'returning-1', null)).result()).rejects.toThrow(
      `NotJsonError: In what is to be stored, the output of returning.now`,
    )
    expect(await (await engine.start(nothing, 'nothing-1', null)).result()).toBeNull()
  })

  test('a step that nobody awaits is recorded before the workflow ends, and brings nothing down', async () => {
    const world = getWorld()
    const late = gate<string>()
    const careless = workflow('careless', (ctx) => {
      void ctx.step('forgotten', () => late.promise)
      void ctx.step('failing', () => Promise.reject(new Error('unheard')))
      return Promise.resolve('done')
    })
    const { engine, labels } = world.boot('A', [careless])
    const handle = await engine.start(careless, 'careless-1', null)
    await world.settle()
    late.open('late')
    expect(await handle.result()).toBe('done')
    expect(labels.slice(-2)).toEqual(['checkpoint:forgotten', 'finish:careless'])
  })

  test('a branch that nobody awaits does nothing after the end of its workflow, which says so', async () => {
    const world = getWorld()
    const late = gate<string>()
    let calls = 0
    const careless = workflow('careless', (ctx) => {
      void ctx.branch(async (inner) => {
        await inner.step('one', () => late.promise)
        await inner.step('two', () => (calls += 1))
      })
      return Promise.resolve('done')
    })
    const { engine } = world.boot('A', [careless])
    const handle = await engine.start(careless, 'careless-1', null)
    await world.settle()
    late.open('late')
    await expect(handle.result()).rejects.toMatchObject({ error: { name: 'ContextEndedError' } })
    expect(calls).toBe(0)
  })

  test('two workflows of one name, or one that is not known, are refused', async () => {
    const world = getWorld()
    const one = workflow('one', () => Promise.resolve(1))
    const another = workflow('one', () => Promise.resolve(2))
    expect(() => world.boot('A', [one, another])).toThrow('The workflow one was given twice')
    const { engine } = world.boot('B', [one])
    await expect(engine.start(another, 'x', null)).rejects.toMatchObject({ name: 'WorkflowNameError' })
  })
}
