/** E6: one claim serves whatever is due; leases are kept while something runs, and only then. */
import { expect, test } from 'vitest'
import { workflow } from '../workflow.ts'
import { addEffect, effects, gate, workflowRow } from './workflows.ts'
import type { World } from './world.ts'

const quick = workflow('quick', (ctx) => ctx.step('do', () => 'done'))

export function claimContract(getWorld: () => World): void {
  test('E6: a first run claims nothing and loads nothing', async () => {
    const { engine, labels } = getWorld().boot('A', [quick])
    await (await engine.start(quick, 'quick-1', null)).result()
    expect(labels).toEqual(['start:quick', 'checkpoint:do', 'finish:quick'])
  })

  test('E6: taking over is a claim, then a load, under a higher epoch', async () => {
    const world = getWorld()
    const a = world.boot('A', [quick])
    world.intercept = ({ label }) => (label === 'finish:quick' ? 'kill-before' : 'pass')
    await a.engine.start(quick, 'quick-1', null)
    await world.settle()
    world.intercept = () => 'pass'
    const b = world.boot('B', [quick])
    void b.engine.run()
    await world.advance(29_000)
    expect(b.labels).toEqual([])
    await world.advance(2_000)
    expect(b.labels).toEqual(['claim', 'load:quick', 'finish:quick'])
    expect(b.observations[0]).toEqual({
      kind: 'claimed',
      workflowId: 'quick-1',
      epoch: 2,
      recovered: true,
    })
    expect(await workflowRow(world, 'quick-1')).toMatchObject({
      status: 'succeeded',
      epoch: 2,
      recoveries: 1,
    })
  })

  test.each([1, 2, 10])(
    'E6: a claim takes no more than its limit (%i), the longest due first',
    async (claimLimit) => {
      const world = getWorld()
      const sender = world.boot('S', [quick])
      for (const number of [3, 1, 2]) {
        await sender.engine.enqueue(quick, `quick-${number}`, null)
        await world.advance(10)
      }
      const { engine, labels, observations } = world.boot('A', [quick], { claimLimit })
      void engine.run()
      await world.settle()
      const claimed = observations.flatMap((seen) => (seen.kind === 'claimed' ? [seen.workflowId] : []))
      expect(claimed).toEqual(['quick-3', 'quick-1', 'quick-2'])
      expect(labels.filter((label) => label === 'claim')).toHaveLength(Math.ceil(3 / claimLimit))
    },
  )

  test('E6: a claim that finds nothing says when there will be something', async () => {
    const world = getWorld()
    const { engine, labels } = world.boot('A', [quick])
    await engine.enqueue(quick, 'later', null, { delayMs: 5_000 })
    void engine.run()
    await world.advance(4_999)
    expect(labels).toEqual(['enqueue:quick'])
    await world.advance(2)
    expect(labels).toEqual(['enqueue:quick', 'claim', 'load:quick', 'checkpoint:do', 'finish:quick'])
  })

  test('E6: a claim leaves alone what this executor has no function for', async () => {
    const world = getWorld()
    const other = workflow('other', () => Promise.resolve(1))
    const sender = world.boot('S', [other])
    await sender.engine.enqueue(other, 'other-1', null)
    const { engine, labels } = world.boot('A', [quick])
    void engine.run()
    await world.advance(1_000)
    expect(labels).toEqual([])
  })

  test('E6: leases are renewed together while something runs, and nothing ticks afterwards', async () => {
    const world = getWorld()
    const done = gate()
    const slow = workflow('slow', (ctx) => ctx.step('call', () => done.promise))
    const a = world.boot('A', [slow])
    const b = world.boot('B', [slow])
    void b.engine.run()
    await a.engine.start(slow, 'slow-1', null)
    await a.engine.start(slow, 'slow-2', null)
    await world.advance(95_000)
    expect(a.labels.filter((label) => label === 'renew')).toHaveLength(9)
    expect(b.labels).toEqual([])
    done.open()
    await world.settle()
    a.labels.length = 0
    await world.advance(200_000)
    expect(a.labels).toEqual([])
  })

  test.each([
    ['what has been lost', 'update engine.workflow set epoch = 7'],
    ['that a row has been deleted', 'delete from engine.workflow'],
  ])('E6: a renewal finds out %s', async (_, happens) => {
    const world = getWorld()
    const slow = workflow('slow', (ctx) => ctx.step('call', () => new Promise<null>(() => undefined)))
    const { engine, observations } = world.boot('A', [slow])
    await engine.start(slow, 'slow-1', null)
    await world.settle()
    await world.rows(happens)
    await world.advance(10_001)
    expect(observations.at(-1)).toEqual({ kind: 'fenced', workflowId: 'slow-1', epoch: 1 })
  })

  test('E12: at its deadline stop hands over what is still at work, and what that does has no effect', async () => {
    const world = getWorld()
    const done = gate<string>()
    const slow = workflow('slow', async (ctx) => {
      const value = await ctx.step('call', () => done.promise)
      await ctx.transaction('note', (tx) => addEffect(tx, value))
      return value
    })
    const a = world.boot('A', [slow])
    void a.engine.run()
    await a.engine.start(slow, 'slow-1', null)
    await world.settle()
    const stopped = a.engine.stop({ deadlineMs: 5_000 })
    await world.advance(4_999)
    expect(await workflowRow(world, 'slow-1')).toMatchObject({ status: 'running', executor: 'A' })
    await world.advance(1)
    await stopped
    expect(await workflowRow(world, 'slow-1')).toMatchObject({
      status: 'queued',
      executor: null,
      due_ms: 5_000,
    })
    const labels = a.labels.length
    const quickly = workflow('slow', async (ctx) => {
      const value = await ctx.step('call', () => 'by B')
      await ctx.transaction('note', (tx) => addEffect(tx, value))
      return value
    })
    const b = world.boot('B', [quickly])
    void b.engine.run()
    await world.settle()
    done.open('by A')
    await world.advance(100_000)
    expect(await b.engine.result('slow-1')).toBe('by B')
    expect(await effects(world)).toEqual(['by B'])
    expect(await workflowRow(world, 'slow-1')).toMatchObject({ epoch: 2, recoveries: 0 })
    expect(a.labels).toHaveLength(labels)
  })

  test.each(['kept', 'lost'])(
    'E12: a claim that does not answer holds up no deadline; what it brings later is left to others (%s)',
    async (answer) => {
      const world = getWorld()
      const claimed = gate<'pass' | 'answer-lost'>()
      let runs = 0
      const job = workflow('job', () => Promise.resolve((runs += 1)))
      world.intercept = ({ executorId, label }) =>
        executorId === 'A' && label === 'claim' ? claimed.promise : 'pass'
      const a = world.boot('A', [job])
      await a.engine.enqueue(job, 'job-1', null)
      const ended = a.engine.run()
      const stopped = a.engine.stop({ deadlineMs: 5_000 })
      await world.advance(5_000)
      await stopped
      claimed.open(answer === 'kept' ? 'pass' : 'answer-lost')
      await world.advance(1_000)
      await ended
      expect(runs).toBe(0)
      if (answer === 'lost') return
      expect(await workflowRow(world, 'job-1')).toMatchObject({ status: 'queued', executor: null, epoch: 1 })
      void world.boot('B', [job]).engine.run()
      await world.settle()
      expect(await workflowRow(world, 'job-1')).toMatchObject({ status: 'succeeded', recoveries: 0 })
    },
  )

  test('E12: stop with a deadline does not wait for it where nothing is left', async () => {
    const world = getWorld()
    const { engine, labels } = world.boot('A', [quick])
    void engine.run()
    await (await engine.start(quick, 'quick-1', null)).result()
    await engine.stop({ deadlineMs: 5_000 })
    expect(labels).not.toContain('release')
    expect(() => engine.stop({ deadlineMs: Number.NaN })).toThrow('deadlineMs')
  })

  test('E13: what kills its executors is claimed alone, and takes nobody with it', async () => {
    const world = getWorld()
    const options = { recoveryLimit: 4, claimLimit: 10 }
    const poison = workflow('poison', (ctx) => ctx.step('poison', () => null))
    const innocent = workflow('innocent', async (ctx) => {
      for (const call of [1, 2, 3]) await ctx.step('work', () => call)
      return 'done'
    })
    world.intercept = ({ label }) => (label === 'checkpoint:poison' ? 'kill-before' : 'pass')
    const both = [poison, innocent]
    const first = world.boot('first', both, options)
    await first.engine.enqueue(poison, 'a-poison', null)
    for (let number = 0; number < 9; number += 1)
      await first.engine.enqueue(innocent, `innocent-${number}`, null)
    for (let life = 0; life < 12; life += 1) {
      void world.boot(`executor-${life}`, both, options).engine.run()
      await world.advance(31_000)
    }
    expect(
      await world.rows(
        'select name, status, count(*)::int as count from engine.workflow group by name, status order by name',
      ),
    ).toEqual([
      { name: 'innocent', status: 'succeeded', count: 9 },
      { name: 'poison', status: 'exhausted', count: 1 },
    ])
  })

  test('E13: whoever gets on is not given up, however often its executors die', async () => {
    const world = getWorld()
    const options = { recoveryLimit: 2 }
    const long = workflow('long', async (ctx) => {
      for (let number = 0; number < 8; number += 1) await ctx.step('work', () => number)
      return 'done'
    })
    let steps = 0
    world.intercept = ({ label }) => {
      if (label !== 'checkpoint:work') return 'pass'
      steps += 1
      // One step more in each life.
      return steps % 2 === 0 ? 'kill-before' : 'pass'
    }
    const { engine } = world.boot('first', [long], options)
    await engine.enqueue(long, 'long-1', null)
    for (let life = 0; life < 10; life += 1) {
      void world.boot(`executor-${life}`, [long], options).engine.run()
      await world.advance(31_000)
    }
    expect(await workflowRow(world, 'long-1')).toMatchObject({ status: 'succeeded', recoveries: 1 })
  })

  test('E6: stop ends the loop and waits for what runs', async () => {
    const world = getWorld()
    const done = gate()
    const slow = workflow('slow', (ctx) => ctx.step('call', () => done.promise))
    const { engine } = world.boot('A', [slow, quick])
    const running = engine.run()
    await engine.start(slow, 'slow-1', null)
    let hasStopped = false
    const stopped = engine.stop().then(() => {
      hasStopped = true
    })
    await running
    await engine.enqueue(quick, 'quick-1', null)
    await world.settle()
    expect(hasStopped).toBe(false)
    done.open()
    await stopped
    expect(await engine.status('slow-1')).toBe('succeeded')
    expect(await engine.status('quick-1')).toBe('queued')
  })

  test('E11: time is the database’s: it survives a rollback, begins at 0, and uses the index', async () => {
    const world = getWorld()
    const ms = `select (extract(epoch from engine.now() - timestamptz '2030-01-01 00:00:00+00') * 1000)::float8 as ms`
    expect(await world.rows(ms)).toEqual([{ ms: 0 }])
    await world.advance(1_234)
    expect(await world.rows(ms)).toEqual([{ ms: 1234 }])
    const stamp = workflow('stamp', (ctx) => ctx.now())
    const { engine } = world.boot('A', [stamp])
    expect(await (await engine.start(stamp, 'stamp-1', null)).result()).toBe(Date.UTC(2030, 0, 1) + 1_234)
    await world.rows(
      `insert into engine.workflow (id, name, status, due_at, created_at)
      select 'w' || n, 'quick', 'queued', engine.now() + n * interval '1 second', engine.now()
      from generate_series(1, 5000) n`,
    )
    await world.rows('analyze engine.workflow')
    const plan = await world.rows(
      `explain select id from engine.workflow where due_at <= engine.now() order by due_at, id limit 1`,
    )
    expect(JSON.stringify(plan)).toContain('workflow_due')
  })
}
