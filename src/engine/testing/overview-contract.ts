/** L1, L2, L3: workflows can be listed, looked into, and deleted when they are old. */
import { expect, test } from 'vitest'
import type { ListOptions, PruneOptions } from '../overview.ts'
import { storedStatuses, type StoredStatus } from '../overview-rows.ts'
import { workflow } from '../workflow.ts'
import type { World } from './world.ts'

/** The clock of a test begins here. */
const startMs = Date.UTC(2030, 0, 1)

const quick = workflow('quick', (_, input: unknown) => Promise.resolve(input))

/** Rows as a workflow's life leaves them; `created` and `ended` are in ms since the clock began. */
interface Stored {
  readonly id: string
  readonly status?: StoredStatus
  readonly name?: string
  readonly version?: string
  readonly created?: number
  readonly ended?: number
}

async function store(world: World, workflows: readonly Stored[]): Promise<void> {
  await world.rows(
    `insert into engine.workflow (id, name, status, version, created_at, ended_at, due_at)
     select id, coalesce(name, 'quick'), coalesce(status, 'succeeded'), version,
       engine.now() + coalesce(created, 0) * interval '1 millisecond',
       case when coalesce(status, 'succeeded') in ('succeeded', 'failed', 'cancelled', 'exhausted')
         then engine.now() + coalesce(ended, 0) * interval '1 millisecond' end,
       case when status in ('queued', 'running', 'blocked') then engine.now() + interval '1 year' end
     from jsonb_to_recordset($1::jsonb)
       as stored (id text, status text, name text, version text, created float8, ended float8)`,
    [JSON.stringify(workflows)],
  )
}

/** One that has each kind of row beside its own. */
async function storeWhole(world: World, stored: Stored): Promise<void> {
  await store(world, [stored])
  for (const [table, columns, values] of [
    ['step_checkpoint', 'step, name, epoch', `'0', 'step', 1`],
    ['message', 'key, number, topic', `'#1', 1, 'topic'`],
    ['event', 'key, step', `'key', '0'`],
  ])
    await world.rows(
      `insert into engine.${table} (workflow_id, ${columns}, created_at) values ($1, ${values}, engine.now())`,
      [stored.id],
    )
}

async function storedIds(world: World): Promise<readonly unknown[]> {
  return (await world.rows('select id from engine.workflow order by id')).map(({ id }) => id)
}

const numbered = (number: number): string => `w-${String(number).padStart(3, '0')}`

export function overviewContract(getWorld: () => World): void {
  test('L1: a list says how each workflow stands, in the order of the IDs', async () => {
    const world = getWorld()
    const waiting = workflow('waiting', (ctx) => ctx.recv('topic', { timeoutMs: 60_000 }))
    const stuck = workflow('stuck', (ctx) => ctx.step('stuck', () => new Promise<null>(() => undefined)))
    const { engine, labels } = world.boot('A', [quick, waiting, stuck])
    await world.advance(1_000)
    await (await engine.start(quick, 'd', 1)).result()
    await engine.start(waiting, 'b', null)
    await engine.start(stuck, 'a', null)
    await engine.enqueue(quick, 'e', 1, { delayMs: 5_000 })
    await engine.send('c', 'topic', 1)
    await world.advance(500)
    await world.rows(
      `update engine.workflow set version = 'v7', parent = 'b', is_cancelled = true where id = 'e'`,
    )
    labels.splice(0)
    const createdAtMs = startMs + 1_000
    const none = {
      version: null,
      parent: null,
      isCancelled: false,
      executor: null,
      recoveries: 0,
      createdAtMs,
    }
    expect(await engine.list()).toEqual({
      workflows: [
        {
          ...none,
          id: 'a',
          name: 'stuck',
          status: 'running',
          executor: 'A',
          dueAtMs: createdAtMs + 30_000,
          endedAtMs: null,
        },
        {
          ...none,
          id: 'b',
          name: 'waiting',
          status: 'sleeping',
          dueAtMs: createdAtMs + 60_000,
          endedAtMs: null,
        },
        { ...none, id: 'c', name: null, status: 'expected', dueAtMs: null, endedAtMs: null },
        { ...none, id: 'd', name: 'quick', status: 'succeeded', dueAtMs: null, endedAtMs: createdAtMs },
        {
          ...none,
          id: 'e',
          name: 'quick',
          status: 'queued',
          version: 'v7',
          parent: 'b',
          isCancelled: true,
          dueAtMs: createdAtMs + 5_000,
          endedAtMs: null,
        },
      ],
      next: null,
    })
    expect(labels).toEqual(['list'])
  })

  test('L1: a list has the statuses, the name, the version and the time that were asked for', async () => {
    const world = getWorld()
    await store(
      world,
      storedStatuses.map((status, at) => ({ id: status, status, created: at * 1_000 })),
    )
    await store(world, [
      { id: 'other', name: 'other', version: 'v1', created: 100_000 },
      { id: 'another', name: 'other', version: 'v2', created: 100_000.5 },
    ])
    const { engine } = world.boot('A', [quick])
    const ids = async (options: ListOptions) => (await engine.list(options)).workflows.map(({ id }) => id)
    for (const status of storedStatuses.slice(0, 5)) expect(await ids({ status })).toEqual([status])
    expect(await ids({ status: ['failed', 'blocked', 'queued'] })).toEqual(['blocked', 'failed', 'queued'])
    expect(await ids({ status: [] })).toEqual([])
    expect(await ids({ name: 'other' })).toEqual(['another', 'other'])
    expect(await ids({ version: 'v1' })).toEqual(['other'])
    expect(await ids({ name: 'other', version: 'v2', status: 'succeeded' })).toEqual(['another'])
    expect(await ids({ name: 'other', status: 'failed' })).toEqual([])
    expect(await ids({ createdBeforeMs: startMs + 2_000 })).toEqual(['expected', 'queued'])
    expect(await ids({ createdAfterMs: startMs + 100_000 })).toEqual(['another', 'other'])
    expect(await ids({ createdAfterMs: startMs + 100_000.5 })).toEqual(['another'])
    expect(await ids({ createdAfterMs: startMs + 1_000, createdBeforeMs: startMs + 2_000 })).toEqual([
      'queued',
    ])
  })

  test('L1: pages skip and repeat nothing, whatever begins and ends between them', async () => {
    const world = getWorld()
    await store(
      world,
      Array.from({ length: 250 }, (_, at) => ({ id: numbered(at * 2), status: 'queued' as const })),
    )
    const { engine } = world.boot('A', [quick])
    const seen: string[] = []
    let pages = 0
    for (let after: string | undefined; ;) {
      const { workflows, next } = await engine.list({ limit: 40, ...(after === undefined ? {} : { after }) })
      expect(workflows.length).toBe(next === null ? workflows.length : 40)
      seen.push(...workflows.map(({ id }) => id))
      pages += 1
      if (next === null) break
      expect(next).toBe(seen.at(-1))
      after = next
      // One on a page that was read, one on a page to come; and each of these pages has one that ends.
      await store(world, [{ id: numbered(pages * 2 - 1) }, { id: numbered(500 - pages * 2 - 1) }])
      await world.rows(
        `update engine.workflow set status = 'failed', due_at = null, ended_at = engine.now() where id = any ($1)`,
        [[numbered(pages * 2), numbered(500 - pages * 2)]],
      )
    }
    expect(seen).toEqual(seen.toSorted())
    expect(new Set(seen).size).toBe(seen.length)
    const originals = seen.filter((id) => Number(id.slice(2)) % 2 === 0)
    expect(originals).toEqual(Array.from({ length: 250 }, (_, at) => numbered(at * 2)))
    expect(pages).toBe(7)
    // What fills the last page has no page after it.
    const { workflows, next } = await engine.list({ limit: 10, after: seen.at(-11) ?? '' })
    expect([workflows.length, next]).toEqual([10, null])
  })

  test.each<[string, ListOptions | Record<string, unknown>, string]>([
    [
      'a status that is none',
      { status: 'sucess' },
      'status of list is "sucess". Pass one or several of expected, queued, running, sleeping, blocked, succeeded, failed, cancelled, exhausted.',
    ],
    ['one among others', { status: ['failed', 'unknown'] }, 'status of list is "unknown"'],
    ['null for a status', { status: null }, 'status of list is null'],
    ['a name', { name: '' }, 'name of list is empty'],
    ['a version', { version: 'a\0b' }, 'version of list has a NUL character'],
    ['an ID', { after: '' }, 'after of list is empty'],
    ['a Date', { createdBeforeMs: new Date(0) }, 'createdBeforeMs of list'],
    ['a time without an end', { createdAfterMs: Infinity }, 'createdAfterMs of list is Infinity'],
    ['no limit', { limit: 0 }, 'limit of list is 0. Pass a whole number from 1 to 1000.'],
    ['too large a limit', { limit: 1_001 }, 'limit of list is 1001'],
  ])('G1, G2: a list refuses %s', async (_, options, message) => {
    const { engine, labels } = getWorld().boot('A', [quick])
    const listed = engine.list(options)
    await expect(listed).rejects.toThrow(message)
    await expect(listed).rejects.toMatchObject({ name: 'InvalidArgumentError' })
    expect(labels).toEqual([])
  })

  test('L2: a workflow is looked into while it runs, waits, and when it has ended', async () => {
    const world = getWorld()
    const life = workflow('life', async (ctx, input: { readonly b: number; readonly aa: number }) => {
      await ctx
        .step('refuse', () => Promise.reject(Object.assign(new Error('no'), { code: 7 })))
        .catch(() => null)
      await ctx.setEvent('url', { z: 1, yy: 2 })
      await ctx.recv('payment')
      await ctx.recv('coupon', { timeoutMs: 60_000 })
      return { total: input.aa }
    })
    const { engine, labels } = world.boot('A', [life])
    void engine.run()
    await engine.send('life-1', 'payment', { paid: true })
    await engine.send('life-1', 'other', [1])
    await world.advance(1_000)
    await engine.start(life, 'life-1', { b: 2, aa: 1 })
    await world.advance(1_000)
    labels.splice(0)

    const asleep = await engine.inspect('life-1')
    expect(labels).toEqual(['inspect'])
    const createdAtMs = startMs + 1_000
    expect(asleep).toEqual({
      id: 'life-1',
      name: 'life',
      status: 'sleeping',
      version: null,
      parent: null,
      isCancelled: false,
      executor: null,
      recoveries: 0,
      // Of the message that came first.
      createdAtMs: startMs,
      dueAtMs: createdAtMs + 60_000,
      endedAtMs: null,
      input: { aa: 1, b: 2 },
      output: null,
      error: null,
      lastError: null,
      steps: [
        {
          step: '0',
          name: 'refuse',
          output: null,
          error: { name: 'Error', message: 'no', details: { code: 7 } },
          isWaiting: false,
          deadlineMs: null,
          createdAtMs,
        },
        {
          step: '1',
          name: 'event:url',
          output: null,
          error: null,
          isWaiting: false,
          deadlineMs: null,
          createdAtMs,
        },
        {
          step: '2',
          name: 'recv:payment',
          output: { paid: true },
          error: null,
          isWaiting: false,
          deadlineMs: null,
          createdAtMs,
        },
        {
          step: '3',
          name: 'recv:coupon',
          output: null,
          error: null,
          isWaiting: true,
          deadlineMs: createdAtMs + 60_000,
          createdAtMs,
        },
      ],
      messages: [
        { number: 1, topic: 'payment', payload: { paid: true }, consumedBy: '2', createdAtMs: startMs },
        { number: 2, topic: 'other', payload: [1], consumedBy: null, createdAtMs: startMs },
      ],
      events: [{ key: 'url', value: { yy: 2, z: 1 }, createdAtMs }],
      children: [],
    })
    // V1: keys are in the order in which the workflow has them; jsonb puts the shorter ones first.
    expect(JSON.stringify(asleep?.input)).toBe('{"aa":1,"b":2}')
    expect(JSON.stringify(asleep?.events[0]?.value)).toBe('{"yy":2,"z":1}')

    await world.advance(61_000)
    expect(await engine.inspect('life-1')).toMatchObject({
      status: 'succeeded',
      output: { total: 1 },
      dueAtMs: null,
      endedAtMs: createdAtMs + 60_000,
      steps: [{ step: '0' }, { step: '1' }, { step: '2' }, { step: '3', isWaiting: false, deadlineMs: null }],
    })
  })

  test('L2: a stub, one that is queued, one at work, one that failed and one that is given up have what they have', async () => {
    const world = getWorld()
    const failing = workflow('failing', (ctx) => ctx.step('refuse', () => Promise.reject(new Error('no'))))
    const stuck = workflow('stuck', (ctx) => ctx.step('stuck', () => new Promise<null>(() => undefined)))
    const { engine } = world.boot('A', [quick, failing, stuck])
    await engine.send('stub', 'topic', 1)
    expect(await engine.inspect('stub')).toMatchObject({
      name: null,
      status: 'expected',
      input: null,
      steps: [],
      messages: [{ number: 1, topic: 'topic', payload: 1, consumedBy: null }],
    })
    await engine.enqueue(quick, 'queued', [1])
    expect(await engine.inspect('queued')).toMatchObject({ status: 'queued', input: [1], dueAtMs: startMs })
    await engine.start(stuck, 'stuck', null)
    expect(await engine.inspect('stuck')).toMatchObject({ status: 'running', executor: 'A', steps: [] })
    await (await engine.start(failing, 'failing', null)).result().catch(() => undefined)
    expect(await engine.inspect('failing')).toMatchObject({
      status: 'failed',
      output: null,
      error: { name: 'Error', message: 'no', details: { step: '0', stepName: 'refuse' } },
      endedAtMs: startMs,
      steps: [{ step: '0', output: null, error: { name: 'Error', message: 'no' } }],
    })
    await world.rows(
      `update engine.workflow set status = 'blocked', last_error = '{"name": "E", "message": "m"}' where id = 'stuck'`,
    )
    await world.rows(`update engine.workflow set parent = 'stuck' where id in ('queued', 'failing')`)
    expect(await engine.inspect('stuck')).toMatchObject({
      status: 'blocked',
      lastError: { name: 'E', message: 'm' },
      children: ['failing', 'queued'],
    })
    expect(await engine.inspect('nobody')).toBeNull()
    await expect(engine.inspect('')).rejects.toMatchObject({ name: 'InvalidArgumentError' })
  })

  test('L2: a workflow with a patch is looked into, and its patch has no number', async () => {
    const world = getWorld()
    const patched = workflow('patched', async (ctx) => {
      await ctx.patched('check')
      await ctx.step('call', () => null)
    })
    const { engine } = world.boot('A', [patched])
    await (await engine.start(patched, 'patched-1', null)).result()
    const details = await engine.inspect('patched-1')
    expect(details?.steps.map((of) => of.step).toSorted()).toEqual(['0', 'patch:check'])
  })

  test('L3: a parent stays as long as one of its children does', async () => {
    const world = getWorld()
    const child = workflow('child', (ctx) => ctx.sleep(5_000))
    const parent = workflow('parent', async (ctx) => (await ctx.start(child, null)).id)
    const { engine } = world.boot('A', [parent, child])
    void engine.run()
    await engine.start(parent, 'parent-1', null)
    await world.advance(9_000)
    expect(await engine.prune({ endedForMs: 6_000 })).toBe(0)
    await world.advance(6_000)
    expect(await engine.prune({ endedForMs: 6_000 })).toBe(2)
  })

  test('L2: steps are in the order of their writing, and of their numbers', async () => {
    const world = getWorld()
    const many = workflow('many', async (ctx) => {
      for (let at = 0; at < 10; at += 1) await ctx.step('step', () => at)
      await ctx.branch((inner) => inner.step('inner', () => 10))
      await ctx.step('last', () => 11)
      await ctx.recv('never')
    })
    const { engine } = world.boot('A', [many])
    await engine.start(many, 'many-1', null)
    await world.settle()
    const numbers = async () => (await engine.inspect('many-1'))?.steps.map(({ step }) => step)
    expect(await numbers()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10.0', '11'])
    // A step that ran again in a later run was written last.
    await world.rows(`update engine.step_checkpoint set epoch = 2, created_at = $1 where step = '3'`, [
      '2029-01-01Z',
    ])
    await world.rows(`update engine.step_checkpoint set created_at = $1 where step = '5'`, ['2031-01-01Z'])
    expect(await numbers()).toEqual(['0', '1', '2', '4', '6', '7', '8', '9', '10.0', '11', '5', '3'])
  })

  test('L3: what ended long enough ago is deleted with all that belongs to it, and nothing else', async () => {
    const world = getWorld()
    for (const status of ['succeeded', 'failed', 'cancelled', 'exhausted'] as const) {
      await storeWhole(world, { id: `${status} long ago`, status, created: -9_000, ended: -1_000 })
      await storeWhole(world, { id: `${status} just now`, status, created: -9_000, ended: -999 })
    }
    for (const status of ['queued', 'running', 'sleeping', 'blocked'] as const)
      await storeWhole(world, { id: status, status, created: -9_000 })
    const { engine, labels } = world.boot('A', [quick])
    expect(await engine.prune({ endedForMs: 1_000 })).toBe(4)
    expect(labels).toEqual(['prune'])
    const left = [
      'blocked',
      'cancelled just now',
      'exhausted just now',
      'failed just now',
      'queued',
      'running',
      'sleeping',
      'succeeded just now',
    ]
    expect(await storedIds(world)).toEqual(left)
    for (const table of ['step_checkpoint', 'message', 'event'])
      expect(
        (await world.rows(`select workflow_id as id from engine.${table} order by 1`)).map(({ id }) => id),
      ).toEqual(left)
    expect(await engine.prune({ endedForMs: 1_000 })).toBe(0)
    await world.advance(1)
    expect(await engine.prune({ endedForMs: 1_000 })).toBe(4)
  })

  test('L3: a resumed workflow is not over, however long ago it had ended', async () => {
    const world = getWorld()
    const failing = workflow('failing', (ctx) => ctx.step('refuse', () => Promise.reject(new Error('no'))))
    const { engine } = world.boot('A', [failing])
    await (await engine.start(failing, 'failing', null)).result().catch(() => undefined)
    await world.advance(60_000)
    expect(await engine.resume('failing')).toBe(true)
    expect(await engine.prune({ endedForMs: 1_000 })).toBe(0)
    expect(await engine.inspect('failing')).toMatchObject({ status: 'queued', endedAtMs: null })
  })

  test('L3: a stub goes when no message has come for it for as long', async () => {
    const world = getWorld()
    const { engine } = world.boot('A', [quick])
    await engine.send('one', 'topic', 1)
    await engine.send('two', 'topic', 1)
    await world.advance(60_000)
    await engine.send('two', 'topic', 2)
    expect(await engine.prune({ endedForMs: 60_000 })).toBe(1)
    expect(await storedIds(world)).toEqual(['two'])
    expect(await world.rows('select workflow_id as id, number from engine.message order by number')).toEqual([
      { id: 'two', number: 1 },
      { id: 'two', number: 2 },
    ])
    await world.advance(60_000)
    expect(await engine.prune({ endedForMs: 60_000 })).toBe(1)
  })

  test('L3: it goes through the whole table once, whatever the size of its pages', async () => {
    const world = getWorld()
    const { engine, labels } = world.boot('A', [quick])
    for (const [limit, statements] of [
      [1, 26],
      [5, 6],
      [7, 4],
      [24, 2],
      [26, 1],
    ] as const) {
      await store(
        world,
        Array.from({ length: 25 }, (_, at) => ({
          id: numbered(at),
          status: at % 3 === 0 ? ('queued' as const) : ('failed' as const),
          ended: -1_000,
        })),
      )
      labels.splice(0)
      expect(await engine.prune({ endedForMs: 1_000, limit })).toBe(16)
      expect(labels).toEqual(Array(statements).fill('prune'))
      expect((await storedIds(world)).length).toBe(9)
      await world.rows('delete from engine.workflow')
    }
  })

  test('L3: a statement whose answer was lost is repeated, and the rest is deleted too', async () => {
    const world = getWorld()
    const { engine } = world.boot('A', [quick])
    await store(
      world,
      Array.from({ length: 10 }, (_, at) => ({ id: numbered(at), ended: -1_000 })),
    )
    let isFirst = true
    world.intercept = () => {
      const fate = isFirst ? 'answer-lost' : 'pass'
      isFirst = false
      return fate
    }
    const pruned = engine.prune({ endedForMs: 1_000, limit: 4 })
    await world.advance(1_000)
    expect(await pruned).toBe(6)
    expect(await storedIds(world)).toEqual([])
  })

  test('L3, E1, E8: a pruned ID is free again, and its keys are forgotten', async () => {
    const world = getWorld()
    const paid = workflow('paid', (ctx) => ctx.recv('payment'))
    const { engine } = world.boot('A', [quick, paid])
    void engine.run()
    const options = { idempotencyKey: 'evt_1' }
    await engine.start(paid, 'paid-1', null)
    await engine.send('paid-1', 'payment', 'first', options)
    await world.advance(1_000)
    expect(await engine.result('paid-1')).toBe('first')
    expect(await engine.prune({ endedForMs: 0 })).toBe(1)
    expect(await engine.inspect('paid-1')).toBeNull()
    expect(await engine.status('paid-1')).toBe('unknown')
    const handle = await engine.start(paid, 'paid-1', null)
    expect(handle.isNew).toBe(true)
    expect(await engine.send('paid-1', 'payment', 'second', options)).toMatchObject({ isNew: true })
    await world.advance(1_000)
    expect(await handle.result()).toBe('second')
  })

  test.each<[PruneOptions | Record<string, unknown>, string]>([
    [{}, 'endedForMs of prune is undefined'],
    [{ endedForMs: -1 }, 'endedForMs of prune is -1'],
    [{ endedForMs: Number.NaN }, 'endedForMs of prune is NaN'],
    [{ endedForMs: 0, limit: 0 }, 'limit of prune is 0'],
    [{ endedForMs: 0, limit: 1_001 }, 'limit of prune is 1001'],
  ])('G2: to prune %j is refused', async (options, message) => {
    const { engine, labels } = getWorld().boot('A', [quick])
    await expect(engine.prune(options as PruneOptions)).rejects.toThrow(message)
    expect(labels).toEqual([])
  })

  test('T2: within a transaction, to list, to inspect and to prune are clear errors', async () => {
    const world = getWorld()
    const methods = ['list', 'inspect', 'prune'] as const
    const within = workflow('within', (ctx) =>
      ctx.transaction('look', async () => {
        const calls = [engine.list(), engine.inspect('within-1'), engine.prune({ endedForMs: 0 })]
        return (await Promise.allSettled(calls)).map((call) =>
          call.status === 'rejected' ? (call.reason as { readonly method: string }).method : null,
        )
      }),
    )
    const { engine } = world.boot('A', [within])
    expect(await (await engine.start(within, 'within-1', null)).result()).toEqual(methods)
  })
}
