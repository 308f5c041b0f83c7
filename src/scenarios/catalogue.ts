/** What there is to know of the scenarios without running one. */
import type { ImplementationPrograms } from '#simulator/scenario.ts'
import { naivePrograms } from './checkout/opening-programs.ts'

export { checkoutCatalogue as catalogue } from './checkout/catalogue.ts'

/** Sources and graphs by the names of implementations. */
export type Programs = Readonly<Record<string, ImplementationPrograms>>

/** Those that the opening shows. */
export const openingPrograms: Programs = { naive: naivePrograms }

/** All of them. Rejects if their file does not come. */
export async function loadPrograms(): Promise<Programs> {
  return (await import('./checkout/programs.ts')).programs
}
