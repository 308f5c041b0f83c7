/**
 * The first sign that a visitor will ask for a run: the pointer moves, or the focus is, on a gap of the graph or on what
 * places faults, or a bet was made. Postgres is loaded and started from there on, so that its megabytes are on the way
 * before the question comes; where data is to be saved nothing of it is loaded earlier.
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
  const look = (event: Event) => {
    const { target } = event
    if (target instanceof Element && target.closest(places) !== null && !isAtRest(event)) want()
  }
  const unsubscribe = store.subscribe(({ opening }) => {
    if (opening !== null && opening.bet !== null) want()
  })
  for (const kind of ['pointermove', 'pointerdown', 'focusin'])
    document.addEventListener(kind, look, { signal: listening.signal, passive: true })
  return () => {
    listening.abort()
    unsubscribe()
  }
}

/** A pointer that did not move: something else has come under it, as when the view changes after a click. */
function isAtRest(event: Event): boolean {
  return (
    event.type === 'pointermove' &&
    event instanceof PointerEvent &&
    event.movementX === 0 &&
    event.movementY === 0
  )
}
