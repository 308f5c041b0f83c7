/** G1, G2, V1, M1: what is given is checked where it comes in, and is the same before a crash and after it. */
import { expect, test } from 'vitest'
import { workflow, type AnyWorkflow, type WorkflowContext } from '../workflow.ts'
import { workflowRow } from './workflows.ts'
import type { World } from './world.ts'

const badTexts: readonly [string, unknown][] = [
  ['half a surrogate pair', 'a\ud800'],
  ['a NUL character', 'a\0b'],
  ['nothing', ''],
  ['401 characters', 'x'.repeat(401)],
  ['a number', 1],
]

const refused = { name: 'InvalidArgumentError' }

const listen = workflow('listen', async (ctx, count: number) => {
  const heard: unknown[] = []
  while (heard.length < count) heard.push(await ctx.recv('topic'))
  return heard
})

/** Runs a workflow that dies at its end, and again elsewhere. */
async function runTwice(world: World, definition: AnyWorkflow, input: unknown) {
  const a = world.boot('A', [definition])
  world.intercept = ({ label }) => (label.startsWith('finish:') ? 'kill-before' : 'pass')
  await a.engine.start(definition, 'twice-1', input as never)
  await world.settle()
  world.intercept = () => 'pass'
  const b = world.boot('B', [definition])
  void b.engine.run()
  await world.advance(31_000)
  return b.engine
}

export function argumentContract(getWorld: () => World): void {
  test.each(badTexts)('G1: %s is refused as an ID, a key, a topic and a name', async (_, bad) => {
    const world = getWorld()
    const text = bad as string
    const { engine, labels } = world.boot('A', [listen])
    for (const call of [
      () => engine.start(listen, text, 1),
      () => engine.enqueue(listen, text, 1),
      () => engine.send(text, 'topic', 1),
      () => engine.send('id', text, 1),
      () => engine.send('id', 'topic', 1, { idempotencyKey: text }),
      () => engine.getEvent(text, 'key'),
      () => engine.getEvent('id', text),
      () => engine.result(text),
      () => engine.status(text),
      () => engine.cancel(text),
      () => engine.resume(text),
    ])
      await expect(call()).rejects.toMatchObject(refused)
    expect(labels).toEqual([])
    expect(() => world.boot('B', [workflow(text, () => Promise.resolve(1))])).toThrow(/name of a workflow/)
    expect(() => world.boot(text, [])).toThrow(/executorId/)
  })

  const calls: readonly [string, (ctx: WorkflowContext, text: string) => Promise<unknown>][] = [
    ['step', (ctx, text) => ctx.step(text, () => 1)],
    ['transaction', (ctx, text) => ctx.transaction(text, () => Promise.resolve(1))],
    ['event', (ctx, text) => ctx.setEvent(text, 1)],
    ['recv', (ctx, text) => ctx.recv(text, { timeoutMs: 0 })],
  ]
  test.each(calls)(
    'G1: a bad name of a %s is refused, takes no number, and the workflow goes on',
    async (_, call) => {
      const world = getWorld()
      const named = workflow('named', async (ctx) => {
        const errors: string[] = []
        for (const [, text] of badTexts)
          await call(ctx, text as string).catch((error: Error) => errors.push(error.name))
        return [errors, await ctx.step('next', ({ step }) => step)]
      })
      const engine = await runTwice(world, named, null)
      expect(await engine.result('twice-1')).toEqual([Array(5).fill('InvalidArgumentError'), '0'])
    },
  )

  test('G1: the longest texts are kept, whatever they are made of', async () => {
    const world = getWorld()
    // Three bytes each, and hard to compress.
    const long = String.fromCharCode(
      ...Array.from({ length: 400 }, (_, at) => 0x4e00 + ((at * 7919) % 20_000)),
    )
    const longest = workflow(long, async (ctx) => {
      await ctx.setEvent(long, 'set')
      return [await ctx.recv(long), await ctx.step(long, () => 1)]
    })
    const { engine } = world.boot('A', [longest])
    await engine.send(long, long, 'sent', { idempotencyKey: long })
    expect(await (await engine.start(longest, long, null)).result()).toEqual(['sent', 1])
  })

  test.each([Number.NaN, '5', 1e14, -Infinity])('G2: %s is no time to wait', async (bad) => {
    const world = getWorld()
    const ms = bad as number
    const waiting = workflow('waiting', async (ctx) => {
      const errors: string[] = []
      const note = (error: Error) => errors.push(error.name)
      await ctx.sleep(ms).catch(note)
      await ctx.recv('topic', { timeoutMs: ms }).catch(note)
      for (const retry of [
        { maxAttempts: ms },
        { maxAttempts: 0 },
        { maxAttempts: 2, initialDelayMs: ms },
        { maxAttempts: 2, maxDelayMs: ms },
        { maxAttempts: 2, factor: Number.NaN },
      ])
        await ctx.step('step', () => 1, { retry }).catch(note)
      return errors
    })
    const { engine } = world.boot('A', [waiting])
    expect(await (await engine.start(waiting, 'waiting-1', null)).result()).toEqual(
      Array(7).fill('InvalidArgumentError'),
    )
    await expect(engine.getEvent('waiting-1', 'key', { timeoutMs: ms })).rejects.toMatchObject(refused)
    await expect(engine.enqueue(waiting, 'waiting-2', null, { delayMs: ms })).rejects.toMatchObject(refused)
    for (const option of ['leaseMs', 'renewMs', 'claimLimit', 'pollMs', 'recoveryLimit', 'retryForMs'])
      expect(() => world.boot('B', [], { [option]: ms })).toThrow(option)
  })

  test('G2: a wait without an end, and one that is over already, are fine', async () => {
    const world = getWorld()
    const waiting = workflow('waiting', async (ctx) => {
      await ctx.sleep(-1)
      const late = await ctx.recv('topic', { timeoutMs: -1 })
      return [late, await ctx.recv('topic', { timeoutMs: Infinity })]
    })
    const { engine } = world.boot('A', [waiting])
    void engine.run()
    await engine.start(waiting, 'waiting-1', null)
    await world.advance(1_000_000)
    await engine.send('waiting-1', 'topic', 'at last')
    await world.settle()
    expect(await engine.result('waiting-1')).toEqual([null, 'at last'])
  })

  test('G2: attempts without a pause between them stay so, however many', async () => {
    const world = getWorld()
    const stubborn = workflow('stubborn', (ctx) =>
      ctx.step(
        'call',
        ({ attempt }) => {
          if (attempt < 1_030) throw new Error('not yet')
          return attempt
        },
        { retry: { maxAttempts: Infinity, initialDelayMs: 0 } },
      ),
    )
    const { engine } = world.boot('A', [stubborn])
    await engine.start(stubborn, 'stubborn-1', null)
    await world.advance(1)
    expect(await engine.result('stubborn-1')).toBe(1_030)
  })

  test('V1: an input, an event and a result are read alike from memory and from their rows', async () => {
    const world = getWorld()
    const seen: string[] = []
    const value = { b: 1, aa: { z: 1, yy: 2 } }
    const looping = workflow('looping', async (ctx, input: object) => {
      seen.push(JSON.stringify(input))
      for (const key of Object.keys(input)) await ctx.step(key, () => key)
      await ctx.setEvent('event', input)
      return input
    })
    const engine = await runTwice(world, looping, value)
    expect(await engine.status('twice-1')).toBe('succeeded')
    expect(seen[1]).toBe(seen[0])
    const text = JSON.stringify({ aa: { yy: 2, z: 1 }, b: 1 })
    const other = world.boot('C', [looping]).engine
    for (const reader of [engine, other]) {
      expect(JSON.stringify(await reader.result('twice-1'))).toBe(text)
      expect(JSON.stringify(await reader.getEvent('twice-1', 'event'))).toBe(`{"found":true,"value":${text}}`)
    }
  })

  test('V1: whoever changes a value that it was given changes a copy', async () => {
    const world = getWorld()
    const publish = workflow('publish', async (ctx) => {
      await ctx.setEvent('event', { n: 1 })
      await ctx.recv('never')
    })
    const { engine } = world.boot('A', [publish])
    await engine.start(publish, 'publish-1', null)
    const first = await engine.getEvent<{ n: number }>('publish-1', 'event')
    if (first.found) first.value.n = 2
    expect(await engine.getEvent('publish-1', 'event')).toEqual({ found: true, value: { n: 1 } })
  })

  test('M1: a key of the sender’s is never the name of a message without one', async () => {
    const world = getWorld()
    const { engine } = world.boot('A', [listen])
    for (const [payload, idempotencyKey] of [
      ['keyed', '#2'],
      ['plain', undefined],
      ['again', '#2'],
      ['doubled', '##2'],
    ] as const)
      await engine.send('listen-1', 'topic', payload, idempotencyKey === undefined ? {} : { idempotencyKey })
    expect(await workflowRow(world, 'listen-1')).toMatchObject({ inbox: 3 })
    const handle = await engine.start(listen, 'listen-1', 3)
    expect(await handle.result()).toEqual(['keyed', 'plain', 'doubled'])
  })

  test('E6: a renewal that is refused for good ends the loop with its error; one that may pass does not', async () => {
    const world = getWorld()
    const stuck = workflow('stuck', (ctx) => ctx.step('stuck', () => new Promise<null>(() => undefined)))
    const { engine } = world.boot('A', [stuck])
    let ended: unknown = 'runs'
    void engine.run().catch((error: unknown) => {
      ended = error
    })
    await engine.start(stuck, 'stuck-1', null)
    world.intercept = ({ label }) => (label === 'renew' ? { sqlState: '08006' } : 'pass')
    await world.advance(15_000)
    expect(ended).toBe('runs')
    world.intercept = ({ label }) => (label === 'renew' ? { sqlState: '22P05' } : 'pass')
    await world.advance(15_000)
    expect(ended).toMatchObject({ sqlState: '22P05' })
  })
}
