/** How customers behave. They are part of the workload, not faults. */
import type { Answer, CustomerBehaviour, Shopper } from '#simulator/scenario.ts'
import type { Cart } from './shop.ts'

const mugCents = 1800

/** Somebody who sees an error tries again, a little more patiently each time; then they give up. */
const patienceMs = [5_000, 10_000, 20_000, 40_000]

export const customers: readonly CustomerBehaviour[] = [
  { name: 'pays', title: 'pays', act: (shopper) => shop(shopper, cartOf(shopper, 1), pay) },
  {
    name: 'leaves',
    title: 'leaves without paying',
    act: (shopper) => shop(shopper, cartOf(shopper, 1), leave),
  },
  {
    name: 'out-of-stock',
    title: 'wants more than there is',
    act: (shopper) => shop(shopper, cartOf(shopper, shopper.stock + 1), pay),
  },
]

function cartOf({ number }: Shopper, quantity: number): Cart {
  return { id: `cart-${number}`, sku: 'mug', quantity, amountCents: quantity * mugCents }
}

/** Clicks “buy” until there is an answer, then goes on to Stripe's page. */
async function shop(
  shopper: Shopper,
  cart: Cart,
  atPage: (shopper: Shopper, url: string) => Promise<void>,
): Promise<void> {
  for (const waitMs of [...patienceMs, null]) {
    const answer = await shopper.post('checkout', { ...cart })
    const url = pageOf(answer)
    if (url !== null) return atPage(shopper, url)
    if (answer.status === 409) return shopper.note('leaves', 'Out of stock')
    if (waitMs === null) return shopper.note('gives up', 'Something went wrong')
    shopper.note(
      'will try again',
      answer.status === null ? 'This site can’t be reached' : 'Something went wrong',
    )
    await shopper.wait(waitMs)
  }
}

async function pay(shopper: Shopper, url: string): Promise<void> {
  shopper.note('opens Stripe’s page')
  await shopper.wait(20_000)
  const outcome = await shopper.pay(url)
  shopper.note(
    outcome === 'paid' ? 'is done' : 'leaves',
    outcome === 'paid' ? 'Thank you for your order' : 'This page has expired',
  )
}

async function leave(shopper: Shopper): Promise<void> {
  shopper.note('opens Stripe’s page')
  await shopper.wait(20_000)
  shopper.note('leaves without paying')
}

function pageOf(answer: Answer): string | null {
  if (answer.status !== 200) return null
  const { body } = answer
  return typeof body === 'object' && body !== null && 'url' in body && typeof body.url === 'string'
    ? body.url
    : null
}
