/** E8: messages arrive once, in order, before the start or after it, and never wake in vain or too late. */
import { expect, test } from 'vitest'
import { workflow } from '../workflow.ts'
import { workflowRow } from './workflows.ts'
import type { World } from './world.ts'

const listen = workflow('listen', async (ctx, count: number) => {
  const heard: unknown[] = []
  while (heard.length < count) heard.push(await ctx.recv('topic'))
  return heard
})

export function messageContract(getWorld: () => World): void {
  test('E8: a message may come before its workflow', async () => {
    const world = getWorld()
    const { engine } = world.boot('A', [listen])
    await engine.send('listen-1', 'topic', { early: true })
    expect(await workflowRow(world, 'listen-1')).toMatchObject({ status: 'expected', inbox: 1, due_ms: null })
    const handle = await engine.start(listen, 'listen-1', 1)
    expect(handle.isNew).toBe(true)
    expect(await handle.result()).toEqual([{ early: true }])
  })

  test('E8: messages are taken in the order of the counter, each topic for itself', async () => {
    const world = getWorld()
    const { engine } = world.boot('A', [listen])
    for (const [topic, payload] of [
      ['topic', 1],
      ['other', 2],
      ['topic', 3],
    ] as const)
      await engine.send('listen-1', topic, payload)
    expect(await (await engine.start(listen, 'listen-1', 2)).result()).toEqual([1, 3])
    const left = await world.rows('select number, topic from engine.message where consumed_by is null')
    expect(left).toEqual([{ number: 2, topic: 'other' }])
  })

  test('E8: messages of one key arrive once, even at once, and long after they were taken', async () => {
    const world = getWorld()
    const { engine, labels } = world.boot('A', [listen])
    void engine.run()
    await engine.start(listen, 'listen-1', 2)
    await world.settle()
    const send = () => engine.send('listen-1', 'topic', 'once', { idempotencyKey: 'evt_1' })
    const sent = await Promise.all([send(), send(), send()])
    expect(sent.filter(({ isNew }) => isNew)).toHaveLength(1)
    await world.advance(3 * 24 * 3_600_000)
    labels.length = 0
    expect(await send()).toEqual({ isNew: false, hasEnded: false })
    await world.settle()
    // A duplicate wakes nobody.
    expect(labels).toEqual(['send:topic'])
    await engine.send('listen-1', 'topic', 'twice', { idempotencyKey: 'evt_2' })
    await world.settle()
    expect(await workflowRow(world, 'listen-1')).toMatchObject({ status: 'succeeded' })
    expect(await engine.result('listen-1')).toEqual(['once', 'twice'])
  })

  test('E8: a message that comes between the look and the sleep is not slept through', async () => {
    const world = getWorld()
    const a = world.boot('A', [listen])
    const b = world.boot('B', [])
    let isSent = false
    world.intercept = async ({ executorId, label }) => {
      if (executorId === 'A' && label === 'sleep:listen' && !isSent) {
        isSent = true
        await b.engine.send('listen-1', 'topic', 'just in time')
      }
      return 'pass' as const
    }
    const handle = await a.engine.start(listen, 'listen-1', 1)
    await world.settle()
    // Before anything waits for it: a lost wake-up is a failure here and not a test that hangs.
    expect(await workflowRow(world, 'listen-1')).toMatchObject({ status: 'succeeded' })
    expect(await handle.result()).toEqual(['just in time'])
    expect(a.labels.filter((label) => label !== 'get-result')).toEqual([
      'start:listen',
      'sleep:listen',
      'recv:topic',
      'finish:listen',
    ])
  })

  test('E8: of two waits that looked at different times, the older look decides', async () => {
    const world = getWorld()
    const either = workflow('either', (ctx) => Promise.all([ctx.recv('x'), ctx.recv('y')]))
    const a = world.boot('A', [either])
    void a.engine.run()
    const b = world.boot('B', [])
    await b.engine.send('either-1', 'z', 0)
    // Both look, since the inbox is not empty. Between the two looks, a message for the first comes.
    let looks = 0
    world.intercept = async ({ executorId, label }) => {
      if (executorId === 'A' && label.startsWith('recv:') && (looks += 1) === 2)
        await b.engine.send('either-1', label === 'recv:x' ? 'y' : 'x', 'between')
      return 'pass' as const
    }
    await a.engine.start(either, 'either-1', null)
    await world.settle()
    const row = await world.rows(`select consumed_by from engine.message where payload = '"between"'::jsonb`)
    expect(row[0]?.['consumed_by']).not.toBeNull()
  })

  test('E8: a message for a workflow that runs waits for it, and does not end its lease', async () => {
    const world = getWorld()
    const { engine } = world.boot('A', [listen])
    const b = world.boot('B', [listen])
    void b.engine.run()
    await engine.start(listen, 'listen-1', 1)
    await b.engine.send('listen-1', 'topic', 1)
    await world.settle()
    expect(await engine.result('listen-1')).toEqual([1])
  })

  test('E8: a message to an ended workflow wakes nothing', async () => {
    const world = getWorld()
    const { engine, labels } = world.boot('A', [listen])
    void engine.run()
    await (await engine.start(listen, 'listen-1', 0)).result()
    labels.length = 0
    const late = () => engine.send('listen-1', 'topic', 'too late', { idempotencyKey: 'late' })
    expect(await late()).toEqual({ isNew: true, hasEnded: true })
    expect(await late()).toEqual({ isNew: false, hasEnded: true })
    await world.advance(100_000)
    expect(labels).toEqual(['send:topic', 'send:topic'])
    expect(await workflowRow(world, 'listen-1')).toMatchObject({ status: 'succeeded', due_ms: null })
  })

  test('E8: only a message of a topic that it waits for wakes a workflow', async () => {
    const world = getWorld()
    const either = workflow('either', (ctx) =>
      Promise.race([ctx.recv('x'), ctx.recv('y', { timeoutMs: 60_000 }), ctx.sleep(60_000)]),
    )
    const { engine, labels } = world.boot('A', [either])
    void engine.run()
    await engine.start(either, 'either-1', null)
    await world.settle()
    expect(await workflowRow(world, 'either-1')).toMatchObject({
      status: 'sleeping',
      epoch: 1,
      due_ms: 60_000,
    })
    labels.length = 0
    for (let number = 0; number < 10; number += 1) await engine.send('either-1', 'z', number)
    await world.advance(1_000)
    expect(new Set(labels)).toEqual(new Set(['send:z']))
    expect(await workflowRow(world, 'either-1')).toMatchObject({
      status: 'sleeping',
      epoch: 1,
      due_ms: 60_000,
    })
    await engine.send('either-1', 'y', 'woken')
    await world.settle()
    expect(await engine.result('either-1')).toBe('woken')
  })

  test('E8: of 200 sleepers each is woken by its own topic alone, once', async () => {
    const world = getWorld()
    const sleeper = workflow('sleeper', (ctx, topic: string) => ctx.recv(topic))
    const { engine } = world.boot('A', [sleeper])
    void engine.run()
    const numbers = Array.from({ length: 200 }, (_, number) => number)
    for (const number of numbers) await engine.start(sleeper, `sleeper-${number}`, `topic-${number}`)
    await world.settle()
    for (const number of numbers) {
      await engine.send(`sleeper-${number}`, `topic-${(number + 1) % 200}`, 'not this one')
      if (number % 2 === 0) await engine.send(`sleeper-${number}`, `topic-${number}`, number)
    }
    await world.settle()
    expect(
      await world.rows(
        'select status, epoch, count(*)::int as count from engine.workflow group by status, epoch order by status',
      ),
    ).toEqual([
      { status: 'sleeping', epoch: 1, count: 100 },
      { status: 'succeeded', epoch: 2, count: 100 },
    ])
  })

  test('M2: waits for one topic get its messages in the order of their calls', async () => {
    const world = getWorld()
    const several = workflow('several', (ctx) =>
      Promise.all([
        ctx.recv('topic'),
        ctx.recv('topic', { timeoutMs: 1_000 }),
        ctx.recv('topic', { timeoutMs: 50_000 }),
        ctx.recv('topic'),
      ]),
    )
    const { engine } = world.boot('A', [several])
    void engine.run()
    for (const number of [1, 2, 3, 4]) await engine.send('early', 'topic', number)
    expect(await (await engine.start(several, 'early', null)).result()).toEqual([1, 2, 3, 4])
    await engine.start(several, 'late', null)
    await world.advance(2_000)
    for (const number of [1, 2, 3]) {
      await engine.send('late', 'topic', number)
      await world.settle()
    }
    expect(await engine.result('late')).toEqual([1, null, 2, 3])
  })
}
