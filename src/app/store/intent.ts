/**
 * The first sign that a visitor will ask for a run: the pointer or the focus is on a gap of the graph or on what places
 * faults, or a bet was made. Postgres is loaded and started from there on, so that its megabytes are on the way before
 * the question comes; where data is to be saved nothing of it is loaded earlier.
 */
import type { PageStore } from '../state/store.ts'

/** Gaps, and what is marked as a place to break a run from. */
const places = '[data-gap], [data-intent]'

/** @returns a function that ends it */
export function followIntent(store: PageStore, document: Document): () => void {
  const listening = new AbortController()
  const want = () => {
    listening.abort()
    unsubscribe()
    store.getState().wantPostgres()
  }
  const look = ({ target }: Event) => {
    if (target instanceof Element && target.closest(places) !== null) want()
  }
  const unsubscribe = store.subscribe(({ opening }) => {
    if (opening !== null && opening.bet !== null) want()
  })
  for (const kind of ['pointerover', 'focusin'])
    document.addEventListener(kind, look, { signal: listening.signal, passive: true })
  return () => {
    listening.abort()
    unsubscribe()
  }
}
