import { memo, useRef, type KeyboardEvent } from 'react'
import { useGapActions } from './gap-actions.ts'
import type { Gap } from './gaps.ts'
import styles from './gap.module.css'

interface GapButtonProps {
  readonly gap: Gap
  /** `edge`: a mark on an edge; `row`: between two rows of a node; `list`: between two items of the list. */
  readonly form: 'edge' | 'row' | 'list'
  /** Its middle on an edge, in pixels of the canvas; a row's is at `top` of its node. */
  readonly left?: number
  readonly top?: number
  /** Where the edge runs down and not to the right. */
  readonly turned?: boolean
  /** Said instead of the gap's own reason if the run goes another way. */
  readonly closed?: string | null
  /** The node that follows, to tell it from the other gaps behind the same operation; null if there is no other. */
  readonly before?: string | null
  /** Out of sight, and still there for the keyboard and screen readers: in an overview. */
  readonly hidden?: boolean
}

const longPressMs = 450

/**
 * The place between two operations. A click crashes the server there; a right click, a long press, Shift+F10 or the
 * down key offers the other faults.
 */
export const GapButton = memo(function GapButton({
  gap,
  form,
  left,
  top,
  turned = false,
  closed = null,
  before = null,
  hidden = false,
}: GapButtonProps) {
  const { onBreak, onMenu } = useGapActions()
  const button = useRef<HTMLButtonElement>(null)
  const press = useRef<number | undefined>(undefined)
  const wasLong = useRef(false)
  const isClosed = gap.fault === null || closed !== null
  const menu = () => {
    if (!isClosed && button.current) onMenu(gap, button.current)
  }
  /** The press that opens the menu is no click as well. */
  const longPress = () => {
    wasLong.current = true
    menu()
  }
  const release = () => window.clearTimeout(press.current)
  return (
    <button
      ref={button}
      type="button"
      className={`${styles['gap']} ${styles[form]} ${turned ? styles['turned'] : ''} ${hidden ? styles['hidden'] : ''}`}
      style={{ left, top }}
      data-gap={hidden ? 'hidden' : 'shown'}
      disabled={isClosed}
      aria-label={nameOf(gap, closed, before)}
      aria-keyshortcuts="Shift+F10 ArrowDown"
      title={isClosed ? (closed ?? gap.hint) : undefined}
      data-hint={isClosed ? undefined : gap.hint}
      onPointerDown={(event) => {
        wasLong.current = false
        if (event.pointerType === 'touch') press.current = window.setTimeout(longPress, longPressMs)
      }}
      onPointerUp={release}
      onPointerCancel={release}
      onContextMenu={(event) => {
        event.preventDefault()
        release()
        menu()
      }}
      onKeyDown={(event: KeyboardEvent) => {
        const asksForMenu = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)
        if (event.key !== 'ArrowDown' && !asksForMenu) return
        event.preventDefault()
        menu()
      }}
      onClick={({ currentTarget, detail }) => {
        if (!wasLong.current && gap.fault !== null) onBreak(gap.fault)
        wasLong.current = false
        // After a click by pointer the space bar must play the run, and not press this button again.
        if (detail > 0) currentTarget.blur()
      }}
    >
      <span className={styles['tick']} />
      <span className={styles['ring']}>
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <path d="M2.5 2.5l7 7m0-7l-7 7" />
        </svg>
      </span>
      {form === 'list' && <span className={styles['word']}>crash here</span>}
    </button>
  )
})

function nameOf(gap: Gap, closed: string | null, before: string | null): string {
  const name = closed === null ? gap.name : `No crash here: ${closed}`
  return before === null ? name : name.replace(/^(No crash|Crash) here/, `$1 here, before ${before}`)
}
