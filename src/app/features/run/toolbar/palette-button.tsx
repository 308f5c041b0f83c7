import { useId } from 'react'
import { upperFirst } from '../../../model/letter-case.ts'
import styles from './palette.module.css'

interface PaletteButtonProps {
  readonly name: string
  readonly shortcut: string | null
  readonly isPossible: boolean
  /** What it would hit, or why it cannot happen. */
  readonly description: string
  readonly onBreak: () => void
}

/** A fault as a row: its name, and below it what it would hit. */
export function PaletteButton({ name, shortcut, isPossible, description, onBreak }: PaletteButtonProps) {
  const id = useId()
  return (
    <>
      <button
        type="button"
        className={styles['button']}
        aria-describedby={id}
        aria-keyshortcuts={shortcut ?? undefined}
        aria-disabled={!isPossible || undefined}
        onClick={() => isPossible && onBreak()}
      >
        {name}
        <span className={styles['target']} aria-hidden="true">
          {upperFirst(description)}
        </span>
      </button>
      <span id={id} hidden>
        {description}
      </span>
    </>
  )
}
