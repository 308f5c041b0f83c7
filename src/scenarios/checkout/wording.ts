/** The question that a run asks, and its answer: made from the plan, the verdicts and the rows that are left. */
import type { Fault, JsonRow, Run, Violation } from '#simulator'
import type { Asked } from '#simulator/scenario.ts'
import { clauseOf, customerName } from './clauses.ts'
import { toneOfViolated } from './invariants.ts'
import { whyPaymentWasNoticed } from './payment-noticed.ts'

/** About two lines of the question's type where it is narrowest on a desk. */
const mostLetters = 150

/**
 * Asks about what the faults aim at, unless something else came out wrong: then about that. Of a run that was stopped
 * before its end no rows are read: they are not what is left in the end.
 */
export function ask(run: Run): Asked {
  const violated = violationsIn(run)
  const topic = topicOf(run)
  if (violated.length === 0 && run.end.kind === 'cut-off')
    return {
      question: withFaults(topic.question, run),
      answer: `Not judged. ${run.end.why}`,
      tone: 'not-judged',
    }
  const told = topic.answer(run)
  const isWorse = violated.length > 0 && !told.isBad
  const { question, answer } = isWorse ? worst(violated, run) : { ...told, question: topic.question }
  return { question: withFaults(question, run), answer, tone: told.isBad ? 'violated' : toneOf(violated) }
}

/** The question after the faults that struck: one that never did is no part of what happened. */
function withFaults(question: string, run: Run): string {
  const struck = faultsOf(run)
  if (struck.length === 0) return question
  const clauses = capitalize(struck.map((fault) => clauseOf(fault, run)).join(', and '))
  const isShort = struck.length <= 2 && clauses.length + question.length + 2 <= mostLetters
  return `${isShort ? clauses : countOfFaults(struck.length, run.input.plan.length)}. ${question}`
}

/** `Four faults`; `Three of four faults happened`, since all four stand beside the question. */
function countOfFaults(struck: number, planned: number): string {
  if (struck === planned) return countOf(struck, 'fault')
  return `${numberWord(struck)} of ${countOf(planned, 'fault').toLowerCase()} happened`
}

function faultsOf(run: Run): readonly Fault[] {
  return run.input.plan.filter((_, index) => run.faults[index]?.fired === true)
}

interface Topic {
  readonly question: string
  answer(run: Run): { readonly answer: string; readonly isBad: boolean }
}

const topics: { readonly [name: string]: Topic } = {
  reserved: {
    question: 'Is it reserved twice?',
    answer(run) {
      const { taken, wanted, sold } = figures(run)
      if (taken > wanted)
        return { answer: `Yes. ${countOf(taken, 'mug')} taken for ${oneSale(sold)}.`, isBad: true }
      return { answer: taken === 0 ? 'No. Nothing is held.' : 'No. Reserved once.', isBad: false }
    },
  },
  shipped: {
    question: 'Is it shipped twice?',
    answer(run) {
      const { shipped, wanted } = figures(run)
      if (shipped > wanted)
        return { answer: `Yes. ${countOf(shipped, 'mug')} shipped, ${wanted} ordered.`, isBad: true }
      return { answer: shipped === 0 ? 'No. Nothing was shipped.' : 'No. Shipped once.', isBad: false }
    },
  },
  back: {
    question: 'Is it back in stock once?',
    answer(run) {
      const { taken, kept } = figures(run)
      if (taken === kept) return { answer: 'Yes. The stock adds up.', isBad: false }
      const difference = countOf(Math.abs(taken - kept), 'mug')
      return { answer: `No. ${difference} too ${taken > kept ? 'few' : 'many'} in stock.`, isBad: true }
    },
  },
  page: {
    question: 'Can the cart be paid twice?',
    answer(run) {
      const { pages, sold } = figures(run)
      if (violates(run, 'S9') || violates(run, 'S1')) return { answer: pagesAnswer(pages), isBad: true }
      const away = turnedAway(run)
      if (away !== null && sold === 0)
        return { answer: `No page, no payment: ${away} was turned away.`, isBad: true }
      return { answer: `No. ${countOf(pages, 'page')}, ${oneSale(sold)}.`, isBad: false }
    },
  },
  default: {
    question: '',
    answer(run) {
      const { charged, shipped, paid, sold } = figures(run)
      if (charged === 0 && paid > 0) return freeAnswer(shipped, paid)
      if (charged === 0)
        return {
          answer:
            shipped === 0
              ? 'Yes. No payment, so no mug: the stock is back.'
              : 'No. Shipped without a payment.',
          isBad: shipped > 0,
        }
      if (shipped === 0) return { answer: 'No. Paid, and nothing was shipped.', isBad: true }
      if (shipped !== paid) {
        const bill = capitalize(oneSale(sold))
        return { answer: `No. ${bill}, ${countOf(shipped, 'mug').toLowerCase()} shipped.`, isBad: true }
      }
      const why = shipped === 1 && sold === 1 ? whyPaymentWasNoticed(run) : null
      if (why !== null) return { answer: `Yes: ${why}.`, isBad: false }
      return { answer: `Yes. ${countOf(shipped, 'mug')}, ${oneSale(sold)}.`, isBad: false }
    },
  },
}

/** Of orders for which there was nothing to pay. @param due units that are to be shipped */
function freeAnswer(shipped: number, due: number): { answer: string; isBad: boolean } {
  if (shipped === due) return { answer: `Yes. ${countOf(shipped, 'mug')}, nothing to pay.`, isBad: false }
  if (shipped === 0) return { answer: 'No. Confirmed, and nothing was shipped.', isBad: true }
  return { answer: `No. ${countOf(shipped, 'mug')} shipped, ${due} ordered.`, isBad: true }
}

/** What the only fault aims at; with several, or none, the whole checkout. */
function topicOf(run: Run): Topic {
  const [fault, second] = faultsOf(run)
  const name =
    second === undefined && fault !== undefined
      ? topicNames.find(([pattern]) => pattern.test(fault.point.label))?.[1]
      : undefined
  const topic = topics[name ?? 'default']
  return topic === undefined || topic.question === ''
    ? { ...(topics['default'] as Topic), question: wholeQuestion(run) }
    : topic
}

/** What a checkout promises each customer: who never pays is to get nothing, and to be charged nothing. */
function wholeQuestion(run: Run): string {
  const [first, second] = run.input.customers.map((_, index) => customerName(index + 1))
  const paying = run.input.customers.filter((behaviour) => !neverPay.has(behaviour))
  const whom = second === undefined ? first : `${first} and ${second}`
  if (run.input.customers.includes('free-order'))
    return second === undefined
      ? `Does ${whom} get the free mug, once?`
      : `Do ${whom} each get what they ordered?`
  if (paying.length === 0)
    return `${second === undefined ? 'Is' : 'Are'} ${whom} charged nothing, and is the stock back?`
  if (second === undefined) return `Does ${whom} get one mug for one payment?`
  return `Do ${whom} each get ${paying.length < run.input.customers.length ? 'what they pay for' : 'one mug for one payment'}?`
}

/** Customers from whom no payment comes, whatever the shop does. */
const neverPay: ReadonlySet<string> = new Set([
  'leaves',
  'out-of-stock',
  'declines',
  'settles-never',
  'poison',
])

const topicNames: readonly (readonly [RegExp, string])[] = [
  [/reserveInventory/, 'reserved'],
  [/fulfillOrder/, 'shipped'],
  [/undoOrder/, 'back'],
  [/sessions\.create|createSession|saveSession/, 'page'],
]

/** Questions that violated invariants answer, the gravest first. */
const questions: readonly (readonly [
  id: string,
  question: string,
  answer: (rows: readonly JsonRow[]) => string,
])[] = [
  ['S1', 'Is she charged twice?', () => 'Yes. Charged twice.'],
  [
    'S4',
    'Does she get what she paid for, once?',
    (rows) =>
      Number(rows[0]?.['shipments']) === 0
        ? 'No. Paid, and nothing was shipped.'
        : `No. Shipped ${times(Number(rows[0]?.['shipments']))}.`,
  ],
  ['S2', 'Does the shop ship more mugs than it has?', () => 'Yes. It shipped more than it had.'],
  [
    'S3',
    'Does the stock still add up?',
    (rows) => `No. ${stockWords(Number(rows[0]?.['taken']) - Number(rows[0]?.['held_or_shipped']))}`,
  ],
  ['S7', 'Does the forged event have an effect?', () => 'Yes. It changed the tables.'],
  ['S9', 'Can the cart be paid twice?', (rows) => pagesAnswer(Number(rows[0]?.['open_sessions']))],
  ['S8', 'Does a step take effect twice?', () => 'Yes. One step was committed twice.'],
  ['S10', 'Does a server still write after it lost its workflow?', () => 'Yes. It wrote under an old epoch.'],
  [
    'S5',
    'Is an unpaid mug back in stock?',
    (rows) => {
      const [held, shipped] = [Number(rows[0]?.['held'] ?? 0), Number(rows[0]?.['shipped'] ?? 0)]
      return shipped > 0
        ? `No. ${countOf(shipped, 'mug')} shipped for an unpaid order.`
        : `No. ${countOf(held, 'mug')} reserved for an unpaid order.`
    },
  ],
  [
    'S6',
    'Do orders and payments agree?',
    (rows) =>
      `No. ${rows[0]?.['order_id'] as string} is ${rows[0]?.['status'] as string}, but ${rows[0]?.['paid'] === true ? '' : 'not '}paid.`,
  ],
  ['S11', 'Is the mug paid before it is shipped?', () => 'No. It was shipped before the payment came.'],
  [
    'L1',
    'Does every order reach a final state?',
    (rows) =>
      `No. ${countOf(rows.length, 'order')} ${rows.length === 1 ? 'is' : 'are'} stuck as ${rows[0]?.['status'] as string}.`,
  ],
  ['L2', 'Does the run ever end?', () => 'No. It never ends.'],
  [
    'L3',
    'Does she get a payment page?',
    (rows) =>
      `No. ${rows[0]?.['customer'] as string} was turned away with ${countOf(Number(rows[0]?.['available']), 'mug').toLowerCase()} in stock.`,
  ],
]

function worst(violated: readonly Violation[], run: Run): { question: string; answer: string } {
  for (const [id, question, answer] of questions) {
    const verdict = violated.find((candidate) => candidate.id === id)
    if (verdict)
      return {
        question: question.replace('she', customerName(1)).replace('She', customerName(1)),
        answer: answer(verdict.rows),
      }
  }
  return {
    question: topics['default']?.question ?? '',
    answer: run.end.kind === 'settled' ? 'No.' : run.end.why,
  }
}

function toneOf(violated: readonly Violation[]): Asked['tone'] {
  return toneOfViolated(violated.map(({ id }) => id))
}

/** What was wanted, taken, shipped and charged in all. */
function figures(run: Run): {
  wanted: number
  taken: number
  shipped: number
  /** Units of the orders that are paid. */
  paid: number
  sold: number
  charged: number
  /** Payment pages that Stripe made. */
  pages: number
  /** Units that are held for an order or have been shipped. */
  kept: number
} {
  const sum = (table: string, column: string): number =>
    (run.tables[table] ?? []).reduce((total, row) => total + Number(row[column]), 0)
  const carts = new Map((run.tables['orders'] ?? []).map((row) => [row['cart_id'], Number(row['quantity'])]))
  const paidOrders = new Set(
    (run.tables['stripe.sessions'] ?? [])
      .filter((row) => row['payment_status'] === 'paid' || row['payment_status'] === 'no_payment_required')
      .map((row) => row['order_id']),
  )
  const taken = sum('inventory', 'initial_stock') - sum('inventory', 'stock')
  return {
    wanted: [...carts.values()].reduce((total, quantity) => total + quantity, 0),
    taken,
    shipped: sum('shipments', 'quantity'),
    paid: (run.tables['orders'] ?? [])
      .filter((row) => paidOrders.has(row['id'] ?? null))
      .reduce((total, row) => total + Number(row['quantity']), 0),
    sold: (run.tables['stripe.charges'] ?? []).length,
    charged: sum('stripe.charges', 'amount_cents'),
    pages: (run.tables['stripe.sessions'] ?? []).length,
    kept: sum('reservations', 'quantity') + sum('shipments', 'quantity'),
  }
}

function violates(run: Run, id: string): boolean {
  return violationsIn(run).some((verdict) => verdict.id === id)
}

/** A customer who got no page although she could have paid; null if there is none. */
function turnedAway({ trace }: Run): string | null {
  for (const { what } of trace)
    if (what.kind === 'violated' && what.invariant === 'L3') return what.rows[0]?.['customer'] as string
  return null
}

/** @param missing How many more left the stock than orders have. */
function stockWords(missing: number): string {
  if (missing === 1) return 'One mug is missing: no order has it.'
  if (missing > 1) return `${countOf(missing, 'mug')} are missing: no order has them.`
  return `${countOf(-missing, 'mug')} too many in stock.`
}

function pagesAnswer(pages: number): string {
  return `Yes. It has ${countOf(pages, 'payment page').toLowerCase()}.`
}

function oneSale(sold: number): string {
  return sold === 0 ? 'no payment' : sold === 1 ? 'one payment' : `${sold} payments`
}

function countOf(count: number, noun: string): string {
  return `${numberWord(count)} ${noun}${count === 1 ? '' : 's'}`
}

function numberWord(count: number): string {
  const numbers = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten']
  return numbers[count] ?? String(count)
}

function times(count: number): string {
  return count === 2 ? 'twice' : `${count} times`
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function violationsIn({ verdicts }: Run): readonly Violation[] {
  return verdicts.filter((verdict): verdict is Violation => verdict.outcome === 'violated')
}
