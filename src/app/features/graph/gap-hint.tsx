import { useEffect, useState, type RefObject } from 'react'
import styles from './flow.module.css'

interface Hint {
  readonly text: string
  readonly x: number
  readonly y: number
}

/** One tooltip for all gaps: it says what a click there would do. Its words are the gap's name as well. */
export function GapHint({ frame }: { readonly frame: RefObject<HTMLElement | null> }) {
  const [hint, setHint] = useState<Hint | null>(null)
  useEffect(() => {
    const area = frame.current
    if (area === null) return
    const show = (event: Event) => {
      const gap = event.target instanceof Element ? event.target.closest('[data-hint]') : null
      const isSeen = gap !== null && (event.type === 'pointerover' || gap.matches(':focus-visible'))
      setHint(isSeen ? hintOf(gap) : null)
    }
    const hide = () => setHint(null)
    const stop = new AbortController()
    const { signal } = stop
    for (const kind of ['pointerover', 'focusin']) area.addEventListener(kind, show, { signal })
    for (const kind of ['pointerleave', 'focusout', 'click', 'wheel', 'pointerdown', 'contextmenu'])
      area.addEventListener(kind, hide, { signal })
    return () => stop.abort()
  }, [frame])
  if (hint === null) return null
  return (
    <div className={styles['hint']} style={{ left: hint.x, top: hint.y }} aria-hidden="true">
      {hint.text}
    </div>
  )
}

function hintOf(gap: Element): Hint {
  const { left, width, top, bottom } = gap.getBoundingClientRect()
  const isRow = width > 40
  const below = bottom + 30 < window.innerHeight
  return {
    text: gap.getAttribute('data-hint') ?? '',
    x: Math.min(Math.max(isRow ? left + width : left + width / 2, 90), window.innerWidth - 90),
    y: below ? bottom + 4 : top - 30,
  }
}
