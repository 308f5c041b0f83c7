/** The register that turns the names of an input into code. `catalogue.ts` is its light half. */
export { checkout as scenario } from './checkout/index.ts'
