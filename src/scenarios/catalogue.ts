/** What there is to know of the scenarios without running one. */
export { checkoutCatalogue as catalogue } from './checkout/catalogue.ts'
