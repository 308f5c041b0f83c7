/** The question that a run asks, and its answer: read from the plan, the verdicts and the rows that are left. */
import type { Json } from '#engine'
import type { JsonRow, Run, Violation } from '#simulator'
import type { Asked } from '#simulator/scenario.ts'
import { customerName } from './clauses.ts'
import { toneOfViolated } from './invariants.ts'
import { paymentNews } from './payment-noticed.ts'
import { answerWords, questionWords } from './words/english.ts'
import { figuresOf } from './words/figures.ts'
import type { Answer, AskedMessage, Question } from './words/messages.ts'

export function ask(run: Run): Asked {
  const message = askedOf(run)
  return {
    question: questionWords(message, run),
    answer: answerWords(message.answer),
    tone: message.tone,
  }
}

/**
 * Asks about what the faults aim at, unless something else came out wrong: then about that. Of a run that was stopped
 * before its end no rows are read: they are not what is left in the end.
 */
export function askedOf(run: Run): AskedMessage {
  const violated = violationsIn(run)
  const faults = run.faults.flatMap(({ fired }, position) => (fired ? [position] : []))
  const topic = topicOf(run, faults)
  if (violated.length === 0 && run.end.kind === 'cut-off')
    return {
      faults,
      question: topic.question,
      answer: { id: 'not-judged', why: run.end.why },
      tone: 'not-judged',
    }
  const answer = topic.answer(run)
  const isBad = badAnswers.has(answer.id)
  const worst = isBad ? null : worstOf(violated, run)
  const told = worst ?? { question: topic.question, answer }
  return { faults, ...told, tone: isBad ? 'violated' : toneOfViolated(violated.map(({ id }) => id)) }
}

interface Topic {
  readonly question: Question
  answer(run: Run): Answer
}

/** Answers to a topic that are a violation themselves: nothing worse is looked for. */
const badAnswers: ReadonlySet<Answer['id']> = new Set<Answer['id']>([
  'taken-too-many',
  'shipped-too-many',
  'stock-off',
  'cart-pages',
  'no-page',
  'shipped-unpaid',
  'paid-unshipped',
  'shipped-otherwise',
  'free-unshipped',
  'free-otherwise',
])

const reserved: Topic = {
  question: { id: 'reserved-twice' },
  answer(run) {
    const { taken, ordered, payments } = figuresOf(run)
    if (taken > ordered) return { id: 'taken-too-many', taken, payments }
    return { id: taken === 0 ? 'nothing-held' : 'reserved-once' }
  },
}

const shipped: Topic = {
  question: { id: 'shipped-twice' },
  answer(run) {
    const figures = figuresOf(run)
    if (figures.shipped > figures.ordered)
      return { id: 'shipped-too-many', shipped: figures.shipped, ordered: figures.ordered }
    return { id: figures.shipped === 0 ? 'nothing-shipped' : 'shipped-once' }
  },
}

const back: Topic = {
  question: { id: 'back-once' },
  answer(run) {
    const { missing } = figuresOf(run)
    return missing === 0 ? { id: 'stock-adds-up' } : { id: 'stock-off', missing }
  },
}

const page: Topic = {
  question: { id: 'payable-twice' },
  answer(run) {
    const { pages, payments } = figuresOf(run)
    const [twice] = violationsIn(run).filter(({ id }) => id === 'S9' || id === 'S1')
    if (twice !== undefined) return cartPages(twice.rows[0], run)
    const away = turnedAway(run)
    return away !== null && payments === 0
      ? { id: 'no-page', customer: away }
      : { id: 'pages', pages, payments }
  },
}

function whole(run: Run): Topic {
  const paying = run.input.customers.filter((behaviour) => !neverPay.has(behaviour)).length
  const customers = run.input.customers.map((_, index) => customerName(index + 1))
  const isFree = run.input.customers.includes('free-order')
  const question: Question = { id: 'each-served', customers, paying, isFree }
  return { question, answer: (ended) => wholeAnswer(ended, paying, customers.length) }
}

function wholeAnswer(run: Run, paying: number, customers: number): Answer {
  const { payments, shipped: units, paid } = figuresOf(run)
  // Of customers who do not all mean to order, each was promised what they confirmed.
  const isAll = paying < customers || rowsOf(run, 'shipments').length >= paying
  if (payments === 0 && paid > 0) return freeAnswer(units, paid, isAll)
  if (units === 0)
    return payments === 0 ? { id: 'no-payment', isPromised: paying === 0 } : { id: 'paid-unshipped' }
  if (payments === 0) return { id: 'shipped-unpaid' }
  if (units !== paid) return { id: 'shipped-otherwise', payments, shipped: units }
  const news = units === 1 && payments === 1 ? paymentNews(run) : null
  if (news !== null) return { id: 'sold-after', news }
  return { id: 'sold', shipped: units, payments, isAll }
}

/** Of orders for which there was nothing to pay. @param confirmed units of those that Stripe has confirmed */
function freeAnswer(shipped: number, confirmed: number, isAll: boolean): Answer {
  if (shipped === confirmed) return { id: 'free-shipped', shipped, isAll }
  return shipped === 0 ? { id: 'free-unshipped' } : { id: 'free-otherwise', shipped, confirmed }
}

/** What the only fault aims at; with several, or none, the whole checkout. */
function topicOf(run: Run, faults: readonly number[]): Topic {
  const [position, second] = faults
  const fault = second === undefined ? run.input.plan[position ?? -1] : undefined
  const found = fault && topics.find(([pattern]) => pattern.test(fault.point.label))?.[1]
  return found ?? whole(run)
}

const topics: readonly (readonly [RegExp, Topic])[] = [
  [/reserveInventory/, reserved],
  [/fulfillOrder/, shipped],
  [/undoOrder/, back],
  [/sessions\.create|createSession|saveSession/, page],
]

/** Customers from whom no payment comes, whatever the shop does. */
const neverPay: ReadonlySet<string> = new Set([
  'leaves',
  'out-of-stock',
  'declines',
  'settles-never',
  'poison',
])

/** What the rows that violate an invariant answer; the gravest first. */
const worstFirst: readonly (readonly [
  id: string,
  answer: (row: JsonRow, rows: readonly JsonRow[], run: Run) => Answer,
])[] = [
  ['S1', (row) => ({ id: 'cart-charged', cart: text(row['cart_id']), payments: Number(row['charges']) })],
  [
    'S4',
    (row) =>
      Number(row['shipments']) === 0
        ? { id: 'paid-unshipped' }
        : { id: 'order-shipped', order: text(row['order_id']), parcels: Number(row['shipments']) },
  ],
  ['S2', (row) => ({ id: 'sold-out', shipped: Number(row['shipped']), stock: Number(row['initial_stock']) })],
  [
    'S3',
    (_, __, run) => {
      // The stock may have been put right since.
      const { missing } = figuresOf(run)
      return missing === 0 ? { id: 'stock-was-off' } : { id: 'units-missing', missing }
    },
  ],
  ['S7', (row) => ({ id: 'unsigned-effect', event: Number(row['event']) })],
  ['S9', (row, _, run) => cartPages(row, run)],
  [
    'S8',
    (row) => ({
      id: 'step-twice',
      workflow: text(row['workflow_id']),
      step: text(row['step']),
      commits: Number(row['commits']),
    }),
  ],
  ['S10', (row) => ({ id: 'old-epoch', workflow: text(row['workflow_id']), epoch: Number(row['epoch']) })],
  [
    'S5',
    (row) => {
      const [held, sent] = [Number(row['held'] ?? 0), Number(row['shipped'] ?? 0)]
      const order = text(row['order_id'])
      return sent > 0
        ? { id: 'unpaid-shipped', order, units: sent }
        : { id: 'unpaid-held', order, units: held }
    },
  ],
  [
    'S6',
    (row) => ({
      id: 'order-differs',
      order: text(row['order_id']),
      status: text(row['status']),
      isPaid: row['paid'] === true,
    }),
  ],
  ['S11', (row) => ({ id: 'shipped-first', order: text(row['order_id']) })],
  [
    'L1',
    (_, rows) => ({
      id: 'stuck',
      orders: rows.map((row) => ({ id: text(row['order_id']), status: text(row['status']) })),
    }),
  ],
  ['L2', () => ({ id: 'endless' })],
  [
    'L3',
    (row) => ({ id: 'turned-away', customer: text(row['customer']), available: Number(row['available']) }),
  ],
]

function worstOf(violated: readonly Violation[], run: Run): Pick<AskedMessage, 'question' | 'answer'> | null {
  for (const [invariant, answer] of worstFirst) {
    const verdict = violated.find(({ id }) => id === invariant)
    if (verdict === undefined) continue
    const row = verdict.rows[0] ?? {}
    const question: Question = { id: 'violated', invariant, customer: customerOf(row, run) }
    return { question, answer: answer(row, verdict.rows, run) }
  }
  return null
}

/** Whose row it is: Alice's, unless it names another customer, or another one's cart or order. */
function customerOf(row: JsonRow, run: Run): string {
  if (typeof row['customer'] === 'string') return row['customer']
  const order = rowsOf(run, 'orders').find(({ id }) => id === row['order_id'])
  const cart = row['cart_id'] ?? order?.['cart_id']
  return customerName(typeof cart === 'string' ? Number(/\d+$/.exec(cart)?.[0] ?? 1) : 1)
}

function cartPages(row: JsonRow | undefined, run: Run): Answer {
  const cart = text(row?.['cart_id'])
  const pages = rowsOf(run, 'stripe.sessions').filter((session) => session['cart_id'] === cart).length
  return { id: 'cart-pages', cart, pages }
}

/** A customer who got no page although she could have paid; null if there is none. */
function turnedAway({ trace }: Run): string | null {
  for (const { what } of trace)
    if (what.kind === 'violated' && what.invariant === 'L3') return text(what.rows[0]?.['customer'])
  return null
}

function rowsOf({ tables }: Run, table: string): readonly JsonRow[] {
  return tables[table] ?? []
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null)
}

function violationsIn({ verdicts }: Run): readonly Violation[] {
  return verdicts.filter((verdict): verdict is Violation => verdict.outcome === 'violated')
}
