/** Moves the cursor while the page is playing. */
import type { PageStore } from './store.ts'

/** Real milliseconds for one event at speed 1; longer than any motion that an event causes. */
const eventMs = 480

/** @returns A function that ends it. */
export function drivePlayback(store: PageStore): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const beat = () => {
    store.getState().tick()
    arm()
  }
  const arm = () => {
    clearTimeout(timer)
    const { playing, speed } = store.getState()
    timer = playing ? setTimeout(beat, eventMs / speed) : undefined
  }
  const unsubscribe = store.subscribe((state, before) => {
    if (state.playing !== before.playing || state.speed !== before.speed) arm()
  })
  return () => {
    unsubscribe()
    clearTimeout(timer)
  }
}
