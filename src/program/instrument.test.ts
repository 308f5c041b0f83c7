import { AsyncLocalStorage } from 'node:async_hooks'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as frames from './frame.ts'
import { compile } from './compile.ts'
import { run } from './testing/run.ts'

const load = (source: string, scope: Record<string, unknown> = {}): Record<string, unknown> =>
  run(compile(source, 'test.ts').code, scope)

/** The source's text before a site: `await op` for `await op()`. */
const chain = (source: string, frame: frames.Frame | null): string[] => {
  const found: string[] = []
  for (let at = frame; at; at = at.parent) {
    found.push(at.site < 0 ? at.file : (/[\w.$]+$/.exec(source.slice(0, at.site))?.[0] ?? '?'))
  }
  return found
}

/**
 * Every construct that can lose a frame. `op(label)` is an operation whose call must be the innermost frame:
 * each is called through a name of its own, `op.a1`, so that the site's text says which call it was.
 */
const torture = `
export async function made(op, helper, lib) {
  await op.a1()
  class Thing { constructor() { this.go = () => op.w1() } async run() { await this.go(); await super.toString(); await op.w2() } }
  const [x, y] = await Promise.all([op.b1(), op.b2(), inner(3)])
  const pending = op.c1()
  await op.c2()
  await pending
  await op.c3()
  try { await op.fail1() } catch { await op.d1() } finally { await op.d2() }
  await op.d3()
  for await (const item of lib.stream()) await op.e1()
  await op.e2()
  outer: for await (const item of lib.stream()) { await op.e3(); continue outer }
  await op.e4()
  await lib.transaction('t', async (tx) => { await op.f1(); await lib.pause(); await op.f2() })
  await lib.later({ go: async () => { await op.g1() } })
  const value = (await lib.maybe?.(() => op.h1()))?.toString()
  await lib.none?.(op.never())
  await op.h2()
  await helper?.again?.()
  await op.i1()
  await op.j1(await op.j2(), await op.j3())
  for (const n of numbers()) { await op.k1() }
  const made = await Promise.all([1, 2].map(async (n) => { await op.l1(); await op.l2(); return n }))
  await new Promise((resolve) => resolve(op.m1()))
  await lib.pause().then(() => op.n1())
  await op.fail2().catch(() => op.o1())
  await tag\`a\`
  await (Math.random() > 2 ? op.never() : op.p1())
  switch (await op.q1()) { default: await op.q2() }
  while (await op.r1() === 'again') await op.r2()
  const thing = new Thing(op); await thing.run()
  for await (const item of made2(op)) { await op.t1() }
  await op.t2()
  async function inner(n) { if (n > 0) { await op.s1(); return inner(n - 1) } await op.s2() }
  async function* made2() { for (let i = 0; i < 2; i++) { await op.u1(); yield i; await op.u2() } }
  function* numbers() { yield 1; yield 2 }
  function tag() { return op.v1() }
  return 'done'
}
`

interface Seen {
  readonly asked: string
  readonly chain: string[]
  readonly process: string
}

/** The world of one process; its operations take a random number of turns and of microtasks. */
function world(source: string, waits: () => number, witness: AsyncLocalStorage<string>, seen: Seen[]) {
  const pause = async (): Promise<void> => {
    for (let left = waits(); left > 0; left -= 1)
      await (left % 3 === 0 ? new Promise((go) => setImmediate(go)) : null)
  }
  const op = new Proxy(
    {},
    {
      get: (_, name: string) => async () => {
        seen.push({
          asked: name,
          chain: chain(source, frames.currentFrame()),
          process: witness.getStore() ?? 'none',
        })
        await pause()
        if (name.startsWith('fail')) throw new Error(name)
        return name
      },
    },
  )
  const lib = {
    pause,
    transaction: async (_: string, body: (tx: unknown) => unknown) => (await pause(), await body({})),
    later: async (what: { go: () => unknown }) => (await pause(), await what.go()),
    maybe: async (body: () => unknown) => (await pause(), await body()),
    async *stream() {
      for (let at = 0; at < 2; at += 1) {
        await pause()
        yield at
      }
      await pause()
    },
  }
  return { op, lib }
}

test('no operation of interleaved processes is tied to another call (F1–F3, AsyncLocalStorage as witness)', async () => {
  const made = load(torture)['made'] as (op: unknown, helper: unknown, lib: unknown) => Promise<unknown>
  const witness = new AsyncLocalStorage<string>()
  let operations = 0
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.nat(4)), fc.integer({ min: 2, max: 8 }), async (stream, count) => {
      const waits = (): number => stream.next().value as number
      const seen: Seen[] = []
      const { op, lib } = world(torture, waits, witness, seen)
      const one = (name: string): Promise<unknown> =>
        witness.run(name, () => {
          frames.setCurrentFrame({ site: -1, file: name, parent: null })
          return made(op, { again: () => lib.pause() }, lib)
        })
      const all = Array.from({ length: count }, (_, at) => one(`process ${at}`))
      expect(await Promise.all(all)).toEqual(Array(count).fill('done'))
      for (const { asked, chain: links, process } of seen) {
        expect(links[0]).toBe(`op.${asked}`)
        expect(links.at(-1)).toBe(process)
      }
      operations += seen.length
    }),
    { numRuns: 40 },
  )
  expect(operations).toBeGreaterThan(5000)
})

test('a callback runs within the call that it was given to', () => {
  const seen: string[][] = []
  const source = 'export const made = (lib, op) => { lib.twice(() => op.inside()); op.after() }'
  const op = new Proxy({}, { get: () => () => seen.push(chain(source, frames.currentFrame())) })
  frames.setCurrentFrame(null)
  const made = load(source)['made'] as (lib: unknown, op: unknown) => void
  made({ twice: (body: () => void) => (body(), body()) }, op)
  expect(seen).toEqual([['op.inside', 'lib.twice'], ['op.inside', 'lib.twice'], ['op.after']])
  expect(frames.currentFrame()).toBeNull()
})

test('a bound function keeps `this`, its parameters, its value and its errors', () => {
  const source = 'export const made = (lib) => lib.keep(function (a, b) { return [this.name, a, b] })'
  const made = load(source)['made'] as (lib: unknown) => (this: unknown, a: number, b: number) => unknown
  const kept = made({ keep: (body: unknown) => body })
  expect(kept.length).toBe(2)
  expect(kept.call({ name: 'x' }, 1, 2)).toEqual(['x', 1, 2])
})

test('short circuits stay short', () => {
  const source =
    'export const made = (a) => [a?.b(c()).d, a?.b(c())?.d, a?.[0](c()).d, a?.b.c(c()), (a?.b)?.(c())]'
  const made = load(source, { c: () => expect.unreachable() })['made'] as (a: unknown) => unknown
  expect(made(null)).toEqual([undefined, undefined, undefined, undefined, undefined])
})

test('lines stay, and columns up to the first call of a line', () => {
  const source =
    '// a comment\nconst a: number = 1\nexport async function f(x?: string) {\n  const y = await g(\n    x,\n    () => h(),\n  )\n  try {\n    y()\n  } catch {\n    return\n  }\n}\n'
  const { code } = compile(source, 'f.ts')
  const lines = code.split('\n')
  expect(lines[0]).toBe('// a comment')
  expect(lines[1]).toBe('const a         = 1')
  expect(lines[3]).toBe('  const y = __leave(__enter(90), await g(')
  expect(lines[5]).toBe('    __bind(() => __leave(__enter(110), h())),')
  expect(lines.length).toBe(source.split('\n').length + 3)
})

test('names of its own are refused', () => {
  expect(() => compile('const __enter = 1', 'f.ts')).toThrow('taken by Crashcart')
})
