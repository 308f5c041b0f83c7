/** What is left, in words: the rows that violate an invariant. */
import { whyUnsettled, type JsonRow, type Run } from '#simulator'
import type { Reason } from './reasons.ts'
import { listed, mugs, text, times } from './words.ts'

/** Without a full stop. */
export function leftWords({ invariant, rows }: Extract<Reason, { id: 'left' }>, run: Run): string {
  const words = rows.map((row) => rowWords(invariant, row, run))
  const statement = run.verdicts.find(({ id }) => id === invariant)?.statement ?? invariant
  const said = words.length === 0 ? (whyUnsettled(run) ?? statement) : words.join('; ')
  return said.replace(/\.$/, '')
}

function rowWords(id: string, row: JsonRow, run: Run): string {
  const number = (column: string) => Number(row[column] ?? 0)
  const order = text(row, 'order_id')
  switch (id) {
    case 'S1':
      return `${text(row, 'cart_id')} is charged ${times(number('charges'))}`
    case 'S2':
      return `${mugs(number('shipped'))} shipped, and there ${number('initial_stock') === 1 ? 'was' : 'were'} only ${number('initial_stock')}`
    case 'S3':
      return stockWords(number('taken'), number('held_or_shipped'))
    case 'S4':
      return number('shipments') === 0
        ? `${order} is ${paidWord(order, run)}, and nothing is shipped`
        : `${order} is ${paidWord(order, run)} once and shipped ${times(number('shipments'))}`
    case 'S5':
      return number('shipped') > 0
        ? `${order} is shipped, but not paid`
        : `${mugs(number('held'))} ${number('held') === 1 ? 'stays' : 'stay'} reserved for ${order}, and ${order} is never paid`
    case 'S6':
      return row['paid'] === true
        ? `${order} is ${text(row, 'status')}, but it is paid`
        : `${order} is ${text(row, 'status')}, but it is not paid`
    case 'S7':
      return 'An event that Stripe did not sign has changed rows'
    case 'S8':
      return `Step ${text(row, 'step')} of ${text(row, 'workflow_id')} has taken effect ${times(number('commits'))}`
    case 'S9':
      return `${text(row, 'cart_id')} has ${number('open_sessions')} open payment pages: ${listed(listOf(row['sessions']))}`
    case 'S10':
      return `Step ${text(row, 'step')} is recorded under epoch ${text(row, 'epoch')}, and the workflow is at ${text(row, 'workflow_epoch')}`
    case 'S11':
      return `${order} is shipped before its payment has come`
    case 'L1':
      return `${order} is stuck as ${text(row, 'status')}`
    case 'L3':
      return `${text(row, 'customer')} gets no payment page, and there ${number('available') === 1 ? 'is' : 'are'} ${mugs(number('available'))} for the order`
    default:
      return whyUnsettled(run) ?? text(row, 'what')
  }
}

/** How many units left the stock, and how many of them an order holds or has shipped. */
function stockWords(taken: number, accounted: number): string {
  if (taken < 0) return `The stock has ${mugs(-taken)} too many`
  const left = taken === 0 ? 'Nothing has' : `${mugs(taken)} ${taken === 1 ? 'has' : 'have'}`
  return `${left} left the stock, and orders account for ${accounted === 0 ? 'none' : accounted}`
}

function listOf(value: JsonRow[string] | undefined): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** Nobody pays for what costs nothing. */
function paidWord(order: string, { tables }: Run): string {
  const sessions = (tables['stripe.sessions'] ?? []).filter((row) => row['order_id'] === order)
  return sessions.some((row) => row['payment_status'] === 'paid') ? 'paid' : 'confirmed'
}
