/** Questions and answers in English: the only place in which they are. */
import type { Run } from '#simulator'
import { clauseOf } from '../clauses.ts'
import type { Answer, AskedMessage, PaymentNews, Question } from './messages.ts'

/** About two lines of the question's type where it is narrowest on a desk. */
const mostLetters = 150

/** The question after the faults that struck: one that never did is no part of what happened. */
export function questionWords({ question, faults }: AskedMessage, run: Run): string {
  const asks = bareQuestion(question)
  if (faults.length === 0) return asks
  const struck = faults.flatMap((position) => run.input.plan[position] ?? [])
  const clauses = capitalize(struck.map((fault) => clauseOf(fault, run)).join(', and '))
  const isShort = struck.length <= 2 && clauses.length + asks.length + 2 <= mostLetters
  return `${isShort ? clauses : countOfFaults(struck.length, run.input.plan.length)}. ${asks}`
}

/** `Four faults`; `Three of four faults happened`, since all four stand beside the question. */
function countOfFaults(struck: number, planned: number): string {
  if (struck === planned) return countOf(struck, 'fault')
  return `${numberWord(struck)} of ${countOf(planned, 'fault').toLowerCase()} happened`
}

function bareQuestion(question: Question): string {
  switch (question.id) {
    case 'reserved-twice':
      return 'Is it reserved twice?'
    case 'shipped-twice':
      return 'Is it shipped twice?'
    case 'back-once':
      return 'Is it back in stock once?'
    case 'payable-twice':
      return 'Can the cart be paid twice?'
    case 'each-served':
      return wholeQuestion(question)
    case 'violated':
      return violatedQuestion(question)
  }
}

/** What a checkout promises each customer: who never pays is to get nothing, and to be charged nothing. */
function wholeQuestion({ customers, paying, isFree }: Extract<Question, { id: 'each-served' }>): string {
  const [first, second] = customers
  const whom = second === undefined ? first : `${first} and ${second}`
  if (isFree)
    return second === undefined
      ? `Does ${whom} get the free mug, once?`
      : `Do ${whom} each get what they ${paying < customers.length ? 'confirmed' : 'ordered'}?`
  if (paying === 0)
    return `${second === undefined ? 'Is' : 'Are'} ${whom} charged nothing, and is the stock back?`
  if (second === undefined) return `Does ${whom} get one mug for one payment?`
  return `Do ${whom} each get ${paying < customers.length ? 'what they pay for' : 'one mug for one payment'}?`
}

function violatedQuestion({ invariant, customer }: Extract<Question, { id: 'violated' }>): string {
  const questions: { readonly [id: string]: string } = {
    S1: `Is ${customer} charged twice?`,
    S2: 'Does the shop ship more mugs than it has?',
    S3: 'Does the stock still add up?',
    S4: `Does ${customer} get what ${customer === 'Alice' ? 'she' : 'he'} paid for, once?`,
    S5: 'Is an unpaid mug back in stock?',
    S6: 'Do orders and payments agree?',
    S7: 'Does the forged event have an effect?',
    S8: 'Does a step take effect twice?',
    S9: 'Can the cart be paid twice?',
    S10: 'Does a server still write after it lost its workflow?',
    S11: 'Is the mug paid before it is shipped?',
    L1: 'Does every order reach a final state?',
    L2: 'Does the run ever end?',
    L3: `Does ${customer} get a payment page?`,
  }
  return questions[invariant] ?? ''
}

export function answerWords(answer: Answer): string {
  switch (answer.id) {
    case 'not-judged':
      return `Not judged. ${answer.why}`
    case 'taken-too-many':
      return `Yes. ${countOf(answer.taken, 'mug')} taken for ${payments(answer.payments)}.`
    case 'nothing-held':
      return 'No. Nothing is held.'
    case 'reserved-once':
      return 'No. Reserved once.'
    case 'nothing-shipped':
      return 'No. Nothing was shipped.'
    case 'shipped-once':
      return 'No. Shipped once.'
    case 'shipped-too-many':
      return `Yes. ${countOf(answer.shipped, 'mug')} shipped, ${answer.ordered} ordered.`
    case 'stock-adds-up':
      return 'Yes. The stock adds up.'
    case 'stock-off':
      return `No. ${countOf(Math.abs(answer.missing), 'mug')} too ${answer.missing > 0 ? 'few' : 'many'} in stock.`
    case 'units-missing':
      return `No. ${missingWords(answer.missing)}`
    case 'stock-was-off':
      return 'No. For a while it did not.'
    case 'cart-pages':
      return `Yes. It has ${countOf(answer.pages, 'payment page').toLowerCase()}.`
    case 'no-page':
      return `No page, no payment: ${answer.customer} was turned away.`
    case 'pages':
      if (answer.pages === 0) return 'Not even once: there is no payment page.'
      return `No. ${countOf(answer.pages, 'page')}, ${payments(answer.payments)}.`
    case 'no-payment':
      return `${answer.isPromised ? 'Yes. ' : ''}No payment, so no mug: the stock is back.`
    case 'shipped-unpaid':
      return 'No. Shipped without a payment.'
    case 'paid-unshipped':
      return 'No. Paid, and nothing was shipped.'
    case 'shipped-otherwise':
      return `No. ${capitalize(payments(answer.payments))}, ${countOf(answer.shipped, 'mug').toLowerCase()} shipped.`
    case 'free-shipped':
      return `${answer.isAll ? 'Yes. ' : ''}${countOf(answer.shipped, 'mug')}, nothing to pay.`
    case 'free-unshipped':
      return 'No. Confirmed, and nothing was shipped.'
    case 'free-otherwise':
      return `No. ${countOf(answer.shipped, 'mug')} shipped, ${numberWord(answer.confirmed).toLowerCase()} confirmed.`
    case 'sold-after':
      return `Yes: ${newsWords(answer.news)}.`
    case 'sold':
      return `${answer.isAll ? 'Yes. ' : ''}${countOf(answer.shipped, 'mug')}, ${payments(answer.payments)}.`
    case 'cart-charged':
      return `Yes. Charged ${times(answer.payments)}.`
    case 'order-shipped':
      return `No. Shipped ${times(answer.parcels)}.`
    case 'sold-out':
      return 'Yes. It shipped more than it had.'
    case 'unsigned-effect':
      return 'Yes. It changed the tables.'
    case 'step-twice':
      return `Yes. One step was committed ${times(answer.commits)}.`
    case 'old-epoch':
      return 'Yes. It wrote under an old epoch.'
    case 'unpaid-shipped':
      return `No. ${countOf(answer.units, 'mug')} shipped for an unpaid order.`
    case 'unpaid-held':
      return `No. ${countOf(answer.units, 'mug')} reserved for an unpaid order.`
    case 'order-differs':
      return `No. ${answer.order} is ${answer.status}, but ${answer.isPaid ? '' : 'not '}paid.`
    case 'shipped-first':
      return 'No. It was shipped before the payment came.'
    case 'stuck':
      return stuckWords(answer)
    case 'endless':
      return 'No. It never ends.'
    case 'turned-away':
      return `No. ${answer.customer} was turned away with ${countOf(answer.available, 'mug').toLowerCase()} in stock.`
  }
}

/** @param missing How many more left the stock than orders have. */
function missingWords(missing: number): string {
  if (missing === 1) return 'One mug is missing: no order has it.'
  if (missing > 1) return `${countOf(missing, 'mug')} are missing: no order has them.`
  return `${countOf(-missing, 'mug')} too many in stock.`
}

function stuckWords({ orders }: Extract<Answer, { id: 'stuck' }>): string {
  const statuses = [...new Set(orders.map(({ status }) => status))]
  return `No. ${countOf(orders.length, 'order')} ${orders.length === 1 ? 'is' : 'are'} stuck as ${statuses.join(' and ')}.`
}

function newsWords(news: PaymentNews): string {
  if (news.from === 'shop') return 'the shop asked Stripe and found the payment'
  return `Stripe sent the webhook again ${durationOf(news.laterMs)} later`
}

/** Stripe's gaps between tries are minutes or hours. */
function durationOf(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes === 1) return 'a minute'
  if (minutes < 120) return `${minutes} minutes`
  return `${Math.round(minutes / 60)} hours`
}

function payments(count: number): string {
  return count === 0 ? 'no payment' : count === 1 ? 'one payment' : `${count} payments`
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
