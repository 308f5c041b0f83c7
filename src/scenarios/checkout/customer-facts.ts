/** Customers’ names and what the page says of them; `customers.ts` has what they do. */
import type { CustomerFacts } from '#simulator/scenario.ts'

export const customerFacts = [
  { name: 'pays', title: 'pays' },
  { name: 'leaves', title: 'leaves without paying' },
  { name: 'out-of-stock', title: 'orders more mugs than there are' },
  { name: 'declines', title: 'has a card that is refused' },
  { name: 'second-card', title: 'is declined, and pays by another card' },
  { name: 'pays-late', title: 'pays at the last moment' },
  { name: 'settles-later', title: 'pays by a method that settles later', settlesLater: true },
  { name: 'settles-never', title: 'pays by a method that fails later', settlesLater: true },
  { name: 'double-clicks', title: 'double-clicks' },
  { name: 'pays-both', title: 'double-clicks and pays both pages' },
  { name: 'retries', title: 'clicks again and again' },
  { name: 'gives-up', title: 'gives up after the first error' },
  { name: 'free-order', title: 'has nothing to pay' },
  { name: 'poison', title: 'has a cart that Stripe refuses' },
] as const satisfies readonly CustomerFacts[]

export type CustomerName = (typeof customerFacts)[number]['name']
