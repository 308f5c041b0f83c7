import { KeyCap } from '../../parts/key-cap.tsx'
import { openLegend } from '../../store/legend.ts'
import styles from './legend.module.css'

/** Explains all signs of the time strip. */
export function LegendButton() {
  return (
    <button
      type="button"
      className={styles['button']}
      aria-haspopup="dialog"
      aria-keyshortcuts="L"
      onClick={() => openLegend(true)}
    >
      Legend <KeyCap>L</KeyCap>
    </button>
  )
}
