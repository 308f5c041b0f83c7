/** E2, E9: a replay takes the same steps, or the workflow says where it does not. */
import { expect, test } from 'vitest'
import { workflow, type AnyWorkflow, type WorkflowContext } from '../workflow.ts'
import { addEffect, checkpoints, effects, workflowRow } from './workflows.ts'
import type { World } from './world.ts'

/** Runs a function until its end, which dies with the process; then runs another under the same name. */
async function replayAs(
  world: World,
  first: (ctx: WorkflowContext) => Promise<unknown>,
  second: (ctx: WorkflowContext) => Promise<unknown>,
) {
  const make = (run: (ctx: WorkflowContext) => Promise<unknown>) => workflow('changing', run)
  const [before, after] = [make(first), make(second)]
  const a = world.boot('A', [before])
  world.intercept = ({ label }) => (label === 'finish:changing' ? 'kill-before' : 'pass')
  await a.engine.start(before, 'changing-1', null)
  await world.settle()
  world.intercept = () => 'pass'
  const b = world.boot('B', [after])
  void b.engine.run()
  await world.advance(31_000)
  return b
}

/** A value that takes some turns of the event loop to come, fewer than the world waits before it calls itself quiet. */
async function after<T>(turns: number, value: T): Promise<T> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  return value
}

/** What the run waits for other code by. */
async function blockedBy(world: World): Promise<string> {
  const [row] = await world.rows(`select status, last_error from engine.workflow where id = 'changing-1'`)
  expect(row).toMatchObject({ status: 'blocked', last_error: { name: 'NonDeterminismError' } })
  return JSON.stringify(row?.['last_error'])
}

const same = (world: World, run: (ctx: WorkflowContext) => Promise<unknown>) => replayAs(world, run, run)

async function run(world: World, definition: AnyWorkflow) {
  const { engine } = world.boot('A', [definition])
  return (await engine.start(definition, 'run-1', null as never)).result()
}

export function replayContract(getWorld: () => World): void {
  test('E2: steps of one turn replay alike, in whatever order they ended', async () => {
    const seen: unknown[] = []
    await same(getWorld(), async (ctx) => {
      seen.push(
        await Promise.all([2, 0, 1].map((turns) => ctx.step('call', () => after(turns, `after ${turns}`)))),
      )
    })
    expect(seen).toEqual([
      ['after 2', 'after 0', 'after 1'],
      ['after 2', 'after 0', 'after 1'],
    ])
  })

  test('E2: branches number their own steps, however they interleave', async () => {
    const seen: unknown[] = []
    const b = await same(getWorld(), async (ctx) => {
      const results = await Promise.all([
        ctx.branch(async (inner) => {
          const first = await inner.step('one', () => after(2, 'a'))
          return first + (await inner.step('two', () => 'b'))
        }),
        ctx.branch(async (inner) => {
          const first = await inner.step('one', () => 'c')
          return first + (await inner.branch((innermost) => innermost.step('two', () => 'd')))
        }),
      ])
      seen.push(results, await ctx.step('last', ({ step }) => step))
    })
    expect(seen).toEqual([['ab', 'cd'], '2', ['ab', 'cd'], '2'])
    const replayed = b.observations.flatMap((of) => (of.kind === 'step-replayed' ? [of.step] : []))
    expect(replayed.toSorted()).toEqual(['0.0', '0.1', '1.0', '1.1.0', '2'])
  })

  test('E2: a context outlives neither its workflow nor its branch', async () => {
    let kept: WorkflowContext | undefined
    const leaking = workflow('leaking', async (ctx) => {
      await ctx.branch((inner) => {
        kept = inner
        return inner.step('inside', () => 1)
      })
      return kept?.step('outside', () => 2)
    })
    await expect(run(getWorld(), leaking)).rejects.toMatchObject({ error: { name: 'ContextEndedError' } })
  })

  const two = async (ctx: WorkflowContext) => [await ctx.step('one', () => 1), await ctx.step('two', () => 2)]

  test.each<[string, (ctx: WorkflowContext) => Promise<unknown>, string]>([
    [
      'another name',
      async (ctx) => [await ctx.step('one', () => 1), await ctx.step('deux', () => 2)],
      'Step 1 is recorded as two, but the replay met deux',
    ],
    [
      'another kind',
      async (ctx) => [await ctx.step('one', () => 1), await ctx.recv('two')],
      'Step 1 is recorded as two, but the replay met recv:two',
    ],
    [
      'fewer steps',
      (ctx) => ctx.step('one', () => 1),
      'Step 1 is recorded as two, but the replay ended without it',
    ],
    [
      'more steps',
      async (ctx) => [await ctx.step('zero', () => 0), ...(await two(ctx))],
      'Step 0 is recorded as one, but the replay met zero',
    ],
    [
      'a branch',
      async (ctx) => [
        await ctx.branch((inner) => inner.step('one', () => 1)),
        await ctx.step('two', () => 2),
      ],
      'Step 0 is recorded as one, but the replay met a branch',
    ],
  ])('E9: a replay that meets %s is blocked by an error that names both', async (_, changed, message) => {
    const world = getWorld()
    await replayAs(world, two, changed)
    expect(await blockedBy(world)).toContain(message)
  })

  test('E9: so is a step where a branch is recorded', async () => {
    const world = getWorld()
    const branching = (ctx: WorkflowContext) => ctx.branch((inner) => inner.step('one', () => 1))
    await replayAs(world, branching, two)
    expect(await blockedBy(world)).toContain('Step 0 is recorded as a branch, but the replay met one')
  })

  test('E9: nothing that the function does after such a step has an effect', async () => {
    const world = getWorld()
    const b = await replayAs(world, two, async (ctx) => {
      await ctx.step('one', () => 1)
      await Promise.race([ctx.step('deux', () => 2), Promise.resolve()])
      await ctx.transaction('after', (tx) => addEffect(tx, 'after'))
    })
    expect(b.observations).toContainEqual(expect.objectContaining({ kind: 'blocked' }))
    expect(await effects(world)).toEqual([])
    expect(await checkpoints(world, 'changing-1')).toEqual([
      ['0', 'one', 1],
      ['1', 'two', 1],
    ])
  })

  test('E14: what is blocked is tried again, counts no recovery, and goes on when code that fits is back', async () => {
    const world = getWorld()
    const b = await replayAs(world, two, (ctx) => ctx.step('one', () => 1))
    await world.advance(95_000)
    // After 30 s, and then each time as long after that as it has stood still: at 30, 60 and 120 s.
    expect(b.observations.filter(({ kind }) => kind === 'blocked')).toHaveLength(3)
    expect(await workflowRow(world, 'changing-1')).toMatchObject({ status: 'blocked', recoveries: 1 })
    await b.kill()
    const mended = workflow('changing', two)
    const c = world.boot('C', [mended])
    void c.engine.run()
    const result = c.engine.result('changing-1')
    await world.advance(120_000)
    expect(await result).toEqual([1, 2])
  })

  test('E4: a replay reads what the first run read, to the order of keys', async () => {
    const world = getWorld()
    const seen: string[] = []
    await same(world, async (ctx) => {
      const value = await ctx.step('value', () => ({
        long: 1,
        b: [{ z: 1, a: undefined }],
        a: -0,
        10: 'ten',
      }))
      const nothing: unknown = await ctx.step('nothing', () => undefined)
      seen.push(JSON.stringify([value, nothing, await ctx.uuid(), await ctx.now()]))
    })
    expect(seen[1]).toBe(seen[0])
    expect(seen[0]).toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/)
  })
}
