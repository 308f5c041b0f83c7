/** Inputs of all kinds, as fast-check draws them. */
import fc from 'fast-check'
import { defaultInput, type Input } from '#simulator'
import { checkoutCatalogue } from '../catalogue.ts'
import { randomPlan } from './random-faults.ts'

const { implementations, customers } = checkoutCatalogue

const customer = fc.constantFrom(...customers.map(({ name }) => name))

/** Any implementation with up to two guards switched, one or two customers, and up to three faults. */
export const randomInput: fc.Arbitrary<Input> = fc
  .constantFrom(...implementations)
  .chain(({ name, guards, labels }) =>
    fc.record({
      implementation: fc.constant(name),
      guards: fc
        .subarray([...guards], { maxLength: 2 })
        .map((switched) => Object.fromEntries(switched.map((guard) => [guard.name, !guard.default]))),
      customers: fc.array(customer, { minLength: 1, maxLength: 2 }),
      stock: fc.constantFrom(1, 2),
      plan: randomPlan(3, labels),
    }),
  )
  .map((drawn) => ({ ...defaultInput, ...drawn }))
