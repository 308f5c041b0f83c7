/**
 * The address is the state: the store follows it, and it follows the store.
 *
 * It is written when the input changes (a new entry, so that Back undoes it) and when the cursor rests (the same
 * entry), never for each event: browsers limit how often it may be written.
 */
import { formatLink, type Cursor, type Input, type Run, type View } from '#simulator'
import { isKeptBack } from '../store/opening.ts'
import { keyOf } from './experiment.ts'
import type { PageState } from './page-state.ts'
import { linkedMoment, linkedPlace } from './place.ts'
import { playheadOf } from './playhead.ts'
import type { PageStore } from './store.ts'

/** The cursor must rest this long before the address follows it. Milliseconds. */
const restMs = 400

export interface LinkOptions {
  readonly ask?: boolean
  readonly embed?: boolean
}

/** One run at a cursor as the part of an address after `#`. */
export function linkTo(run: Run, cursor: number, options: LinkOptions = {}): string {
  return format(run, run.input, linkedPlace(run, cursor), 'focus', options)
}

/** What is on screen, in its view; empty before there is anything. */
export function linkHere(page: PageState, options: LinkOptions = {}): string {
  const { run, wanted, cursor, view, atlas } = page
  const ofAtlas = atlas === '' ? options : { ...options, atlas }
  if (run === null) return view === 'atlas' ? format(null, wanted, null, view, ofAtlas) : ''
  // Where an awaited run ends is not known yet: the place is one that it has for certain.
  if (page.before !== null && view !== 'atlas')
    return format(null, wanted, linkedMoment(run, cursor), view, options)
  // The atlas cannot be embedded.
  if (view === 'focus' || (view === 'atlas' && options.embed === true)) return linkTo(run, cursor, options)
  if (view === 'atlas') return format(run, wanted, linkedPlace(run, cursor), view, ofAtlas)
  const { first, last, at } = playheadOf(page)
  const place: Cursor = at >= last ? { at: 'end' } : at <= first ? { at: 'start' } : linkedMoment(run, at)
  return format(run, wanted, place, 'compare', options)
}

/** The way back to what the page opens on. */
export function openingLink(opening: Run): string {
  return format(opening, opening.input, { at: 'end' }, 'compare', {})
}

/** A link that asks first does not lead to the end, where the answer can be read off the rows. */
function format(
  run: Run | null,
  input: Input,
  cursor: Cursor | null,
  view: View,
  { ask = false, embed = false, ...more }: LinkOptions & { readonly atlas?: string },
): string {
  return formatLink({
    input,
    cursor: ask && cursor?.at === 'end' ? null : cursor,
    view,
    ask,
    embed,
    program: run?.programHash ?? null,
    ...more,
  })
}

/**
 * Opens what the address says, and keeps both in step from then on: not while a run is awaited, and not in the opening.
 *
 * @param onWritten is told each link that is written, for the next visit
 * @returns A function that ends it.
 */
export function followAddress(
  store: PageStore,
  window: Window,
  onWritten: (link: string) => void = () => undefined,
): () => void {
  const { location, history } = window
  let timer: number | undefined
  /** The address as it was last read or written: what comes from it need not be written back. */
  let current = location.search + location.hash
  let written: Entry | null = null
  let isOpening = false

  const read = () => {
    const text = location.search + location.hash
    if (text === current) return
    current = text
    open()
  }

  const open = () => {
    written = null
    isOpening = true
    store.getState().open(current)
    isOpening = false
    take()
  }

  /** What the address asked for has come: it says so already. */
  const take = () => {
    const page = store.getState()
    if (hasOpened(page) && page.wanted === page.shown) written = entryOf(page)
  }

  const write = () => {
    const page = store.getState()
    if (!hasOpened(page) || page.before !== null || isKeptBack(page)) return
    const entry = entryOf(page)
    const isSame = entry === written
    if (isSame && page.playing) return
    const link = `#${linkHere(page, { ask: page.answers === 'hidden', embed: page.embed })}`
    written = entry
    if (link === current) return
    current = link
    const address = location.pathname + link
    if (isSame) history.replaceState(null, '', address)
    else history.pushState(null, '', address)
    // What was wrong with an older link is not wrong with this one.
    if (!isSame) store.setState({ problems: [] })
    if (!page.embed) onWritten(link.slice(1))
  }

  const unsubscribe = store.subscribe((state, before) => {
    const fields = ['run', 'shown', 'view', 'atlas', 'cursor', 'beyond', 'playing', 'answers'] as const
    if (fields.every((field) => state[field] === before[field])) return
    window.clearTimeout(timer)
    if (isOpening) return
    if (written === null) return take()
    timer = window.setTimeout(write, entryOf(state) === written ? restMs : 0)
  })
  window.addEventListener('hashchange', read)
  window.addEventListener('popstate', read)
  open()
  return () => {
    unsubscribe()
    window.clearTimeout(timer)
    window.removeEventListener('hashchange', read)
    window.removeEventListener('popstate', read)
  }
}

/** Whether there is something on screen: the atlas needs no run. */
function hasOpened({ run, view }: PageState): boolean {
  return run !== null || view === 'atlas'
}

/** What has an entry of its own in the browser's history: another experiment, another view. */
type Entry = string

function entryOf({ shown, view, atlas }: PageState): Entry {
  return `${view} ${view === 'atlas' ? atlas : ''} ${keyOf(shown)}`
}
