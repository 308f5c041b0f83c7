/** E2: calls may overlap in any way; what the function saw before a crash, it sees after it, in the same order. */
import { expect, test } from 'vitest'
import { workflow, type WorkflowContext } from '../workflow.ts'
import { addEffect, effects, gate } from './workflows.ts'
import type { World } from './world.ts'

/** A value that takes some turns of the event loop to come, fewer than the world waits before it calls itself quiet. */
async function after<T>(turns: number, value: T): Promise<T> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  return value
}

/** A function that notes what it is given, so that two of its lives can be compared. */
type Noting = (ctx: WorkflowContext, note: (seen: unknown) => void) => Promise<unknown>

/** Lives of one workflow: it dies at its operations of these numbers, counted from 0 in each life, then lives on. */
async function live(world: World, run: Noting, deaths: readonly number[]) {
  const lives: string[][] = []
  let died = 0
  const noting = workflow('noting', (ctx) => {
    const seen: string[] = []
    lives.push(seen)
    return run(ctx, (value) => seen.push(JSON.stringify(value)))
  })
  for (const [at, death] of [...deaths, Infinity].entries()) {
    let operations = 0
    world.intercept = ({ label }) => {
      if (label === 'claim' || label === 'renew' || label.startsWith('start:')) return 'pass'
      if (operations++ !== death) return 'pass'
      died += 1
      return 'kill-after'
    }
    const executor = world.boot(`executor-${at}`, [noting])
    void executor.engine.run()
    if (at === 0) await executor.engine.start(noting, 'noting-1', null)
    await world.advance(31_000)
    if (death === Infinity) {
      await world.advance(100_000)
      const result = await executor.engine.result('noting-1').catch((error: unknown) => String(error))
      return { lives, died, result, labels: executor.labels }
    }
    await executor.kill()
  }
  throw new Error('The last life has no death.')
}

/** What an earlier life saw is where each later one begins. */
function expectAlike(lives: readonly (readonly string[])[]): void {
  for (const [at, seen] of lives.entries()) {
    const last = lives.at(-1) ?? []
    expect(last.slice(0, seen.length), `life ${at}`).toEqual(seen)
  }
}

const sequences: readonly [string, Noting, unknown][] = [
  [
    'an early start and a late await',
    async (ctx, note) => {
      const slow = ctx.step('slow', () => after(3, 'slow'))
      const quick = ctx.step('quick', () => 'quick')
      note(await slow)
      note(await ctx.step('third', ({ step }) => step))
      note(await quick)
      return ctx.step('last', ({ step }) => step)
    },
    '3',
  ],
  [
    'a race',
    async (ctx, note) => {
      const race = [ctx.step('slow', () => after(3, 'slow')), ctx.step('quick', () => 'quick')]
      const winner = await Promise.race(race)
      note(winner)
      note(await ctx.step('next', () => `after ${winner}`))
      return winner
    },
    'quick',
  ],
  [
    'two sequences without branches',
    async (ctx, note) => {
      const twice = async (name: string, turns: number) => {
        note([name, await ctx.step(`${name}1`, ({ step }) => after(turns, step))])
        note([name, await ctx.step(`${name}2`, ({ step }) => after(turns, step))])
      }
      await Promise.all([twice('a', 2), twice('b', 0)])
      return ctx.step('last', ({ step }) => step)
    },
    '4',
  ],
  [
    'two branches that write to one list',
    async (ctx, note) => {
      const list: string[] = []
      const add = (name: string, turns: number) =>
        ctx.branch(async (inner) => {
          list.push(await inner.step(name, () => after(turns, name)))
          list.push(await inner.transaction(name, () => after(turns, name)))
          note(list)
        })
      await Promise.all([add('a', 2), add('b', 0)])
      return ctx.step('read', () => list.toSorted().join(''))
    },
    'aabb',
  ],
  [
    'an event that is taken already, beside a step',
    async (ctx, note) => {
      await ctx.setEvent('key', 1)
      const setting = ctx.setEvent('key', 2).catch((error: Error) => note(error.name))
      const step = ctx.step('slow', () => after(1, 'slow')).then(note)
      await Promise.all([setting, step])
      return [await ctx.now(), await ctx.uuid()].length
    },
    2,
  ],
]

export function overlapContract(getWorld: () => World): void {
  test.each(sequences)('E2: %s ends as it began, wherever it dies', async (_, run, expected) => {
    const world = getWorld()
    for (let death = 0; ; death += 1) {
      await world.reset()
      const { lives, died, result } = await live(world, run, [death])
      expect(result).toEqual(expected)
      expectAlike(lives)
      // It ended before it could die.
      if (died === 0) break
    }
  })

  test('E2: compensation runs while another of the steps is still at work, and once', async () => {
    const world = getWorld()
    const reserving = gate<string>()
    const saga: Noting = async (ctx, note) => {
      const parts = [
        ctx.step('charge', () => Promise.reject(new Error('declined'))),
        ctx.step('reserve', () => reserving.promise),
      ]
      try {
        return await Promise.all(parts)
      } catch (error) {
        note(String(error))
        await ctx.transaction('compensate', (tx) => addEffect(tx, 'compensated'))
        note('compensated')
        return Promise.allSettled(parts).then((all) => all.map(({ status }) => status))
      }
    }
    const first = workflow('noting', (ctx) => saga(ctx, () => undefined))
    const { engine, kill } = world.boot('A', [first])
    await engine.start(first, 'noting-1', null)
    await world.settle()
    expect(await effects(world)).toEqual(['compensated'])
    await kill()
    reserving.open('reserved')
    const b = world.boot('B', [first])
    void b.engine.run()
    await world.advance(31_000)
    expect(await b.engine.result('noting-1')).toEqual(['rejected', 'fulfilled'])
    expect(await effects(world)).toEqual(['compensated'])
  })

  test('E2: a message, a deadline and a step that race are given in one order', async () => {
    const world = getWorld()
    const racing: Noting = async (ctx, note) => {
      const all = [
        ctx.sleep(1_000).then(() => 'slept'),
        ctx.recv('topic', { timeoutMs: 2_000 }).then(() => 'timed out'),
        ctx.step('step', () => 'stepped'),
      ]
      for (const one of all) void one.then(note)
      const winner = await Promise.race(all)
      note(await ctx.step('next', () => `after ${winner}`))
      await Promise.all(all)
      return ctx.step('last', ({ step }) => step)
    }
    for (let death = 0; ; death += 1) {
      await world.reset()
      const { lives, died, result } = await live(world, racing, [death])
      expect(result).toBe('4')
      expectAlike(lives)
      if (died > 0) continue
      expect(lives.at(-1)).toEqual(['"stepped"', '"after stepped"', '"slept"', '"timed out"'])
      break
    }
  })

  test('E2: a step inside a transaction is still refused while other steps come and go', async () => {
    const world = getWorld()
    const inside = workflow('inside', async (ctx) => {
      const other = gate()
      const transaction = ctx.transaction('outer', async (tx) => {
        await addEffect(tx, 'outer')
        await other.promise
        await after(2, null)
        return ctx.step('inner', () => 1)
      })
      await ctx.step('beside', () => other.open())
      return transaction
    })
    const { engine } = world.boot('A', [inside], {})
    await engine.start(inside, 'inside-1', null)
    await world.advance(1_000)
    await expect(engine.result('inside-1')).rejects.toMatchObject({
      error: { name: 'ContextInTransactionError' },
    })
    expect(await effects(world)).toEqual([])
  })

  test('E2: a transaction begins while recorded outcomes are given, and what they lead to is not taken for its own', async () => {
    const world = getWorld()
    const beside: Noting = async (ctx, note) => {
      const failing = async () => {
        note(await ctx.step('step', () => 'stepped'))
        note(await ctx.transaction('refused', () => Promise.reject(new Error('no'))).catch(String))
      }
      const going = async () => {
        note(await ctx.transaction('transaction', async () => 'committed'))
        note(await ctx.step('next', () => 'next'))
      }
      await Promise.all([failing(), going()])
      return ctx.step('last', ({ step }) => step)
    }
    for (let death = 0; ; death += 1) {
      await world.reset()
      const { lives, died, result } = await live(world, beside, [death, 0])
      expect(result, `dies at ${death}`).toBe('4')
      expectAlike(lives)
      if (died < 2) break
    }
  })

  test('E2: calls that come one after the other write no place, and ask for none', async () => {
    const world = getWorld()
    const plain: Noting = async (ctx, note) => {
      for (let number = 0; number < 3; number += 1) note(await ctx.step('add', () => number))
    }
    const { labels, lives } = await live(world, plain, [2])
    expectAlike(lives)
    expect(labels.some((label) => label.startsWith('places:'))).toBe(false)
    expect(await world.rows('select from engine.step_checkpoint where settled is not null')).toEqual([])
  })

  test('E2: outcomes that follow an overlap of an earlier life come after what that has recorded', async () => {
    const world = getWorld()
    const lives: string[][] = []
    const noting = workflow('noting', async (ctx) => {
      const seen: string[] = []
      lives.push(seen)
      const note = (value: string | null) => seen.push(String(value))
      // In the second life the message is there when its wait begins, which is first.
      await Promise.all([ctx.recv<string>('message').then(note), ctx.step('step', () => 'step').then(note)])
      await ctx.recv('end')
    })
    const { engine } = world.boot('A', [noting])
    void engine.run()
    await engine.start(noting, 'noting-1', null)
    for (const topic of ['message', 'end']) {
      await world.settle()
      await engine.send('noting-1', topic, topic)
    }
    await engine.result('noting-1')
    expect(lives).toEqual([['step'], ['step', 'message'], ['step', 'message']])
  })
}
