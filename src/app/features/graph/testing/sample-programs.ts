/** Graphs of the durable and the naive checkout, written by hand, to go with the sample runs. */
import type { EndNode, GraphEdge, GraphNode, OperationKind, PlainNode, ProgramFacts } from '#program'

type Link = readonly [from: string, to: string, label?: string, kind?: GraphEdge['kind']]

function program(
  file: string,
  entries: readonly (readonly [title: string, kind: 'workflow' | 'handler', nodes: readonly GraphNode[]])[],
  links: readonly Link[],
): ProgramFacts {
  return {
    file,
    source: entries.map(([title]) => `// ${title}\n`).join(''),
    hash: '0000000000000000',
    graph: {
      entries: entries.map(([title, kind]) => ({ id: title, title, kind, line: 1 })),
      nodes: entries.flatMap(([, , nodes]) => nodes),
      edges: links.map(([from, to, label, kind]) => ({
        id: `${from}>${to}`,
        from,
        to,
        label: label ?? null,
        kind: kind ?? 'flow',
      })),
      groups: [],
      notes: [],
    },
  }
}

const base = (entry: string, id: string, title: string, line: number, detail: string | null) => ({
  id: `${entry}/${id}`,
  entry,
  title,
  detail,
  line,
  column: 1,
  sites: [],
  via: [],
  group: null,
})

function operation(
  entry: string,
  kind: OperationKind,
  name: string,
  line: number,
  detail: string | null = null,
): GraphNode {
  const title = name.includes(':') ? name.slice(name.indexOf(':') + 1) : name
  return { ...base(entry, name, title, line, detail), kind, operation: name, rows: [] }
}

const plain = (
  entry: string,
  kind: PlainNode['kind'],
  id: string,
  title: string,
  line: number,
): PlainNode => ({
  ...base(entry, id, title, line, null),
  kind,
})

const end = (entry: string, text: string, line: number): EndNode => ({
  ...base(entry, `end:${text}`, text, line, null),
  kind: 'end',
  outcome: 'return',
  text,
})

const w = 'checkout'

/** The workflow of the durable checkout. */
export const durableProgram: ProgramFacts = program(
  'src/scenarios/checkout/workflow.ts',
  [
    [
      w,
      'workflow',
      [
        plain(w, 'start', 'start', 'checkout', 12),
        operation(w, 'transaction', 'createOrder', 14),
        operation(w, 'transaction', 'reserveInventory', 15),
        end(w, 'out of stock', 18),
        operation(w, 'step', 'createSession', 21),
        operation(w, 'event', 'setEvent:checkout-url', 30),
        operation(w, 'recv', 'recv:payment', 31, 'waits up to 30 min'),
        operation(w, 'step', 'expireSession', 36, 'asks Stripe first'),
        plain(w, 'decision', 'paid', "payment.status === 'paid'", 40),
        operation(w, 'transaction', 'fulfillOrder', 45),
        operation(w, 'transaction', 'undoOrder', 48),
        end(w, 'paid, shipped', 46),
        end(w, 'cancelled', 49),
      ],
    ],
  ],
  [
    [`${w}/start`, `${w}/createOrder`],
    [`${w}/createOrder`, `${w}/reserveInventory`],
    [`${w}/reserveInventory`, `${w}/createSession`, 'reserved'],
    [`${w}/reserveInventory`, `${w}/end:out of stock`, '!reserved'],
    [`${w}/createSession`, `${w}/setEvent:checkout-url`],
    [`${w}/setEvent:checkout-url`, `${w}/recv:payment`],
    [`${w}/recv:payment`, `${w}/paid`, 'message'],
    [`${w}/recv:payment`, `${w}/expireSession`, 'timeout'],
    [`${w}/expireSession`, `${w}/paid`],
    [`${w}/paid`, `${w}/fulfillOrder`, 'yes'],
    [`${w}/paid`, `${w}/undoOrder`, 'no'],
    [`${w}/fulfillOrder`, `${w}/end:paid, shipped`],
    [`${w}/undoOrder`, `${w}/end:cancelled`],
  ],
)

const p = 'POST /checkout'
const h = 'POST /webhook'

/** The two handlers of the naive checkout. */
export const naiveProgram: ProgramFacts = program(
  'src/scenarios/checkout/naive.ts',
  [
    [
      p,
      'handler',
      [
        plain(p, 'start', 'start', p, 10),
        operation(p, 'call', 'createOrder', 12),
        operation(p, 'call', 'reserveInventory', 13),
        operation(p, 'call', 'undoOrder', 14),
        end(p, '409 { error: "out of stock" }', 15),
        operation(p, 'call', 'stripe.checkout.sessions.create', 16),
        operation(p, 'call', 'saveSession', 20),
        end(p, '200 { url: session.url }', 21),
      ],
    ],
    [
      h,
      'handler',
      [
        plain(h, 'start', 'start', h, 24),
        plain(h, 'decision', 'type', 'event.type', 28),
        operation(h, 'call', 'fulfillOrder', 30),
        operation(h, 'call', 'undoOrder', 32),
        end(h, "200 'ok'", 34),
      ],
    ],
  ],
  [
    [`${p}/start`, `${p}/createOrder`],
    [`${p}/createOrder`, `${p}/reserveInventory`],
    [`${p}/reserveInventory`, `${p}/stripe.checkout.sessions.create`, 'yes'],
    [`${p}/reserveInventory`, `${p}/undoOrder`, 'no'],
    [`${p}/undoOrder`, `${p}/end:409 { error: "out of stock" }`],
    [`${p}/stripe.checkout.sessions.create`, `${p}/saveSession`],
    [`${p}/saveSession`, `${p}/end:200 { url: session.url }`],
    [`${h}/start`, `${h}/type`],
    [`${h}/type`, `${h}/fulfillOrder`, 'completed'],
    [`${h}/type`, `${h}/undoOrder`, 'expired'],
    [`${h}/type`, `${h}/end:200 'ok'`, 'else'],
    [`${h}/fulfillOrder`, `${h}/end:200 'ok'`],
    [`${h}/undoOrder`, `${h}/end:200 'ok'`],
  ],
)
