/** How customers behave. They are part of the workload, not faults. */
import type { Answer, CustomerBehaviour, Shopper } from '#simulator/scenario.ts'
import { customerFacts, type CustomerName } from './customer-facts.ts'
import { returnPath } from './payment-urls.ts'
import type { Cart } from './shop.ts'

const mugCents = 1800
/** Less than Stripe takes. */
const tooLittleCents = 10

/** Somebody who sees an error tries again, a little more patiently each time; then they give up. */
const patienceMs = [5_000, 10_000, 20_000, 40_000]
/** Somebody in a hurry clicks again whenever nothing has happened for this long. */
const hurryMs = 5_000
const hurriedClicks = 12
/** Just before the time to pay is over; and by then Stripe is slow to tell. */
const lateMs = 30 * 60_000 - 10_000
const slowWebhookMs = 20_000

const acts: { readonly [name in CustomerName]: CustomerBehaviour['act'] } = {
  pays: (shopper) => shop(shopper, pay),
  leaves: (shopper) => shop(shopper, leave),
  'out-of-stock': (shopper) => shop(shopper, pay, { cart: cartOf(shopper, shopper.stock + 1) }),
  declines: (shopper) => shop(shopper, isDeclined, { canPay: false }),
  'second-card': (shopper) => shop(shopper, payBySecondCard),
  'pays-late': (shopper) => shop(shopper, payLate),
  'settles-later': (shopper) => shop(shopper, payBySlowMethod('later')),
  'settles-never': (shopper) => shop(shopper, payBySlowMethod('later-fails')),
  'double-clicks': (shopper) => doubleClick(shopper, 'first'),
  'pays-both': (shopper) => doubleClick(shopper, 'both'),
  retries: hurry,
  'gives-up': (shopper) => shop(shopper, pay, { patience: [] }),
  'free-order': (shopper) => shop(shopper, pay, { cart: { ...cartOf(shopper), amountCents: 0 } }),
  poison: (shopper) =>
    shop(shopper, pay, { cart: { ...cartOf(shopper), amountCents: tooLittleCents }, canPay: false }),
}

export const customers: readonly CustomerBehaviour[] = customerFacts.map((facts) => ({
  ...facts,
  act: acts[facts.name],
}))

function cartOf({ number }: Shopper, quantity = 1): Cart {
  return { id: `cart-${number}`, sku: 'mug', quantity, amountCents: quantity * mugCents }
}

type AtPage = (shopper: Shopper, url: string) => Promise<void>

interface Wish {
  readonly cart?: Cart
  /** Pauses before each further try, milliseconds. */
  readonly patience?: readonly number[]
  /** Whether their card and their cart are good. */
  readonly canPay?: boolean
}

/** Clicks “buy” until there is an answer, then goes on to Stripe's page. */
async function shop(
  shopper: Shopper,
  atPage: AtPage,
  { cart = cartOf(shopper), patience = patienceMs, canPay = true }: Wish = {},
): Promise<void> {
  for (const waitMs of [...patience, null]) {
    const answer = await shopper.post('checkout', { ...cart })
    const url = pageOf(answer)
    if (url !== null) return atPage(shopper, url)
    if (answer.status === 409) return leaves(shopper, cart, refusalIn(answer), canPay)
    if (waitMs === null) return givesUp(shopper, cart, canPay)
    shopper.note('will try again', troubleIn(answer))
    await shopper.wait(waitMs)
  }
}

/** A final no. */
function leaves(shopper: Shopper, cart: Cart, sees: string, canPay: boolean): void {
  shopper.note('leaves', sees)
  if (canPay) shopper.turnedAway(sees, cart.quantity, unitsFor(cart))
}

/** The end of their patience: the shop is to blame for it only if nothing was in its way any more. */
function givesUp(shopper: Shopper, cart: Cart, canPay: boolean): void {
  const isTroubled = shopper.isTroubled()
  shopper.note('gives up', 'Something went wrong')
  if (canPay && !isTroubled) shopper.turnedAway('gives up', cart.quantity, unitsFor(cart))
}

/** Units in stock, and those that are held for an order of this cart. */
function unitsFor({ id, sku }: Cart) {
  return {
    text: `select i.stock + coalesce((select sum(r.quantity) from reservations r
             join orders o on o.id = r.order_id where o.cart_id = $2 and r.sku = i.sku), 0) as available
           from inventory i where i.sku = $1`,
    values: [sku, id],
  }
}

/** Two clicks before anything has happened. */
async function doubleClick(shopper: Shopper, pays: 'first' | 'both'): Promise<void> {
  const cart = { ...cartOf(shopper) }
  const first = shopper.post('checkout', cart)
  await shopper.wait(200)
  shopper.note('clicks again')
  const second = shopper.post('checkout', cart)
  const urls = [pageOf(await first), pageOf(await second)].filter((url) => url !== null)
  const [page, other = page] = urls
  // Neither click helped: from here on it is one customer who tries again.
  if (page === undefined || other === undefined) return shop(shopper, pay)
  if (pays === 'first') return pay(shopper, page)
  await pay(shopper, page)
  shopper.note('finds the other tab still open')
  await pay(shopper, other)
}

/** Does not wait for an answer that does not come. */
async function hurry(shopper: Shopper): Promise<void> {
  const cart = { ...cartOf(shopper) }
  for (let clicks = 1; clicks <= hurriedClicks; clicks += 1) {
    const answer = await Promise.race([shopper.post('checkout', cart), nothingFor(shopper, hurryMs)])
    const url = pageOf(answer)
    if (url !== null) return pay(shopper, url)
    if (answer.status === 409) return leaves(shopper, cart, refusalIn(answer), true)
    shopper.note('clicks again', troubleIn(answer))
    if (answer.status !== null) await shopper.wait(1_000)
  }
  givesUp(shopper, cart, true)
}

async function nothingFor(shopper: Shopper, ms: number): Promise<Answer> {
  await shopper.wait(ms)
  return { status: null, why: 'nothing happened' }
}

async function pay(shopper: Shopper, url: string): Promise<void> {
  shopper.note('opens Stripe’s page')
  return payFrom(shopper, url)
}

async function payFrom(shopper: Shopper, url: string): Promise<void> {
  await shopper.wait(20_000)
  const { outcome, redirectUrl } = await shopper.pay(url)
  if (outcome === 'paid' || outcome === 'free')
    return isDone(shopper, url, redirectUrl, 'Thank you for your order')
  shopper.note('leaves', outcome === 'already-complete' ? 'You have paid already' : 'This page has expired')
}

/** Where Stripe sends them who have paid. The return page comes from the shop’s servers, any other is a file. */
async function isDone(
  shopper: Shopper,
  url: string,
  redirectUrl: string | null,
  sees: string,
): Promise<void> {
  const { pathname, search } = new URL(redirectUrl ?? url)
  if (pathname !== returnPath) return shopper.note('is done', sees)
  await shopper.redirected(url)
  const answer = await shopper.get('return', pathname + search)
  const isShown = answer.status === 200 && typeof answer.body === 'string'
  shopper.note('is done', isShown ? answer.body : troubleIn(answer))
}

async function payLate(shopper: Shopper, url: string): Promise<void> {
  shopper.note('opens Stripe’s page')
  await shopper.wait(lateMs)
  const { outcome, redirectUrl } = await shopper.pay(url, { webhookAfterMs: slowWebhookMs })
  if (outcome === 'paid') return isDone(shopper, url, redirectUrl, 'Thank you for your order')
  shopper.note('leaves', 'This page has expired')
}

function payBySlowMethod(method: 'later' | 'later-fails'): AtPage {
  return async (shopper, url) => {
    shopper.note('opens Stripe’s page')
    await shopper.wait(20_000)
    const { outcome, redirectUrl } = await shopper.pay(url, { method })
    if (outcome === 'processing')
      return isDone(shopper, url, redirectUrl, 'Thank you, your payment is under way')
    shopper.note('leaves', 'This page has expired')
  }
}

/** Stripe leaves the page open after a declined card, and tells of it by no event of the page. */
async function payBySecondCard(shopper: Shopper, url: string): Promise<void> {
  shopper.note('opens Stripe’s page')
  await shopper.wait(20_000)
  const { outcome } = await shopper.pay(url, { method: 'declined' })
  if (outcome !== 'declined') return shopper.note('leaves', 'This page has expired')
  shopper.note('tries another card', 'Your card was declined')
  return payFrom(shopper, url)
}

async function isDeclined(shopper: Shopper, url: string): Promise<void> {
  shopper.note('opens Stripe’s page')
  await shopper.wait(20_000)
  await shopper.pay(url, { method: 'declined' })
  shopper.note('leaves without paying', 'Your card was declined')
}

async function leave(shopper: Shopper): Promise<void> {
  shopper.note('opens Stripe’s page')
  await shopper.wait(20_000)
  shopper.note('leaves without paying')
}

function troubleIn(answer: Answer): string {
  if (answer.status !== null) return 'Something went wrong'
  return answer.why === 'nothing happened' ? 'The page is still loading' : 'This site can’t be reached'
}

/** What the shop says where it sells nothing. */
function refusalIn(answer: Answer): string {
  const isOutOfStock =
    answer.status !== null &&
    typeof answer.body === 'object' &&
    answer.body !== null &&
    'error' in answer.body &&
    answer.body['error'] === 'out of stock'
  return isOutOfStock ? 'Out of stock' : 'We cannot take this order'
}

function pageOf(answer: Answer): string | null {
  if (answer.status !== 200) return null
  const { body } = answer
  return typeof body === 'object' && body !== null && 'url' in body && typeof body.url === 'string'
    ? body.url
    : null
}
