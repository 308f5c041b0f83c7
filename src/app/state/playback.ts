/** Moves the cursor while the page is playing. */
import { isKeptBack } from '../store/opening.ts'
import type { Page } from './page-state.ts'
import type { PageStore } from './store.ts'

/** Real milliseconds for one event at speed 1; longer than any motion that an event causes. */
const eventMs = 480

/** In the opening, real milliseconds more at its fault: long enough to see it before what comes of it moves on. */
const holdMs = 600

/** @returns A function that ends it. */
export function drivePlayback(store: PageStore): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const beat = () => {
    store.getState().tick()
    arm()
  }
  const arm = () => {
    clearTimeout(timer)
    const page = store.getState()
    timer = page.playing ? setTimeout(beat, eventMs / page.speed + (holdsAt(page) ? holdMs : 0)) : undefined
  }
  const unsubscribe = store.subscribe((state, before) => {
    if (state.playing !== before.playing || state.speed !== before.speed) arm()
  })
  return () => {
    unsubscribe()
    clearTimeout(timer)
  }
}

/** Whether what the visitor has bet on has just happened. */
function holdsAt(page: Page): boolean {
  return isKeptBack(page) && page.run?.trace[page.cursor - 1]?.what.kind === 'fault'
}
