/** E17, E18: races with a recorded winner, and steps with a time-out. */
import { expect, test } from 'vitest'
import { message, step, timer } from '../race.ts'
import { workflow, type WorkflowContext } from '../workflow.ts'
import { gate, workflowRow } from './workflows.ts'
import type { World } from './world.ts'

export function raceContract(getWorld: () => World): void {
  test('E17: of two messages the first wins, and the other stays in the inbox', async () => {
    const world = getWorld()
    const first = workflow('first', async (ctx) => {
      const won = await ctx.race({ paid: message<number>('paid'), stopped: message<string>('stopped') })
      await ctx.sleep(10)
      return [won, await ctx.recv('stopped'), await ctx.race({ again: message('paid'), late: timer(50) })]
    })
    const { engine } = world.boot('A', [first])
    void engine.run()
    await engine.send('first-1', 'other', null)
    await engine.send('first-1', 'paid', 12)
    await engine.send('first-1', 'stopped', 'by Alice')
    await engine.start(first, 'first-1', null)
    await world.advance(100)
    expect(await engine.result('first-1')).toEqual([
      { winner: 'paid', value: 12 },
      'by Alice',
      { winner: 'late', value: null },
    ])
  })

  test('E17: it sleeps without memory or lease, and is woken by each of its topics and its earliest timer', async () => {
    const world = getWorld()
    const waiting = workflow('waiting', (ctx) =>
      ctx.race({ a: message('a'), b: message('b'), late: timer(60_000), later: timer(90_000) }),
    )
    const { engine } = world.boot('A', [waiting])
    void engine.run()
    for (const id of ['w-a', 'w-b', 'w-late']) await engine.start(waiting, id, null)
    await world.settle()
    expect(await workflowRow(world, 'w-a')).toMatchObject({
      status: 'sleeping',
      executor: null,
      due_ms: 60_000,
    })
    await engine.send('w-a', 'a', 1)
    await engine.send('w-b', 'b', 2)
    await world.settle()
    expect(await engine.result('w-a')).toEqual({ winner: 'a', value: 1 })
    expect(await engine.result('w-b')).toEqual({ winner: 'b', value: 2 })
    await world.advance(59_000)
    expect(await workflowRow(world, 'w-late')).toMatchObject({ status: 'sleeping' })
    await world.advance(1_001)
    expect(await engine.result('w-late')).toEqual({ winner: 'late', value: null })
  })

  test.each(['kill-before', 'kill-after', 'answer-lost'] as const)(
    'E17: whatever meets "%s", the winner stays the winner, and one message is taken',
    async (fate) => {
      const world = getWorld()
      const raced = workflow('raced', async (ctx) => {
        const won = await ctx.race({
          a: message('a'),
          b: message('b'),
          call: step('call', () => new Promise<null>(() => undefined)),
        })
        return [won, await ctx.step('after', () => won.winner)]
      })
      let operations = 0
      for (let nth = 0; ; nth += 1) {
        const id = `raced-${nth}`
        let operation = 0
        let isHit = false
        world.intercept = ({ executorId, label }) => {
          if (executorId !== `A${nth}` || label === 'renew' || operation++ !== nth) return 'pass'
          isHit = true
          return fate
        }
        const a = world.boot(`A${nth}`, [raced])
        void a.engine.run()
        void a.engine.start(raced, id, null).catch(() => undefined)
        await world.settle()
        const other = world.boot(`C${nth}`, [raced]).engine
        await other.send(id, 'b', 'first')
        await other.send(id, 'a', 'second')
        await world.advance(2_000)
        const b = world.boot(`B${nth}`, [raced])
        void b.engine.run()
        await other.enqueue(raced, id, null)
        await world.advance(65_000)
        expect(await b.engine.result(id)).toEqual([{ winner: 'b', value: 'first' }, 'b'])
        const taken = await world.rows(
          `select topic from engine.message where workflow_id = $1 and consumed_by is not null`,
          [id],
        )
        expect(taken).toEqual([{ topic: 'b' }])
        await a.kill()
        await b.kill()
        operations = nth
        if (!isHit) break
      }
      expect(operations).toBeGreaterThan(4)
    },
  )

  test('E15, E17: who asks again how a child has ended is told again: by its result, and in a race', async () => {
    const world = getWorld()
    const child = workflow('child', (ctx) => ctx.step('call', () => 'there'))
    const parent = workflow('parent', async (ctx) => {
      const ship = await ctx.start(child, null)
      const first = await ctx.race({ ship, late: timer(60_000) })
      const again = await ctx.race({ ship, late: timer(60_000) })
      return [first.winner, again.winner, await ship.result()]
    })
    const { engine } = world.boot('A', [parent, child])
    void engine.run()
    await engine.start(parent, 'parent-1', null)
    await world.advance(100)
    expect(await engine.result('parent-1')).toEqual(['ship', 'ship', 'there'])
  })

  test('E17: one topic under two names wins under the first, and what is no contender is refused', async () => {
    const world = getWorld()
    const raced = workflow('raced', async (ctx) => {
      const refused = await ctx
        .race({ bad: { kind: 'tmer', ms: 5 } as never })
        .catch(({ name }: Error) => name)
      const none = await ctx.race(null as never).catch(({ name }: Error) => name)
      return [await ctx.race({ a: message('x'), b: message('x') }), refused, none]
    })
    const { engine } = world.boot('A', [raced])
    void engine.run()
    await engine.start(raced, 'raced-1', null)
    await world.settle()
    await engine.send('raced-1', 'x', 1)
    await world.settle()
    expect(await engine.result('raced-1')).toEqual([
      { winner: 'a', value: 1 },
      'InvalidArgumentError',
      'InvalidArgumentError',
    ])
  })

  test('E14: a record of a message that takes no part any more does not fit', async () => {
    const world = getWorld()
    const make = (topic: string) =>
      workflow('raced', async (ctx) => {
        await ctx.race({ paid: message(topic) })
        await ctx.recv('go on')
      })
    const first = make('payment')
    const a = world.boot('A', [first])
    void a.engine.run()
    await a.engine.send('raced-1', 'payment', 1)
    await a.engine.start(first, 'raced-1', null)
    await world.settle()
    await a.kill()
    const b = world.boot('B', [make('paid')])
    void b.engine.run()
    await b.engine.send('raced-1', 'go on', null)
    await world.settle()
    expect(await workflowRow(world, 'raced-1')).toMatchObject({ status: 'blocked' })
  })

  test('E10: a retryIf that throws fails its step, now and in a replay', async () => {
    const world = getWorld()
    let calls = 0
    const bad = workflow('bad', async (ctx) => {
      const retryIf = () => {
        throw new TypeError('no response')
      }
      const call = () => Promise.reject(new Error(`call ${(calls += 1)}`))
      const seen = await ctx
        .step('call', call, { retry: { maxAttempts: 3, retryIf } })
        .catch(({ message: text }: Error) => text)
      await ctx.sleep(10)
      return seen
    })
    const { engine } = world.boot('A', [bad])
    void engine.run()
    await engine.start(bad, 'bad-1', null)
    await world.advance(100)
    expect(await engine.result('bad-1')).toBe('no response')
    expect(calls).toBe(1)
  })

  test('E17: a step wins, its losers are aborted, and its record is the race’s', async () => {
    const world = getWorld()
    const aborted: string[] = []
    const quote = gate<number>()
    const raced = workflow('raced', (ctx) =>
      ctx.race({
        quote: step('ask', () => quote.promise),
        slow: step('ask another', ({ signal, idempotencyKey }) =>
          heed(signal, () => aborted.push(idempotencyKey)),
        ),
        stop: message('stop'),
      }),
    )
    const { engine } = world.boot('A', [raced])
    void engine.run()
    await engine.start(raced, 'raced-1', null)
    await world.settle()
    quote.open(7)
    await world.settle()
    expect(await engine.result('raced-1')).toEqual({ winner: 'quote', value: 7 })
    expect(aborted).toEqual(['raced-1/0.1'])
    expect(await world.rows('select step, name from engine.step_checkpoint')).toEqual([
      { step: '0', name: 'race:quote,slow,stop' },
    ])
  })

  test('E17: a step that fails first makes the race throw, now and in a replay', async () => {
    const world = getWorld()
    const seen: unknown[] = []
    const raced = workflow('raced', async (ctx) => {
      await ctx
        .race({ quote: step('ask', () => Promise.reject(new RangeError('none'))), late: timer(60_000) })
        .catch((error: unknown) => seen.push(error))
      await ctx.sleep(10)
    })
    const { engine } = world.boot('A', [raced])
    void engine.run()
    await engine.start(raced, 'raced-1', null)
    await world.advance(100)
    const failure: unknown = expect.objectContaining({
      name: 'StepError',
      error: { name: 'RangeError', message: 'none' },
    })
    expect(seen).toEqual([failure, failure])
  })

  test('E17: a step that ends after the deadline of its race was noted wins all the same', async () => {
    const world = getWorld()
    const quote = gate<number>()
    const raced = workflow('raced', async (ctx) => {
      const won = await ctx.race({ quote: step('ask', () => quote.promise), late: timer(60_000) })
      await ctx.sleep(10)
      return won
    })
    const { engine } = world.boot('A', [raced])
    void engine.run()
    await engine.start(raced, 'raced-1', null)
    await world.advance(1_000)
    quote.open(7)
    await world.advance(100)
    expect(await engine.result('raced-1')).toEqual({ winner: 'quote', value: 7 })
  })

  test('E17: a child wins with its output, or makes the race throw', async () => {
    const world = getWorld()
    const child = workflow('child', async (ctx, fails: boolean) => {
      await ctx.sleep(1_000)
      if (fails) throw new Error('broken')
      return 'there'
    })
    const parent = workflow('parent', async (ctx, fails: boolean) => {
      const ship = await ctx.start(child, fails)
      return ctx.race({ ship, late: timer(60_000) })
    })
    const { engine } = world.boot('A', [parent, child])
    void engine.run()
    await engine.start(parent, 'parent-1', false)
    await engine.start(parent, 'parent-2', true)
    await world.advance(2_000)
    expect(await engine.result('parent-1')).toEqual({ winner: 'ship', value: 'there' })
    await expect(engine.result('parent-2')).rejects.toMatchObject({ error: { name: 'WorkflowFailedError' } })
  })

  test('E17: other names, or none that won, do not replay', async () => {
    const world = getWorld()
    const make = (name: string) =>
      workflow('raced', async (ctx) => {
        const won = await ctx.race({ [name]: timer(10) })
        await ctx.recv('go on')
        return won.winner
      })
    const a = world.boot('A', [make('one')])
    void a.engine.run()
    await a.engine.enqueue(make('one'), 'raced-1', null).catch(() => undefined)
    const known = make('one')
    await a.kill()
    const b = world.boot('B', [known])
    void b.engine.run()
    await b.engine.start(known, 'raced-1', null)
    await world.advance(100)
    await b.kill()
    const c = world.boot('C', [make('two')])
    void c.engine.run()
    await c.engine.send('raced-1', 'go on', null)
    await world.settle()
    expect(await workflowRow(world, 'raced-1')).toMatchObject({ status: 'blocked' })
  })

  test.each<[string, (ctx: WorkflowContext, call: () => Promise<null>) => Promise<unknown>]>([
    ['a message', (ctx, call) => Promise.race([ctx.recv('stop'), ctx.step('call', call)])],
    [
      'a deadline',
      (ctx, call) => Promise.race([ctx.recv('never', { timeoutMs: 1_000 }), ctx.step('call', call)]),
    ],
    ['the end of a sleep', (ctx, call) => Promise.race([ctx.sleep(1_000), ctx.step('call', call)])],
    ['a message in a race', (ctx, call) => ctx.race({ stop: message('stop'), call: step('call', call) })],
    ['a timer in a race', (ctx, call) => ctx.race({ late: timer(1_000), call: step('call', call) })],
  ])('E7: %s beside a step at work is noticed while it is at work', async (_, part) => {
    const world = getWorld()
    const call = gate<null>()
    const beside = workflow('beside', async (ctx) => {
      await part(ctx, () => call.promise)
      return ctx.now()
    })
    const { engine } = world.boot('A', [beside])
    void engine.run()
    await engine.start(beside, 'beside-1', null)
    await world.advance(700)
    // From another process: nobody tells this one.
    await world.boot('B', []).engine.send('beside-1', 'stop', null)
    await world.advance(800)
    expect(await world.rows(`select name from engine.step_checkpoint where name = 'now'`)).toHaveLength(1)
    call.open(null)
    await world.settle()
    const at = Number(await engine.result('beside-1')) - Date.UTC(2030, 0, 1)
    expect(at).toBe(1_000)
  })

  test('E7: a message that this process sends is noticed at once', async () => {
    const world = getWorld()
    const beside = workflow('beside', (ctx) =>
      Promise.race([
        ctx.recv<string>('stop'),
        ctx.step('call', () => new Promise<string>(() => undefined)),
      ]).then(() => ctx.setEvent('stopped', true)),
    )
    const { engine } = world.boot('A', [beside])
    await engine.start(beside, 'beside-1', null)
    await world.settle()
    await engine.send('beside-1', 'stop', 'now')
    await world.settle()
    expect(await engine.getEvent('beside-1', 'stopped', { timeoutMs: 1 })).toEqual({
      found: true,
      value: true,
    })
  })

  test('E18: an attempt has its time; its signal is aborted, and the next one has a signal of its own', async () => {
    const world = getWorld()
    const heard: unknown[] = []
    const slow = workflow('slow', (ctx) =>
      ctx.step(
        'ask',
        ({ attempt, signal }) => {
          if (attempt === 3) return `not aborted: ${String(!signal.aborted)}`
          return heed(signal, (reason) => heard.push(reason))
        },
        { timeoutMs: 5_000, retry: { maxAttempts: 3, initialDelayMs: 0 } },
      ),
    )
    const { engine } = world.boot('A', [slow])
    await engine.start(slow, 'slow-1', null)
    await world.advance(10_100)
    expect(await engine.result('slow-1')).toBe('not aborted: true')
    const late: unknown = expect.objectContaining({ name: 'StepTimeoutError', timeoutMs: 5_000 })
    expect(heard).toEqual([late, late])
  })

  test('E18: a callback that heeds nothing fails its step all the same, as it does in a replay', async () => {
    const world = getWorld()
    const deaf = workflow('deaf', (ctx) =>
      ctx.step('ask', () => new Promise<null>(() => undefined), { timeoutMs: 5_000 }),
    )
    const { engine } = world.boot('A', [deaf])
    await engine.start(deaf, 'deaf-1', null)
    await world.advance(5_100)
    await expect(engine.result('deaf-1')).rejects.toMatchObject({
      error: { name: 'StepTimeoutError', details: { step: '0', stepName: 'ask', timeoutMs: 5_000 } },
    })
  })

  test('E5: a step whose workflow was lost is told by its signal', async () => {
    const world = getWorld()
    const heard: string[] = []
    const slow = workflow('slow', (ctx) =>
      ctx.step('ask', ({ signal }) => heed(signal, (reason) => heard.push(String(reason)))),
    )
    const { engine } = world.boot('A', [slow])
    await engine.start(slow, 'slow-1', null)
    await world.boot('B', []).engine.terminate('slow-1')
    await world.advance(11_000)
    expect(heard).toEqual(['Error: This executor has lost the workflow slow-1.'])
  })
}

/** Never ends, and tells when it was aborted. */
function heed(signal: AbortSignal, tell: (reason: unknown) => unknown): Promise<never> {
  signal.addEventListener('abort', () => tell(signal.reason))
  return new Promise(() => undefined)
}
