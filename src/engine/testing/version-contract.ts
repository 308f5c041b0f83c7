/** E14, E19: which executors take a workflow, how changed code goes on with it, and how many they take. */
import { expect, test } from 'vitest'
import { workflow, type WorkflowContext } from '../workflow.ts'
import { gate, workflowRow } from './workflows.ts'
import type { World } from './world.ts'

const wait = workflow('wait', (ctx) => ctx.recv<string>('go'))

export function versionContract(getWorld: () => World): void {
  test('E14: only executors of its version take a workflow, whatever it is due for', async () => {
    const world = getWorld()
    const old = world.boot('A', [wait], { version: 'v1' })
    await old.engine.start(wait, 'running', null)
    await old.engine.enqueue(wait, 'queued', null)
    await world.boot('X', [wait]).engine.enqueue(wait, 'of no version', null)
    await old.kill()
    const other = world.boot('B', [wait], { version: 'v2' })
    const none = world.boot('C', [wait])
    void other.engine.run()
    void none.engine.run()
    for (const id of ['running', 'queued', 'of no version']) await other.engine.send(id, 'go', 'went')
    await world.advance(40_000)
    expect(await workflowRow(world, 'of no version')).toMatchObject({ status: 'succeeded' })
    for (const id of ['running', 'queued']) expect(await other.engine.status(id)).not.toBe('succeeded')
    const again = world.boot('D', [wait], { version: 'v1' })
    void again.engine.run()
    await world.settle()
    for (const id of ['running', 'queued']) expect(await again.engine.result(id)).toBe('went')
  })

  test('E14: what a workflow starts is of its version', async () => {
    const world = getWorld()
    const parent = workflow('parent', async (ctx) => {
      await ctx.start(wait, null)
      await ctx.transaction('start', (tx) => tx.start(wait, 'by a transaction', null))
    })
    const { engine } = world.boot('A', [parent, wait], { version: 'v1' })
    await (await engine.start(parent, 'parent-1', null)).result()
    expect(await world.rows('select id, version from engine.workflow order by id')).toEqual([
      { id: 'by a transaction', version: 'v1' },
      { id: 'parent-1', version: 'v1' },
      { id: 'parent-1/0', version: 'v1' },
    ])
  })

  const before = workflow('changing', async (ctx) => {
    await ctx.step('one', () => 1)
    await ctx.recv('go')
    await ctx.step('two', () => 2)
    await ctx.recv('end')
    return 'old'
  })
  const patched = (runs: string[]) =>
    workflow('changing', async (ctx) => {
      await ctx.step('one', () => 1)
      await ctx.recv('go')
      const isNew = await ctx.patched('check')
      if (isNew) await ctx.step('check', () => runs.push('checked'))
      await ctx.step('two', () => 2)
      await ctx.recv('end')
      return (await ctx.patched('check')) === isNew ? String(isNew) : 'changed its mind'
    })

  test.each<[string, readonly string[], string]>([
    ['was not there yet', [], 'true'],
    ['was past it', ['go'], 'false'],
  ])('E14: patched says whether a run that %s does what is new, on each replay', async (_, sent, isNew) => {
    const world = getWorld()
    const runs: string[] = []
    const a = world.boot('A', [before])
    void a.engine.run()
    await a.engine.start(before, 'changing-1', null)
    for (const topic of sent) await a.engine.send('changing-1', topic, null)
    await world.settle()
    await a.kill()
    const b = world.boot('B', [patched(runs)])
    void b.engine.run()
    if (sent.length === 0) await b.engine.send('changing-1', 'go', null)
    await world.settle()
    await b.engine.send('changing-1', 'end', null)
    await world.settle()
    expect(await b.engine.result('changing-1')).toBe(isNew)
    expect(runs).toEqual(isNew === 'true' ? ['checked'] : [])
  })

  test('E14: a patch that the code has dropped since, when nothing older was under way, is no other step', async () => {
    const world = getWorld()
    const a = world.boot('A', [patched([])])
    void a.engine.run()
    const known = patched([])
    await a.kill()
    const b = world.boot('B', [known])
    void b.engine.run()
    await b.engine.start(known, 'changing-1', null)
    await b.engine.send('changing-1', 'go', null)
    await world.settle()
    await b.kill()
    const after = workflow('changing', async (ctx) => {
      await ctx.step('one', () => 1)
      await ctx.recv('go')
      await ctx.step('check', () => null)
      await ctx.step('two', () => 2)
      await ctx.recv('end')
      return 'dropped'
    })
    const c = world.boot('C', [after])
    void c.engine.run()
    await c.engine.send('changing-1', 'end', null)
    await world.settle()
    expect(await c.engine.result('changing-1')).toBe('dropped')
  })

  test('E14: in a branch, patched looks at the branch’s own records', async () => {
    const world = getWorld()
    const part = (inner: WorkflowContext, isChanged: boolean) => async () => {
      await inner.step('one', () => 1)
      await inner.recv('go')
      return isChanged ? inner.patched('check') : null
    }
    const make = (isChanged: boolean) =>
      workflow('branching', (ctx) =>
        Promise.all([
          ctx.branch((inner) => part(inner, isChanged)()),
          ctx.branch((inner) => inner.step('beside', () => null)),
        ]),
      )
    const first = make(false)
    const a = world.boot('A', [first])
    void a.engine.run()
    await a.engine.start(first, 'branching-1', null)
    await world.settle()
    await a.kill()
    const b = world.boot('B', [make(true)])
    void b.engine.run()
    await b.engine.send('branching-1', 'go', null)
    await world.settle()
    expect(await b.engine.result('branching-1')).toEqual([true, null])
  })

  test('E19: an executor has no more in memory than it may, and leaves the rest to others', async () => {
    const world = getWorld()
    const gates = Array.from({ length: 6 }, () => gate<null>())
    let [running, most] = [0, 0]
    const job = workflow('job', async (ctx, number: number) => {
      await ctx.step('work', async () => {
        running += 1
        most = Math.max(most, running)
        await gates[number]?.promise
        running -= 1
      })
      await ctx.sleep(1e6)
    })
    const a = world.boot('A', [job], { maxConcurrent: 2 })
    void a.engine.run()
    // A claim that is under way keeps places too.
    await world.settle()
    await Promise.all(gates.map((_, number) => a.engine.start(job, `job-${number}`, number)))
    await world.settle()
    expect([running, most]).toEqual([2, 2])
    expect(await a.engine.status('job-5')).toBe('queued')
    for (const { open } of gates) {
      open(null)
      await world.settle()
    }
    expect([running, most]).toEqual([0, 2])
    expect(await world.rows(`select from engine.workflow where status = 'sleeping'`)).toHaveLength(6)
  })
}
