/**
 * The address is the state: the store follows it, and it follows the store.
 *
 * It is written when the input changes (a new entry, so that Back undoes it) and when the cursor rests (the same
 * entry), never for each event: browsers limit how often it may be written.
 */
import { formatInput, formatLink, type Input, type Run } from '#simulator'
import { linkedPlace } from './place.ts'
import type { PageStore } from './store.ts'

/** The cursor must rest this long before the address follows it. Milliseconds. */
const restMs = 400

export interface LinkOptions {
  readonly ask?: boolean
  readonly embed?: boolean
}

/**
 * A run at a cursor as the part of an address after `#`. A link that asks first does not lead to the end, where the
 * answer can be read off the rows.
 */
export function linkTo(run: Run, cursor: number, { ask = false, embed = false }: LinkOptions = {}): string {
  return formatLink({
    input: run.input,
    cursor: ask && cursor >= run.trace.length ? null : linkedPlace(run, cursor),
    view: 'focus',
    ask,
    embed,
    program: run.programHash,
  })
}

/** Opens what the address says, and keeps both in step from then on. @returns A function that ends it. */
export function followAddress(store: PageStore, window: Window): () => void {
  const { location, history } = window
  let timer: number | undefined
  /** The address as it was last read or written: what comes from it need not be written back. */
  let current = location.search + location.hash
  let written: Input | null = null

  const read = () => {
    const text = location.search + location.hash
    if (text === current) return
    current = text
    written = null
    store.getState().open(text)
  }

  const write = () => {
    const { run, cursor, playing, answers, embed } = store.getState()
    if (run === null) return
    const isSame = written !== null && sameInput(written, run.input)
    if (isSame && playing) return
    const link = `#${linkTo(run, cursor, { ask: answers === 'hidden', embed })}`
    written = run.input
    if (link === current) return
    current = link
    const address = location.pathname + link
    if (isSame) history.replaceState(null, '', address)
    else history.pushState(null, '', address)
  }

  const unsubscribe = store.subscribe((state, before) => {
    const fields = ['run', 'cursor', 'playing', 'answers'] as const
    if (fields.every((field) => state[field] === before[field])) return
    window.clearTimeout(timer)
    if (before.run === null || (written === null && state.run !== null)) {
      // What the address asked for has come: it says so already.
      written = state.run?.input ?? null
      return
    }
    const hasChanged = state.run !== null && written !== null && !sameInput(state.run.input, written)
    timer = window.setTimeout(write, hasChanged ? 0 : restMs)
  })
  window.addEventListener('hashchange', read)
  window.addEventListener('popstate', read)
  store.getState().open(current)
  return () => {
    unsubscribe()
    window.clearTimeout(timer)
    window.removeEventListener('hashchange', read)
    window.removeEventListener('popstate', read)
  }
}

function sameInput(one: Input, other: Input): boolean {
  return JSON.stringify(formatInput(one)) === JSON.stringify(formatInput(other))
}
