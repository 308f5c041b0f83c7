/** The question that a run asks, and its answer: made from the plan, the verdicts and the rows that are left. */
import type { Fault, JsonRow, Run, Verdict } from '#simulator'
import type { Asked } from '#simulator/scenario.ts'

/** Asks about what the faults aim at, unless something else came out wrong: then about that. */
export function ask(run: Run): Asked {
  const clauses =
    run.input.plan.length > 2
      ? [`${run.input.plan.length} faults`]
      : run.input.plan.map((fault) => clauseOf(fault, run))
  const before = clauses.length === 0 ? '' : `${capitalize(clauses.join(', and '))}. `
  const violated = run.verdicts.filter(({ holds }) => !holds)
  const topic = topicOf(run)
  const told = topic.answer(run)
  if (violated.length === 0 || told.isBad)
    return { question: before + topic.question, answer: told.answer, tone: toneOf(violated) }
  const first = violated[0]
  const { question, answer } =
    first === undefined ? { question: topic.question, answer: told.answer } : worst(violated, run)
  return { question: before + question, answer, tone: toneOf(violated) }
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
  page: {
    question: 'Can the cart be paid twice?',
    answer: (run) =>
      violates(run, 'S9') || violates(run, 'S1')
        ? { answer: 'Yes. It has two pages to pay on.', isBad: true }
        : { answer: 'No. One page, one payment.', isBad: false },
  },
  default: {
    question: '',
    answer(run) {
      const { charged, shipped, paid, sold } = figures(run)
      if (charged === 0)
        return {
          answer: shipped === 0 ? 'Yes. No payment, no mug, stock is back.' : 'No. Shipped, and nobody paid.',
          isBad: shipped > 0,
        }
      if (shipped === 0) return { answer: 'No. Paid, and nothing was shipped.', isBad: true }
      if (shipped !== paid) {
        const bill = capitalize(oneSale(sold))
        return { answer: `No. ${bill}, ${countOf(shipped, 'mug').toLowerCase()} shipped.`, isBad: true }
      }
      return { answer: `Yes. ${countOf(shipped, 'mug')}, ${oneSale(sold)}.`, isBad: false }
    },
  },
}

/** What the only fault aims at; with several, or none, the whole checkout. */
function topicOf(run: Run): Topic {
  const [fault] = run.input.plan
  const name =
    run.input.plan.length === 1 && fault !== undefined
      ? topicNames.find(([pattern]) => pattern.test(fault.point.label))?.[1]
      : undefined
  const topic = topics[name ?? 'default']
  return topic === undefined || topic.question === ''
    ? { ...(topics['default'] as Topic), question: wholeQuestion(run) }
    : topic
}

/** What a checkout promises each customer. */
function wholeQuestion(run: Run): string {
  const [first, second] = run.input.customers.map((_, index) => nameOf(index + 1))
  return second === undefined
    ? `Does ${first} get one mug for one payment?`
    : `Do ${first} and ${second} each get one mug for one payment?`
}

const topicNames: readonly (readonly [RegExp, string])[] = [
  [/reserveInventory/, 'reserved'],
  [/fulfillOrder/, 'shipped'],
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
  ['S2', 'Is more sold than there was?', () => 'Yes. More was shipped than there was.'],
  [
    'S3',
    'Does the stock still add up?',
    (rows) =>
      `No. ${countOf(Number(rows[0]?.['taken']), 'mug')} taken, ${Number(rows[0]?.['held_or_shipped'])} accounted for.`,
  ],
  ['S7', 'Does anybody believe the forged event?', () => 'Yes. It changed the tables.'],
  ['S9', 'Can the cart be paid twice?', () => 'Yes. It has two pages to pay on.'],
  ['S8', 'Does a step take effect twice?', () => 'Yes. One step was committed twice.'],
  ['S10', 'Does a server write that has lost its workflow?', () => 'Yes. An old epoch wrote.'],
  [
    'S5',
    'Is an unpaid mug back in stock?',
    (rows) => `No. ${countOf(Number(rows[0]?.['held'] ?? 0), 'mug')} held for an order that nobody pays.`,
  ],
  ['S6', 'Do orders and payments agree?', () => 'No. The order says one thing, Stripe another.'],
  [
    'L1',
    'Does every order come to an end?',
    (rows) => `No. ${countOf(rows.length, 'order')} stuck as ${rows[0]?.['status'] as string}.`,
  ],
  ['L2', 'Does it ever come to rest?', () => 'No. It goes on for ever.'],
]

function worst(violated: readonly Verdict[], run: Run): { question: string; answer: string } {
  for (const [id, question, answer] of questions) {
    const verdict = violated.find((candidate) => candidate.id === id)
    if (verdict)
      return {
        question: question.replace('she', nameOf(1)).replace('She', nameOf(1)),
        answer: answer(verdict.rows),
      }
  }
  return { question: topics['default']?.question ?? '', answer: run.failure ?? 'No.' }
}

/** Stuck: an order hangs, but nothing was charged, shipped or counted wrongly. */
function toneOf(violated: readonly Verdict[]): Asked['tone'] {
  if (violated.length === 0) return 'holds'
  return violated.every(({ id }) => ['L1', 'L2', 'S5'].includes(id)) ? 'stuck' : 'violated'
}

/** `Server A dies right after reserving a mug for Alice`. */
function clauseOf(fault: Fault, run: Run): string {
  const { label, subject, occurrence } = fault.point
  const customer = nameOf(Number(/\d+$/.exec(subject)?.[0] ?? 1))
  const again = occurrence === 1 ? '' : ` (time ${occurrence})`
  const deed = doing(label, customer)
  const before = `right before ${deed.replace(', not yet committed', '')}${again}`
  const at = `at ${deed.replace(', not yet committed', '')}${again}`
  const message = `${messageName(label)}`
  switch (fault.kind) {
    case 'crash-before':
      return `${whoOf(fault, run)} dies ${before}`
    case 'crash-after':
      return `${whoOf(fault, run)} dies right after ${deed}${again}`
    case 'freeze':
      return `${whoOf(fault, run)} freezes for ${minutes(fault.forMs)} ${before}`
    case 'clock-jump':
      return `${whoOf(fault, run)}’s clock jumps ${fault.byMs < 0 ? 'back' : 'ahead'} by ${minutes(Math.abs(fault.byMs))} ${before}`
    case 'deploy':
      return `${whoOf(fault, run)} gets new code ${before}`
    case 'ack-lost':
      return `Postgres’s answer is lost ${deed.startsWith('opening') ? 'on' : 'after'} ${deed}${again}`
    case 'serialization-failure':
      return `Postgres reports a serialization failure ${at}`
    case 'deadlock':
      return `Postgres reports a deadlock ${at}`
    case 'connection-lost':
      return `the connection to Postgres breaks ${at}`
    case 'disk-full':
      return `Postgres’s disk is full ${at}`
    case 'postgres-restart':
      return `Postgres restarts ${at}`
    case 'request-lost':
      return `the request to Stripe is lost ${at}`
    case 'response-lost':
      return `Stripe’s answer is lost after ${deed}${again}`
    case 'error-before':
      return `Stripe answers 500 and does nothing ${at}`
    case 'error-after':
      return `Stripe answers 500 although it did what was asked, ${at}`
    case 'rate-limited':
      return `Stripe answers 429 ${at}`
    case 'timeout':
      return `Stripe does not answer in time ${at}`
    case 'drop':
      return `${message} ${fault.tries === 'all' ? 'never arrives' : 'is lost'}${again}`
    case 'duplicate':
      return `${message} arrives twice${again}`
    case 'delay':
      return `${message} arrives ${minutes(fault.byMs)} late${again}`
    case 'overtake':
      return `${message} is overtaken by the next message${again}`
    case 'forge':
      return `somebody forges ${message}${again}`
    case 'replay':
      return `somebody sends ${message} again ${minutes(fault.byMs)} later${again}`
  }
}

/** Whom a fault of a process befell: the one that it names, or the one that was at work. */
function whoOf(fault: Fault, run: Run): string {
  if ('target' in fault) return fault.target === 'postgres' ? 'Postgres' : `Server ${fault.target}`
  const outcome = run.faults[run.input.plan.indexOf(fault)]
  const actor = outcome?.fired ? run.trace[outcome.event - 1]?.actor : undefined
  return actor?.role === 'server' ? `Server ${actor.name}` : 'the server'
}

/** What an operation does, after “right after”. */
function doing(label: string, customer: string): string {
  for (const [pattern, words] of deeds) if (pattern.test(label)) return words.replace('Alice', customer)
  return label
}

const deeds: readonly (readonly [RegExp, string])[] = [
  [/^commit:reserveInventory$/, 'reserving a mug for Alice'],
  [/^commit:createOrder$/, 'writing down Alice’s order'],
  [/^commit:fulfillOrder$/, 'shipping Alice’s mug'],
  [/^commit:undoOrder$/, 'putting Alice’s mug back'],
  [/^commit:rejectOrder$/, 'turning Alice’s order down'],
  [/^commit:saveSession$/, 'saving Alice’s payment page'],
  [/^begin:(\w+)$/, 'opening a transaction for Alice'],
  [/^checkpoint:createSession$/, 'recording Alice’s payment page'],
  [/^checkpoint:closeSession$/, 'recording that Alice’s payment page is closed'],
  [/^checkpoint:reserveInventory$/, 'recording that Alice’s mug is reserved, not yet committed'],
  [/^checkpoint:createOrder$/, 'recording that Alice’s order exists, not yet committed'],
  [/^checkpoint:fulfillOrder$/, 'recording that Alice’s mug is shipped, not yet committed'],
  [/^checkpoint:/, 'writing a checkpoint, not yet committed'],
  [/^reserveInventory/, 'reserving a mug for Alice, not yet committed'],
  [/^createOrder/, 'writing down Alice’s order, not yet committed'],
  [/^fulfillOrder/, 'shipping Alice’s mug, not yet committed'],
  [/^undoOrder/, 'putting Alice’s mug back, not yet committed'],
  [/^stripe\.checkout\.sessions\.create$/, 'asking Stripe for Alice’s payment page'],
  [/^stripe\.checkout\.sessions\.expire$/, 'closing Alice’s payment page at Stripe'],
  [/^stripe\.checkout\.sessions\.retrieve$/, 'asking Stripe whether Alice has paid'],
  [/^start:/, 'starting Alice’s checkout'],
  [/^claim$/, 'claiming a workflow'],
  [/^load:/, 'loading the checkpoints of Alice’s checkout'],
  [/^finish:/, 'finishing Alice’s checkout'],
  [/^send:/, 'handing on the news of Alice’s payment'],
  [/^recv:/, 'taking in the news of Alice’s payment'],
  [/^sleep:/, 'going to sleep until Alice pays'],
  [/^(event|get-event):/, 'publishing the address of Alice’s payment page'],
  [/^response:checkout$/, 'answering Alice'],
  [/^response:/, 'answering Stripe'],
  [/^now$/, 'reading the database’s clock'],
]

function messageName(label: string): string {
  if (label === 'request:checkout') return 'the request'
  if (label.startsWith('response:')) return 'the answer'
  return label.endsWith('expired') ? 'the webhook of the expiry' : 'the webhook of the payment'
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
} {
  const sum = (table: string, column: string): number =>
    (run.tables[table] ?? []).reduce((total, row) => total + Number(row[column]), 0)
  const carts = new Map((run.tables['orders'] ?? []).map((row) => [row['cart_id'], Number(row['quantity'])]))
  const paidOrders = new Set(
    (run.tables['stripe.sessions'] ?? [])
      .filter((row) => row['payment_status'] === 'paid')
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
  }
}

function violates(run: Run, id: string): boolean {
  return run.verdicts.some((verdict) => verdict.id === id && !verdict.holds)
}

function oneSale(sold: number): string {
  return sold === 0 ? 'no payment' : sold === 1 ? 'one payment' : `${sold} payments`
}

function countOf(count: number, noun: string): string {
  const numbers = ['No', 'One', 'Two', 'Three', 'Four']
  return `${numbers[count] ?? String(count)} ${noun}${count === 1 ? '' : 's'}`
}

function times(count: number): string {
  return count === 2 ? 'twice' : `${count} times`
}

function nameOf(number: number): string {
  return ['Alice', 'Bob'][number - 1] ?? `Customer ${number}`
}

/** `31 min`, or seconds below one. */
function minutes(ms: number): string {
  return ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1000} s`
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
