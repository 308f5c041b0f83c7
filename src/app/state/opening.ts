/** Which experiment the page opens on. */
import { defaultInput, type Input, type Link, type View } from '#simulator'
import type { Catalogue } from './catalogue.ts'

/**
 * The link's input; the opening experiment where the link names none. One that names something is never given a fault
 * that it did not bring, however little of it could be read.
 * @param text The link as it came.
 * @param linked What was read of it.
 */
export function openingInput(catalogue: Catalogue, text = '', linked: Input = defaultInput): Input {
  const namesInput =
    /[?&#](implementation|plan|customers|stock|servers|seed|settleMs|payment-settles|guards)=/.test(text)
  return namesInput ? linked : (catalogue.embedded[0]?.input ?? defaultInput)
}

/** Said of a link that would put the atlas into somebody's page. */
export const atlasEmbedded = 'The atlas cannot be embedded: one lane of the link’s run is shown instead.'

/**
 * How a link is looked at: a bare address opens on the comparison, and one that says no view on one lane. One lane or
 * all can be embedded; the atlas has more to it than a frame holds.
 */
export function openingView(text: string, { view, embed }: Link): View {
  if (embed && view === 'atlas') return 'focus'
  return namesAnything(text) ? view : 'compare'
}

/** Whether an address says what to open; a bare one may carry what other sites add. */
function namesAnything(text: string): boolean {
  const fields =
    /[?&#](version|scenario|implementation|plan|customers|stock|servers|seed|settleMs|payment-settles|guards|cursor|view|program|ask|atlas|embed)=/
  return fields.test(text)
}

/**
 * Whether a visit starts with the opening: the address asks for nothing, and nobody was here before.
 * @param last the link that a visit before this one ended with
 */
export function isFirstVisit(text: string, last: string | null, hasSeenOpening: boolean): boolean {
  return isBareAddress(text) && last === null && !hasSeenOpening
}

/**
 * Whether an address has no link at all. One with a hash that cannot be read has a link, and is told so; what other
 * sites add to the query is none.
 */
export function isBareAddress(text: string): boolean {
  return !/#./.test(text) && !namesAnything(text)
}
