/** Which sign of a strip is explained: the one under the pointer, the one tapped, or the one that the keys are on. */
import { useEffect, useState, type FocusEvent, type KeyboardEvent, type PointerEvent } from 'react'
import type { Run } from '#simulator'
import { markWords } from './mark-words.ts'
import { signAt, type SignPlace } from './places.ts'
import type { StripMark } from './strip-mark.ts'

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
  /** Shows each of the folded tries, or folds them again. The card stays: the signs move away from the pointer. */
  readonly toggleRetries: () => void
}

interface SignsOptions {
  readonly places: readonly SignPlace[]
  readonly run: Run
  readonly cursor: number
  /** Enter, Space: goes to the sign's event, or opens what it folds. */
  readonly onSeek: (event: number) => void
  readonly onRetries: () => void
}

/** `held`: until Escape, or until another is shown. */
type Shown = { readonly sign: string; readonly by: 'pointer' | 'touch' | 'keys' | 'held' } | null

/** The arrows go from sign to sign; Home and End to the first and the last. */
export function useSigns({ places, run, cursor, onSeek, onRetries }: SignsOptions): Signs {
  const [shown, setShown] = useState<Shown>(null)
  const hide = () => setShown(null)
  useEscape(shown !== null, hide)
  const nearest = Math.max(
    0,
    places.findLastIndex(({ mark }) => mark.from <= cursor),
  )
  const at = shown === null ? -1 : places.findIndex(({ mark }) => signKey(mark) === shown.sign)
  const index = at < 0 ? nearest : at
  const place = at < 0 ? null : (places[at] ?? null)
  const show = (to: SignPlace | undefined, by: NonNullable<Shown>['by']) => {
    if (to !== undefined) setShown({ sign: signKey(to.mark), by })
  }
  const toggleRetries = () => {
    setShown((now) => now && { ...now, by: now.by === 'keys' ? 'keys' : 'held' })
    onRetries()
  }
  const choose = ({ mark }: SignPlace) =>
    mark.kind === 'retries' ? toggleRetries() : onSeek(markWords(mark, run).event)
  return {
    places,
    shown: place,
    keyed: shown?.by === 'keys' ? place : null,
    index,
    hide,
    toggleRetries,
    onPointer: (event, x, y) => {
      const met = signAt(places, x, y)
      const isTouch = event.pointerType === 'touch'
      if (met !== null) show(met, isTouch ? 'touch' : 'pointer')
      else if (isTouch) hide()
    },
    onLeave: () => setShown((now) => (now?.by === 'pointer' ? null : now)),
    onFocus: (event) => {
      if (event.currentTarget.matches(':focus-visible')) show(places[index], 'keys')
    },
    onBlur: () => setShown((now) => (now?.by === 'keys' ? null : now)),
    onKeyDown: (event) => {
      const to = targetOf(event.key, index, places.length - 1)
      if (to !== null) show(places[to], 'keys')
      else if (event.key !== 'Enter' && event.key !== ' ') return
      else if (places[index] !== undefined) choose(places[index])
      event.preventDefault()
    },
  }
}

/** The same sign, wherever it stands among the others. */
function signKey(mark: StripMark): string {
  return [mark.kind, mark.from, mark.to, 'row' in mark ? mark.row : ''].join(' ')
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
