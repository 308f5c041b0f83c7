import { expect, test } from 'vitest'
import { compile } from './compile.ts'
import type { Graph, GraphNode } from './graph.ts'
import { sketch } from './testing/sketch.ts'
import { durableSource, editedSource, naiveSource, settlingSource } from './testing/sources.ts'

const graphOf = (source: string): Graph => compile(source, 'test.ts').graph
const find = (graph: Graph, title: string): GraphNode | undefined =>
  graph.nodes.find((node) => node.title === title)

/** The body of a workflow. */
const inWorkflow = (body: string): string[] => sketch(`workflow('w', async (ctx, input) => { ${body} })`)

test('a workflow in a factory', () => {
  expect(sketch(durableSource)).toEqual([
    '[checkout] -> createOrder',
    'createOrder -> reserveInventory',
    'reserveInventory -!reserved-> rejectOrder',
    'rejectOrder -> (out of stock)',
    'reserveInventory -reserved-> createSession',
    'createSession -> setEvent',
    'setEvent -> recv payment',
    'recv payment -timeout-> closeSession',
    'closeSession -> payment.status?',
    'recv payment -message-> payment.status?',
    'payment.status? -paid-> fulfillOrder',
    'fulfillOrder -> (fulfilled)',
    'payment.status? -else-> undoOrder',
    'undoOrder -> (cancelled)',
  ])
})

test('handlers in a factory', () => {
  expect(sketch(naiveSource)).toEqual([
    '[POST /checkout] -> createOrder',
    'createOrder -> reserveInventory',
    'reserveInventory -!reserved-> rejectOrder',
    "rejectOrder -> (409 { error: 'out of stock' })",
    'reserveInventory -reserved-> stripe.checkout.sessions.create',
    'stripe.checkout.sessions.create -> saveSession',
    'saveSession -> (200 { url: session.url })',
    '[POST /webhook] -> stripe.webhooks.constructEvent',
    'stripe.webhooks.constructEvent -…completed-> fulfillOrder',
    'stripe.webhooks.constructEvent -…expired-> undoOrder',
    'fulfillOrder -> (200 ok)',
    'undoOrder -> (200 ok)',
    'stripe.webhooks.constructEvent -else-> (200 ok)',
    'stripe.webhooks.constructEvent ~throws~> (400 bad signature)',
  ])
})

test('a fork, a loop without end, a switch, an error that is caught', () => {
  expect(sketch(settlingSource).slice(7)).toEqual([
    'setEvent 2 -> recv payment',
    'recv payment -timeout-> expireSession',
    'expireSession -> payment?.payment_status?',
    'retrieveSession -> payment?.payment_status?',
    'recv payment -message-> payment?.payment_status?',
    'payment?.payment_status? -paid-> |Promise.all|',
    '|Promise.all| -> fulfillOrder',
    '|Promise.all| -> sendReceipt',
    'fulfillOrder -> |all done|',
    'sendReceipt -> |all done|',
    '|all done| -> (fulfilled)',
    'sleep -> pollSession',
    'pollSession -not paid-> settled.status?',
    'settled.status? -expired-> (never paid)',
    'pollSession -paid-> fulfillOrder 2',
    'fulfillOrder 2 -> (fulfilled late)',
    'payment?.payment_status? -else-> undoOrder 2',
    'undoOrder 2 -> (cancelled)',
    'expireSession ~throws~> retrieveSession',
    'payment?.payment_status? -unpaid-> sleep',
    'settled.status? =else=> sleep',
  ])
})

test('helpers, closures, retries, recursion, a table, a finally', () => {
  expect(sketch(editedSource).toSorted()).toEqual(
    [
      '[checkout] -> createOrder',
      'createOrder -> each [i, item] of items.entries()?',
      'each [i, item] of items.entries()? -next-> reserve … #…',
      'reserve … #… -!ok-> (out of stock)',
      'reserve … #… =ok=> each [i, item] of items.entries()?',
      'each [i, item] of items.entries()? -done-> n < MAX?',
      'n < MAX? -no-> (!last)',
      'n < MAX? -yes-> createSession',
      'createSession ~throws~> sleep',
      'sleep => n < MAX?',
      'createSession -> notify',
      'notify -> |Promise.all|',
      '|Promise.all| -> recv payment',
      '|Promise.all| -> riskCheck',
      'recv payment -> |all done|',
      'riskCheck -> |all done|',
      '|all done| -> payment?',
      'payment? -no-> poll',
      'payment? -yes-> payment.status?',
      "poll -> s.status !== 'open' || depth > 5?",
      "s.status !== 'open' || depth > 5? -no-> sleep 2",
      "s.status !== 'open' || depth > 5? -yes-> payment.status?",
      'sleep 2 =↻ settle=> poll',
      'payment.status? -paid-> fulfill',
      'payment.status? -expired-> undo',
      'fulfill -> risk?.high && !cart.trusted?',
      'undo -> risk?.high && !cart.trusted?',
      'fulfill ~throws~> notify 2',
      'undo ~throws~> notify 2',
      'risk?.high && !cart.trusted? ~yes~> notify 2',
      'risk?.high && !cart.trusted? -no-> setEvent',
      'notify 2 ~throws~> setEvent',
      'setEvent ~rethrows~> (!throws)',
      'setEvent -goes on-> cart.items.length > 1?',
      'cart.items.length > 1? -yes-> (many)',
      'cart.items.length > 1? -no-> (one)',
    ].toSorted(),
  )
  const { groups, nodes } = graphOf(editedSource)
  expect(groups.map(({ title }) => title)).toEqual([
    'reserveAll',
    'retrying',
    'callback',
    'notify',
    'settle',
    'finishPaid',
    'finishExpired',
    'notify',
  ])
  const session = nodes.find(({ title }) => title === 'createSession')
  expect(groups.find(({ id }) => id === session?.group)?.parent).toBe(groups[1]?.id)
})

test.each<[string, string, string[]]>([
  [
    'what reaches nothing vanishes',
    'let n = 0; if (input) n = 1; for (const x of input) n += x; while (n) n--; await ctx.step("a", f)',
    ['[w] -> a', 'a -> (done)'],
  ],
  ['what is never reached is not drawn', 'return "x"; await ctx.step("a", f)', ['[w] -> (x)']],
  [
    'a guard is an exit',
    'if (!input) return "empty"; await ctx.step("a", f)',
    ['[w] -> input?', 'input? -no-> (empty)', 'input? -yes-> a', 'a -> (done)'],
  ],
  [
    'what is known chooses',
    'let paid = false; const a = await ctx.step("a", f); if (a) { await ctx.step("b", f); paid = true } if (paid) return "yes"; return "no"',
    ['[w] -> a', 'a -a-> b', 'b -> (yes)', 'a -!a-> (no)'],
  ],
  [
    'nothing is known of what a loop changes',
    'let ok = false; while (!ok) { ok = await ctx.step("a", f) } return "x"',
    ['[w] -> ok?', 'ok? -no-> a', 'ok? -yes-> (x)', 'a => ok?'],
  ],
  [
    'a ternary of operations',
    'return input ? await ctx.step("a", f) : ctx.step("b", f)',
    ['[w] -> input?', 'input? -yes-> a', 'a -> (done)', 'input? -no-> b', 'b -> (done) 2'],
  ],
  [
    'an operation behind &&',
    'input && (await ctx.step("a", f)); return "x"',
    ['[w] -> input?', 'input? -yes-> a', 'a -> (x)', 'input? -no-> (x)'],
  ],
  [
    'catch on a promise',
    'const a = await ctx.step("a", f).catch(() => ctx.step("b", f)); return "x"',
    ['[w] -> a', 'a -> (x)', 'b -> (x)', 'a ~throws~> b'],
  ],
  [
    'a promise that is awaited later',
    'const a = api.get(); await ctx.step("b", f); await a',
    ['[w] -> api.get', 'api.get -> b', 'b -> (done)'],
  ],
  [
    'for each of a list at once',
    'await Promise.all(input.map(async (item) => { await ctx.step("a", f) }))',
    ['[w] -> |Promise.all|', '|Promise.all| -each item-> a', 'a -> |all done|', '|all done| -> (done)'],
  ],
  [
    'branches with contexts of their own',
    'await Promise.all([ctx.branch(async (ctx) => { await ctx.step("a", f); await ctx.step("b", f) }), ctx.step("c", f)])',
    [
      '[w] -> |Promise.all|',
      '|Promise.all| -> a',
      'a -> b',
      '|Promise.all| -> c',
      'b -> |all done|',
      'c -> |all done|',
      '|all done| -> (done)',
    ],
  ],
  [
    'a labelled loop',
    'outer: for (;;) { for (;;) { const a = await ctx.step("a", f); if (a) break outer; await ctx.step("b", f) } } return "x"',
    ['a -!a-> b', 'a -a-> (x)', '[w] -> a', 'b => a'],
  ],
  [
    'do while',
    'do { await ctx.step("a", f) } while (input.more); return "x"',
    ['a -> input.more?', 'input.more? -no-> (x)', '[w] -> a', 'input.more? =yes=> a'],
  ],
  [
    'a case that falls through',
    'switch (input) { case 1: await ctx.step("a", f); case 2: await ctx.step("b", f) }',
    ['[w] -> input?', 'input? -1-> a', 'a -> b', 'input? -2-> b', 'b -> (done)', 'input? -else-> (done)'],
  ],
  [
    'recursion that goes on',
    'async function deep(n) { await ctx.step("a", f); await deep(n - 1); await ctx.step("b", f) } await deep(3)',
    ['[w] -> a', 'a -> ↻ deep', '↻ deep -> b', 'b -> (done)'],
  ],
  [
    'an unknown table',
    'await handlers[input.kind](input)',
    ['[w] -> handlers[input.kind]', 'handlers[input.kind] -> (done)'],
  ],
  [
    'a callback that runs later',
    'queue.push(async () => { await api.get() })',
    ['[w] -> queue.push', 'queue.push -> (done)'],
  ],
  [
    'a finally after returns',
    'try { const a = await ctx.step("a", f); if (a) return "x" } finally { await ctx.step("b", f) } return "y"',
    [
      '[w] -> a',
      'a -> b',
      'b -returns-> (x)',
      'b -goes on-> (y)',
      'b ~rethrows~> (!throws)',
      'a ~throws~> b',
    ],
  ],
])('%s', (_, body, expected) => {
  expect(inWorkflow(body).toSorted()).toEqual(expected.toSorted())
})

test('nodes say where they are and what they do inside', () => {
  const graph = graphOf(durableSource)
  expect(find(graph, 'createSession')).toMatchObject({
    kind: 'step',
    id: 'checkout/createSession#1',
    line: 9,
    column: 28,
    operation: 'createSession',
    rows: [
      {
        title: 'stripe.checkout.sessions.create',
        operation: 'stripe.checkout.sessions.create',
        line: 10,
        condition: null,
      },
    ],
  })
  expect(find(graph, 'recv payment')).toMatchObject({
    kind: 'recv',
    operation: 'recv:payment',
    detail: 'waits up to 30 min',
  })
  expect(find(graph, 'setEvent')).toMatchObject({
    kind: 'event',
    operation: 'event:checkout-url',
    detail: 'checkout-url',
  })
  expect(find(graph, 'fulfilled')).toMatchObject({ kind: 'end', outcome: 'return', text: 'fulfilled' })
  expect(find(graph, 'createOrder')).toMatchObject({ kind: 'transaction', rows: [{ title: 'createOrder' }] })
})

test('a wait with one of two time limits names both', () => {
  const edited = durableSource.replace(
    /timeoutMs: [^}]+ }/,
    'timeoutMs: late ? 3 * 86_400_000 : 30 * 60_000 }',
  )
  expect(find(graphOf(edited), 'recv payment')?.detail).toBe('waits up to 30 min or 3 days')
})

test('ids stay under edits elsewhere', () => {
  const before = graphOf(durableSource).nodes.map(({ id }) => id)
  const edited = durableSource.replace(
    "await ctx.setEvent('checkout-url', page.url)",
    "await ctx.setEvent('checkout-url', page.url)\n    await ctx.step('mail', () => mail.send())",
  )
  const after = graphOf(edited).nodes.map(({ id }) => id)
  expect(after.filter((id) => id !== 'checkout/mail#1')).toEqual(before)
})

test('the engine’s calls are labelled as it labels them', () => {
  const graph = graphOf(`app.post('/a', async (c) => {
    await engine.start(checkout, id, cart); await engine.getEvent(id, 'checkout-url'); await engine.send(id, 'payment', {})
  })`)
  const operations = graph.nodes.flatMap((node) => ('operation' in node ? [node.operation] : []))
  expect(operations).toEqual(['start:checkout', 'event:checkout-url', 'send:payment'])
})

test('functions that no entry leads to are entries', () => {
  const graph =
    graphOf(`export async function createOrder(tx, cart) { await tx.query({ label: 'createOrder', text: '' }) }
    export const pure = async () => 1
    export function factory(db) { const app = new Hono(); app.get('/x', (c) => c.text('ok')); return { app, async poll() { await db.query(due()) } } }`)
  expect(graph.entries.map(({ title, kind }) => `${kind} ${title}`)).toEqual([
    'handler GET /x',
    'function createOrder',
    'function poll',
  ])
  expect(find(graph, 'tx.query')?.detail).toBe('createOrder')
})

test('beyond 120 nodes a helper is a call, and that is said', () => {
  const calls = Array.from({ length: 70 }, () => 'await twice()').join('\n')
  const graph = graphOf(`async function twice() { await api.a(); await api.b() }
    app.get('/x', async (c) => { ${calls} })`)
  expect(graph.nodes.length).toBeLessThan(150)
  expect(graph.nodes.filter(({ kind }) => kind === 'opaque').length).toBeGreaterThan(10)
  expect(graph.notes.length).toBeGreaterThan(10)
})
