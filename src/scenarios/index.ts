/** The register that turns the names of an input into code. */
import { checkout } from './checkout/index.ts'

export const scenario = checkout
export const { vocabulary, ask } = checkout
