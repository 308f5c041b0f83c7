/**
 * Any workflow that a person may write: a generator makes trees of steps, transactions, waits, races, children, failures
 * and compensation; each is run with crashes and a cancellation at any operation, and compared with what must be true.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { WorkflowCancelledError } from '../errors.ts'
import { message, step, timer } from '../race.ts'
import { workflow, type Child, type Contender, type Workflow, type WorkflowContext } from '../workflow.ts'
import { addEffect, effects, gate } from './workflows.ts'
import type { World } from './world.ts'

/** What a generated function does. It is JSON, so that a child is given its part as its input. */
type Tree =
  | { readonly kind: 'step' | 'transaction'; readonly turns: number; readonly fails: boolean }
  | { readonly kind: 'sleep'; readonly ms: number }
  | { readonly kind: 'recv'; readonly topic: string; readonly ms: number }
  | {
      readonly kind: 'select'
      readonly topics: readonly string[]
      readonly ms: number
      readonly turns: number | null
    }
  | { readonly kind: 'child'; readonly part: Tree; readonly isAwaited: boolean }
  | { readonly kind: 'saga'; readonly part: Tree; readonly undo: Tree }
  | { readonly kind: 'sequence' | 'all' | 'race' | 'branch'; readonly parts: readonly Tree[] }

const ms = fc.constantFrom(0, 5, 700, 40_000)
const topic = fc.constantFrom('a', 'b')
const parts = (tree: fc.Arbitrary<Tree>) => fc.array(tree, { minLength: 1, maxLength: 3 })

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.record({
      kind: fc.constantFrom('step' as const, 'transaction' as const),
      turns: fc.nat(2),
      fails: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('sleep' as const), ms }),
    fc.record({ kind: fc.constant('recv' as const), topic, ms }),
    fc.record({
      kind: fc.constant('select' as const),
      topics: fc.uniqueArray(topic),
      ms,
      turns: fc.option(fc.nat(2)),
    }),
    fc.record({ kind: fc.constant('child' as const), part: tie('tree'), isAwaited: fc.boolean() }),
    fc.record({ kind: fc.constant('saga' as const), part: tie('tree'), undo: tie('tree') }),
    fc.record({
      kind: fc.constantFrom('sequence' as const, 'all' as const, 'race' as const, 'branch' as const),
      parts: parts(tie('tree')),
    }),
  ),
}))

/** A value that takes some turns of the event loop to come. */
async function after<T>(turns: number, value: T): Promise<T> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  return value
}

/** Runs a tree; notes what it is given. A failure that nothing handles is noted, and a cancellation goes on up. */
async function walk(of: Tree, ctx: WorkflowContext, life: Life): Promise<string> {
  const note = (seen: string) => {
    life.seen.push(`${of.kind} ${seen}`)
    return seen
  }
  const noteFailure = (error: unknown) => {
    const { name } = error as Error
    note(name)
    if (error instanceof WorkflowCancelledError) throw error
    return name
  }
  switch (of.kind) {
    case 'step': {
      const work = async () => {
        await after(of.turns, null)
        if (of.fails) throw new Error('failed')
        return 'done'
      }
      return ctx.step('step', work).then(note, noteFailure)
    }
    case 'transaction':
      return ctx
        .transaction('transaction', async (tx) => {
          // Named by chance: the checkpoint says which of them counts.
          const name = `${ctx.workflowId} ${life.nextName()}`
          await addEffect(tx, name)
          await after(of.turns, null)
          if (of.fails) throw new Error('failed')
          return name
        })
        .then(() => note('committed'), noteFailure)
    case 'sleep':
      return ctx.sleep(of.ms).then(() => note('slept'), noteFailure)
    case 'recv':
      return ctx.recv<string>(of.topic, { timeoutMs: of.ms }).then((got) => note(got ?? 'none'), noteFailure)
    case 'select': {
      const messages = Object.fromEntries(of.topics.map((name) => [name, message<string>(name)]))
      const { turns } = of
      const contenders: Record<string, Contender<unknown>> = { ...messages, late: timer(of.ms) }
      if (turns !== null) contenders['step'] = step('step', () => after(turns, 'done'))
      return ctx.race(contenders).then(({ winner, value }) => note(`${winner} ${String(value)}`), noteFailure)
    }
    case 'child': {
      const start = life.start
      const child = await ctx.start(start, of.part).catch((error: unknown) => noteFailure(error))
      if (typeof child === 'string' || !of.isAwaited) return note('started')
      const result = (of: Child<string>) => of.result().then(note, noteFailure)
      return result(child)
    }
    case 'saga':
      try {
        const outcome = await walk(of.part, ctx, life)
        if (!outcome.includes('Error')) return outcome
      } catch (error) {
        await walk(of.undo, ctx, life)
        throw error
      }
      return walk(of.undo, ctx, life)
    case 'sequence': {
      let last = ''
      for (const part of of.parts) last = await walk(part, ctx, life)
      return last
    }
    case 'all':
    case 'race': {
      const all = of.parts.map((part) => walk(part, ctx, life))
      // Nothing may go on after the function's end.
      const settled = Promise.allSettled(all)
      try {
        return of.kind === 'race' ? note(await Promise.race(all)) : (await Promise.all(all)).join()
      } finally {
        await settled
      }
    }
    case 'branch':
      return ctx.branch(async (inner) => {
        let last = ''
        for (const part of of.parts) last = await walk(part, inner, life)
        return last
      })
  }
}

interface Life {
  readonly seen: string[]
  readonly start: Workflow<Tree, string>
  nextName(): number
}

interface Plan {
  readonly root: Tree
  /** It dies at its operations of these numbers, counted from 0 in each life. */
  readonly deaths: readonly number[]
  /** In which life somebody cancels it, and after which operation of that; null: nobody does. */
  readonly cancelled: { readonly life: number; readonly at: number } | null
}

/** Runs a plan to its end, and says what went wrong by throwing. */
async function play(world: World, { root, deaths, cancelled }: Plan): Promise<{ readonly died: number }> {
  await world.reset()
  const lives = new Map<string, string[][]>()
  let names = 0
  const walker: Workflow<Tree, string> = workflow('walker', (ctx, of: Tree) => {
    const seen: string[] = []
    lives.set(ctx.workflowId, [...(lives.get(ctx.workflowId) ?? []), seen])
    return walk(of, ctx, { seen, start: walker, nextName: () => (names += 1) })
  })
  const outside = world.boot('outside', [walker])
  await outside.engine.send('walker-1', 'a', 'first')
  await outside.engine.enqueue(walker, 'walker-1', root)
  let died = 0
  for (const [at, death] of [...deaths, Infinity].entries()) {
    let operations = 0
    const ask = gate()
    // From here, and not from the callback of a transaction in which the moment comes (T2).
    void ask.promise.then(() => outside.engine.cancel('walker-1'))
    world.intercept = ({ executorId, label }) => {
      if (executorId === 'outside' || label === 'renew') return 'pass'
      if (cancelled?.life === at && cancelled.at === operations) ask.open()
      if (operations++ !== death) return 'pass'
      died += 1
      return 'kill-after'
    }
    const executor = world.boot(`executor-${at}`, [walker])
    void executor.engine.run()
    await world.advance(31_000)
    await outside.engine.send('walker-1', 'b', `in life ${at}`)
    // A parent of children of children, each with waits of 40 s in a row.
    await world.advance(death === Infinity ? 600_000 : 31_000)
    if (death !== Infinity) await executor.kill()
  }
  await check(world, lives, cancelled !== null)
  return { died }
}

async function check(
  world: World,
  lives: ReadonlyMap<string, readonly string[][]>,
  isCancelled: boolean,
): Promise<void> {
  const workflows = await world.rows('select id, status, error, last_error from engine.workflow order by id')
  const ends = isCancelled ? ['succeeded', 'cancelled'] : ['succeeded']
  for (const { id, status, error, last_error: last } of workflows)
    expect(ends, `${String(id)}: ${JSON.stringify(error ?? last)}`).toContain(status)
  // E2: what an earlier life saw is where each later one begins.
  for (const [id, all] of lives) {
    const last = all.at(-1) ?? []
    for (const [at, seen] of all.entries())
      expect(last.slice(0, seen.length), `${id}, life ${at}`).toEqual(seen)
  }
  // E3: the effects are those that a checkpoint names, and no others.
  const recorded = await world.rows(
    `select output #>> '{}' as name from engine.step_checkpoint where name = 'transaction' and error is null`,
  )
  expect((await effects(world)).map(String).toSorted()).toEqual(
    recorded.map(({ name }) => String(name)).toSorted(),
  )
  // E8, E17: a message is taken by one step, which has recorded it.
  const taken = await world.rows(
    `select m.topic, m.payload, c.output from engine.message m
     left join engine.step_checkpoint c on c.workflow_id = m.workflow_id and c.step = m.consumed_by
     where m.consumed_by is not null`,
  )
  for (const { payload, topic: of, output } of taken)
    expect([JSON.stringify(payload), JSON.stringify({ topic: of, payload })]).toContain(sorted(output))
  // E15: each child has told its parent once.
  const ended = await world.rows(
    `select '#' || id as topic from engine.workflow where parent is not null order by 1`,
  )
  const told = await world.rows(`select topic from engine.message where topic like '#%' order by 1`)
  expect(told).toEqual(ended)
}

/** A message's record has its topic first; jsonb orders keys by their length. */
function sorted(output: unknown): string {
  if (typeof output === 'object' && output !== null && 'topic' in output && 'payload' in output)
    return JSON.stringify({ topic: output.topic, payload: output.payload })
  return JSON.stringify(output)
}

/** The message is recorded in a later life than the child, by the call that came first in its turn. */
const firstOfItsTurn: Plan = {
  root: {
    kind: 'race',
    parts: [
      { kind: 'recv', topic: 'b', ms: 40_000 },
      { kind: 'child', part: { kind: 'step', turns: 0, fails: false }, isAwaited: false },
      { kind: 'recv', topic: 'b', ms: 0 },
    ],
  },
  deaths: [2, 3],
  cancelled: null,
}

/** Another sample each time where somebody asks for more of them; the one of `npm test` is always the same. */
const runs = process.env['CRASHCART_MODEL_RUNS']
const sample = runs === undefined ? { numRuns: 25, seed: 11 } : { numRuns: Number(runs) }

/** @param every the saga dies at every n-th of its operations */
export function modelContract(getWorld: () => World, every: number): void {
  test('any workflow has one outcome and one effect a step, wherever it dies twice and is cancelled', async () => {
    const operation = fc.nat(15)
    const cancelled = fc.option(fc.record({ life: fc.nat(2), at: operation }))
    const deaths = fc.tuple(operation, operation)
    await fc.assert(
      fc.asyncProperty(fc.record({ root: tree, deaths, cancelled }), async (plan) => {
        expect((await play(getWorld(), plan)).died).toBeLessThanOrEqual(2)
      }),
      { ...sample, examples: [[firstOfItsTurn]] },
    )
  })

  test('a saga with a child, a race and a message has one outcome, wherever it dies', async () => {
    const root: Tree = {
      kind: 'saga',
      part: {
        kind: 'all',
        parts: [
          {
            kind: 'child',
            isAwaited: true,
            part: {
              kind: 'sequence',
              parts: [
                { kind: 'transaction', turns: 1, fails: false },
                { kind: 'sleep', ms: 700 },
              ],
            },
          },
          { kind: 'select', topics: ['a', 'b'], ms: 40_000, turns: 2 },
          { kind: 'step', turns: 1, fails: true },
        ],
      },
      undo: { kind: 'transaction', turns: 0, fails: false },
    }
    for (let death = 0; ; death += every) {
      const { died } = await play(getWorld(), { root, deaths: [death], cancelled: null })
      await play(getWorld(), { root, deaths: [], cancelled: { life: 0, at: death } })
      if (died > 0) continue
      expect(death).toBeGreaterThan(12)
      break
    }
  })
}
