/** Customers and what they do, in words. */
import type { CustomerFacts } from '../state/catalogue.ts'

/** In the order in which customers come. */
const names = ['Alice', 'Bob']

/** `Alice pays, Bob leaves`. */
export function customerWords(customers: readonly string[], behaviours: readonly CustomerFacts[]): string {
  return customers
    .map((behaviour, at) => {
      const title = behaviours.find(({ name }) => name === behaviour)?.title ?? behaviour
      return `${names[at] ?? 'Another customer'} ${title}`
    })
    .join(', ')
}
