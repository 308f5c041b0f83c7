/** What each question and answer claims, asked of the final rows and the trace. */
import type { JsonRow, Run } from '#simulator'
import type { Answer, AskedMessage, Question } from '../words/messages.ts'

/** Sentences about what a message claims and the run does not show; none if it is right. */
export function unshown({ question, answer, faults }: AskedMessage, run: Run): readonly string[] {
  const fired = faults.every((position) => run.faults[position]?.fired === true)
  return [
    ...(fired ? [] : ['a fault that never struck']),
    ...(asksOfThisRun(question, run) ? [] : [`question ${JSON.stringify(question)}`]),
    ...(isShown(answer, run) ? [] : [`answer ${JSON.stringify(answer)}`]),
  ]
}

function asksOfThisRun(question: Question, run: Run): boolean {
  switch (question.id) {
    case 'each-served':
      return (
        question.customers.length === run.input.customers.length &&
        question.isFree === run.input.customers.includes('free-order')
      )
    case 'violated':
      return isViolated(run, question.invariant) && whose(question, run).includes(question.customer)
    default:
      return faultsStruck(run) === 1
  }
}

/** Customers to whom the rows that violate an invariant belong; all of them where the rows are nobody's. */
function whose({ invariant }: Extract<Question, { id: 'violated' }>, run: Run): readonly string[] {
  if (!['S1', 'S4', 'L3'].includes(invariant)) return ['Alice', 'Bob']
  return violatingRows(run, invariant).map((row) => {
    const cart = row['cart_id'] ?? ordersOf(run).find(({ id }) => id === row['order_id'])?.['cart_id']
    return row['customer'] === 'Bob' || cart === 'cart-2' ? 'Bob' : 'Alice'
  })
}

function isShown(answer: Answer, run: Run): boolean {
  const rows = (table: string) => run.tables[table] ?? []
  const payments = rows('stripe.charges').length
  const pages = rows('stripe.sessions').length
  const shipped = total(rows('shipments'), 'quantity')
  const taken = total(rows('inventory'), 'initial_stock') - total(rows('inventory'), 'stock')
  const missing = taken - accounted(run)
  const of = (table: string, column: string, value: string) =>
    rows(table).filter((row) => row[column] === value)
  switch (answer.id) {
    case 'not-judged':
      return run.end.kind === 'cut-off' && run.end.why === answer.why
    case 'taken-too-many':
      return taken === answer.taken && payments === answer.payments && taken > ordered(run)
    case 'nothing-held':
      return taken === 0 && accounted(run) === 0
    case 'reserved-once':
      return taken > 0 && taken <= ordered(run) && missing === 0
    case 'nothing-shipped':
      return shipped === 0
    case 'shipped-once':
      return shipped > 0 && most(rows('shipments'), 'order_id') === 1
    case 'shipped-too-many':
      return shipped === answer.shipped && ordered(run) === answer.ordered && shipped > answer.ordered
    case 'stock-adds-up':
      return missing === 0
    case 'stock-off':
    case 'units-missing':
      return missing === answer.missing && missing !== 0
    case 'stock-was-off':
      return missing === 0 && isViolated(run, 'S3')
    case 'cart-pages':
      return of('stripe.sessions', 'cart_id', answer.cart).length === answer.pages && answer.pages > 1
    case 'no-page':
      return payments === 0 && isTurnedAway(run, answer.customer)
    case 'pages':
      return pages === answer.pages && payments === answer.payments
    case 'no-payment':
      return (
        payments === 0 && shipped === 0 && missing === 0 && taken === 0 && !(answer.isPromised && paying(run))
      )
    case 'shipped-unpaid':
      return payments === 0 && shipped > 0
    case 'paid-unshipped':
      return payments > 0 && settledOrders(run).some((id) => of('shipments', 'order_id', id).length === 0)
    case 'shipped-otherwise':
      return payments === answer.payments && shipped === answer.shipped
    case 'free-shipped':
      return (
        payments === 0 &&
        settledOrders(run).length > 0 &&
        shipped === answer.shipped &&
        // A “Yes” says that each customer of a free order got a parcel.
        (!answer.isAll ||
          rows('shipments').length >= run.input.customers.filter((each) => each === 'free-order').length)
      )
    case 'free-unshipped':
      return payments === 0 && settledOrders(run).length > 0 && shipped === 0
    case 'free-otherwise':
      return payments === 0 && shipped === answer.shipped && shipped !== answer.confirmed
    case 'sold-after':
      return payments === 1 && shipped === 1 && rows('shipments').length === 1
    case 'sold':
      return (
        payments === answer.payments &&
        shipped === answer.shipped &&
        (!answer.isAll || settledOrders(run).every((id) => of('shipments', 'order_id', id).length === 1))
      )
    case 'cart-charged':
      return of('stripe.charges', 'cart_id', answer.cart).length === answer.payments && answer.payments > 1
    case 'order-shipped':
      return of('shipments', 'order_id', answer.order).length === answer.parcels && answer.parcels > 1
    case 'sold-out':
      return shipped >= answer.shipped && answer.shipped > answer.stock
    case 'unsigned-effect':
      return (run.trace[answer.event - 1]?.changes.length ?? 0) > 0 || commits(run, answer.event)
    case 'step-twice':
      return violatingRows(run, 'S8').some(({ commits: times }) => Number(times) === answer.commits)
    case 'old-epoch':
      return rows('engine.step_checkpoint').some((row) => Number(row['epoch']) === answer.epoch)
    case 'unpaid-shipped':
      return (
        !isSettled(run, answer.order) &&
        total(of('shipments', 'order_id', answer.order), 'quantity') === answer.units
      )
    case 'unpaid-held':
      return (
        !isSettled(run, answer.order) &&
        total(of('reservations', 'order_id', answer.order), 'quantity') === answer.units
      )
    case 'order-differs':
      return (
        of('orders', 'id', answer.order)[0]?.['status'] === answer.status &&
        isSettled(run, answer.order) === answer.isPaid
      )
    case 'shipped-first':
      return of('shipments', 'order_id', answer.order).length > 0
    case 'stuck':
      return answer.orders.every(({ id, status }) => of('orders', 'id', id)[0]?.['status'] === status)
    case 'endless':
      return run.end.kind !== 'settled'
    case 'turned-away':
      return isTurnedAway(run, answer.customer)
  }
}

function ordersOf({ tables }: Run): readonly JsonRow[] {
  return tables['orders'] ?? []
}

/** Units that the carts with an order asked for. */
function ordered(run: Run): number {
  const carts = [...new Set(ordersOf(run).map((row) => row['cart_id']))]
  return carts.reduce<number>(
    (sum, cart) => sum + Number(ordersOf(run).findLast((row) => row['cart_id'] === cart)?.['quantity']),
    0,
  )
}

/** Units of the orders that hold or have shipped some. */
function accounted(run: Run): number {
  const having = [...(run.tables['reservations'] ?? []), ...(run.tables['shipments'] ?? [])]
  const has = (order: JsonRow) => having.some((row) => row['order_id'] === order['id'])
  return total(ordersOf(run).filter(has), 'quantity')
}

function settledOrders(run: Run): readonly string[] {
  return ordersOf(run).flatMap(({ id }) => (typeof id === 'string' && isSettled(run, id) ? [id] : []))
}

/** Whether an order is paid, or costs nothing. */
function isSettled(run: Run, order: string): boolean {
  return (run.tables['stripe.sessions'] ?? []).some(
    (row) =>
      row['order_id'] === order &&
      row['status'] === 'complete' &&
      (row['payment_status'] === 'paid' || row['payment_status'] === 'no_payment_required'),
  )
}

/** Whether a customer has a good card, a cart that the shop can sell, and means to pay. */
function paying({ input }: Run): boolean {
  const unable = ['leaves', 'out-of-stock', 'declines', 'settles-never', 'poison']
  return input.customers.some((customer) => !unable.includes(customer))
}

function isViolated({ verdicts }: Run, invariant: string): boolean {
  return verdicts.some(({ id, outcome }) => id === invariant && outcome === 'violated')
}

function violatingRows({ trace, verdicts }: Run, invariant: string): readonly JsonRow[] {
  const seen = trace.flatMap(({ what }) =>
    what.kind === 'violated' && what.invariant === invariant ? what.rows : [],
  )
  const judged = verdicts.flatMap((verdict) =>
    verdict.id === invariant && verdict.outcome === 'violated' ? verdict.rows : [],
  )
  return [...seen, ...judged]
}

function isTurnedAway(run: Run, customer: string): boolean {
  return violatingRows(run, 'L3').some((row) => row['customer'] === customer)
}

function faultsStruck({ trace }: Run): number {
  return new Set(trace.flatMap(({ what }) => (what.kind === 'fault' ? [what.fault] : []))).size
}

/** Whether the transaction that an event commits changed rows. */
function commits({ trace }: Run, event: number): boolean {
  const commit = trace[event - 1]?.what
  if (commit?.kind !== 'commit') return false
  return trace.some(
    ({ what, changes }) =>
      what.kind === 'statement' && what.transaction === commit.transaction && changes.length > 0,
  )
}

/** How often the most frequent value of a column is there. */
function most(rows: readonly JsonRow[], column: string): number {
  return Math.max(0, ...rows.map((row) => rows.filter((other) => other[column] === row[column]).length))
}

function total(rows: readonly JsonRow[], column: string): number {
  return rows.reduce((sum, row) => sum + Number(row[column] ?? 0), 0)
}
