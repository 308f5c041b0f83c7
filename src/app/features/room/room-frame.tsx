import { useEffect, useRef, type ReactNode } from 'react'
import styles from './room-frame.module.css'

interface RoomFrameProps {
  readonly question: ReactNode
  /** The graph, or the lanes of a comparison. */
  readonly picture: ReactNode
  /** The answer and what is left; null where the lanes have their own. */
  readonly aside: ReactNode
  readonly subtitle: ReactNode
  readonly rail: ReactNode
  readonly controls: ReactNode
  /** The QR code. */
  readonly code: ReactNode
  /** Whether something lies over all of it. */
  readonly isCovered: boolean
}

/** One screen that the last row of a room can read: 1.6 times the page's type, and nothing to operate on the picture. */
export function RoomFrame(props: RoomFrameProps) {
  const { question, picture, aside, subtitle, rail, controls, code, isCovered } = props
  const main = useRef<HTMLElement>(null)
  // Space then goes to the next stop, and presses no button.
  useEffect(() => {
    if (!isCovered) main.current?.focus({ preventScroll: true })
  }, [isCovered])
  return (
    <main
      ref={main}
      className={styles['room']}
      aria-label="Room mode"
      tabIndex={-1}
      inert={isCovered}
      data-alone={aside === null || undefined}
    >
      <div className={styles['question']}>{question}</div>
      <div className={styles['picture']}>{picture}</div>
      {aside !== null && (
        // It scrolls where a window is low, by the keys as well.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className={styles['aside']} tabIndex={0}>
          {aside}
        </div>
      )}
      <div className={styles['foot']}>
        <div className={styles['told']}>
          {subtitle}
          {rail}
          {controls}
        </div>
        <div className={styles['code']}>{code}</div>
      </div>
    </main>
  )
}
