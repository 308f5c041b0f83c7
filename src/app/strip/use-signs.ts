/** Which sign of a strip is explained: the one under the pointer, the one tapped, or the one that the keys are on. */
import { useEffect, useState, type FocusEvent, type KeyboardEvent, type PointerEvent } from 'react'
import { signAt, type SignPlace } from './places.ts'

export interface SignHandlers {
  /** Of the picture, in its own pixels. */
  readonly onPointer: (event: PointerEvent<SVGSVGElement>, x: number, y: number) => void
  readonly onLeave: () => void
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void
  readonly onBlur: () => void
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
}

export interface Signs extends SignHandlers {
  readonly places: readonly SignPlace[]
  /** The sign that is explained. */
  readonly shown: SignPlace | null
  /** The same if the keys chose it: then it has to come into view. */
  readonly keyed: SignPlace | null
  /** Where the keys are, whether or not a card is open. */
  readonly index: number
  readonly hide: () => void
}

interface SignsOptions {
  readonly places: readonly SignPlace[]
  readonly cursor: number
  /** Enter, Space: goes to the sign's event, or opens what it folds. */
  readonly onChoose: (place: SignPlace) => void
}

type Shown = { readonly index: number; readonly by: 'pointer' | 'touch' | 'keys' } | null

/** The arrows go from sign to sign; Home and End to the first and the last. */
export function useSigns({ places, cursor, onChoose }: SignsOptions): Signs {
  const [shown, setShown] = useState<Shown>(null)
  const hide = () => setShown(null)
  useEscape(shown !== null, hide)
  const nearest = Math.max(
    0,
    places.findLastIndex(({ mark }) => mark.from <= cursor),
  )
  const index = Math.min(shown?.index ?? nearest, Math.max(0, places.length - 1))
  return {
    places,
    shown: shown === null ? null : (places[index] ?? null),
    keyed: shown?.by === 'keys' ? (places[index] ?? null) : null,
    index,
    hide,
    onPointer: (event, x, y) => {
      const place = signAt(places, x, y)
      const isTouch = event.pointerType === 'touch'
      if (place !== null) setShown({ index: places.indexOf(place), by: isTouch ? 'touch' : 'pointer' })
      else if (isTouch) hide()
    },
    onLeave: () => setShown((now) => (now?.by === 'pointer' ? null : now)),
    onFocus: (event) => {
      if (event.currentTarget.matches(':focus-visible')) setShown({ index, by: 'keys' })
    },
    onBlur: () => setShown((now) => (now?.by === 'keys' ? null : now)),
    onKeyDown: (event) => {
      const to = targetOf(event.key, index, places.length - 1)
      if (to !== null) setShown({ index: to, by: 'keys' })
      else if (event.key !== 'Enter' && event.key !== ' ') return
      else if (places[index] !== undefined) onChoose(places[index])
      event.preventDefault()
    },
  }
}

function targetOf(key: string, index: number, last: number): number | null {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return Math.min(last, index + 1)
    case 'ArrowLeft':
    case 'ArrowUp':
      return Math.max(0, index - 1)
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return null
  }
}

/** A card can be put away without moving pointer or focus (WCAG 1.4.13). */
function useEscape(isOpen: boolean, onEscape: () => void): void {
  useEffect(() => {
    if (!isOpen) return
    const listen = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      event.preventDefault()
      onEscape()
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  })
}
