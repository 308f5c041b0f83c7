import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile } from './compile.ts'
import * as frames from './frame.ts'
import type { Program } from './graph.ts'
import { locate } from './locate.ts'
import { run } from './testing/run.ts'
import { durableSource, editedSource, settlingSource } from './testing/sources.ts'

/** A world in which every call is an operation that takes a random number of turns. */
function world(waits: () => number, seen: (name: string, frame: frames.Frame | null) => void) {
  const pause = async (): Promise<void> => {
    for (let left = waits(); left > 0; left -= 1)
      await (left % 2 === 0 ? new Promise((go) => setImmediate(go)) : null)
  }
  const operation = async (name: string, result: unknown): Promise<unknown> => {
    seen(name, frames.currentFrame())
    await pause()
    if (waits() === 4 && name !== 'done') throw new Error('bad luck')
    return result
  }
  const anything: unknown = new Proxy(() => undefined, {
    get: (_, key) => (key === Symbol.toPrimitive ? () => 'x' : key === 'then' ? undefined : anything),
    apply: () => anything,
  })
  const ctx = {
    transaction: (name: string) => operation(name, { id: 'o', status: 'paid' }),
    step: async (name: string, body: (tools: unknown) => unknown) => {
      await operation(name, null)
      await body({})
      return { status: waits() > 1 ? 'open' : 'paid', payment_status: waits() > 1 ? 'unpaid' : 'paid' }
    },
    setEvent: (name: string) => operation(name, null),
    recv: (name: string) => operation(name, waits() > 2 ? null : { status: 'paid', payment_status: 'paid' }),
    sleep: () => operation('sleep', null),
  }
  const globals = Object.fromEntries(
    [
      'stripe',
      'mail',
      'api',
      'reserve',
      'createOrder',
      'reserveInventory',
      'rejectOrder',
      'fulfillOrder',
      'undoOrder',
      'pageFor',
      'closePage',
      'fulfill',
      'undo',
    ].map((name) => [name, anything]),
  )
  return { ctx, globals }
}

/** What the source calls a node: the name given to the context's method. */
function nameOf(program: Program, nodeId: string | null): string {
  const node = program.graph.nodes.find(({ id }) => id === nodeId)
  if (!node) return 'none'
  return node.kind === 'event' ? (node.detail ?? '') : node.title.replace('recv ', '').replace(/ ….*/, '')
}

test.each([
  ['durable', durableSource],
  ['settling', settlingSource],
  ['edited', editedSource],
])('every operation of interleaved runs of %s is tied to its own node', async (_, source) => {
  const program = compile(source, 'test.ts')
  let operations = 0
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.nat(4)), fc.integer({ min: 2, max: 6 }), async (stream, count) => {
      const { ctx, globals } = world(
        () => stream.next().value as number,
        (name, frame) => {
          const { nodeId, line } = locate(program, frame)
          expect(nameOf(program, nodeId)).toBe(name.replace(/ .*/, ''))
          expect(line).not.toBeNull()
          operations += 1
        },
      )
      const workflow = (__: string, body: (...args: unknown[]) => unknown): unknown => body
      const made = run(program.code, { ...globals, workflow })['checkout'] as (...args: unknown[]) => unknown
      const body = source === durableSource ? (made({}) as typeof made) : made
      const cart = { items: [{ sku: 'mug' }, { sku: 'cup' }], trusted: true }
      await Promise.allSettled(Array.from({ length: count }, async () => body(ctx, cart)))
    }),
    { numRuns: 100 },
  )
  expect(operations).toBeGreaterThan(200)
})

test('a helper that is drawn twice: the calls around decide', () => {
  const source = `async function notify(ctx, text) { await ctx.step('notify', () => mail.send(text)) }
workflow('w', async (ctx) => { await notify(ctx, 'a'); await notify(ctx, 'b') })`
  const program = compile(source, 'w.ts')
  const inner = source.indexOf('ctx.step') + 8
  const [first, second] = [source.indexOf("(ctx, 'a')"), source.indexOf("(ctx, 'b')")]
  const at = (site: number) => ({ site: inner, file: 'w.ts', parent: { site, file: 'w.ts', parent: null } })
  expect(locate(program, at(first))).toEqual({ nodeId: 'w/notify#1', row: null, line: 1 })
  expect(locate(program, at(second))).toEqual({ nodeId: 'w/notify#2', row: null, line: 1 })
})

test('a call within a step is its row, a call without a node is where it stands', () => {
  const program = compile(durableSource, 'd.ts')
  const step = durableSource.indexOf("ctx.step('createSession'") + 8
  const inner = durableSource.indexOf('sessions.create(') + 15
  const other = durableSource.indexOf('pageFor(order)') + 7
  const parent = { site: step, file: 'd.ts', parent: null }
  expect(locate(program, { site: inner, file: 'd.ts', parent })).toEqual({
    nodeId: 'checkout/createSession#1',
    row: 0,
    line: 10,
  })
  expect(locate(program, { site: other, file: 'd.ts', parent })).toEqual({
    nodeId: 'checkout/createSession#1',
    row: null,
    line: 10,
  })
  expect(locate(program, { site: 1, file: 'elsewhere.ts', parent })).toMatchObject({
    nodeId: 'checkout/createSession#1',
    line: 9,
  })
  expect(locate(program, { site: 1, file: 'elsewhere.ts', parent: null })).toEqual({
    nodeId: null,
    row: null,
    line: null,
  })
})
