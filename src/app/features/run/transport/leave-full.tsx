import { Minimize2 } from 'lucide-react'
import { KeyCap } from '../../../parts/key-cap.tsx'
import { showGraphFull } from '../../../store/stage-view.ts'
import styles from './transport.module.css'

/** From the graph in the whole window back to the page. */
export function LeaveFull() {
  return (
    <button
      type="button"
      className={styles['leave']}
      aria-keyshortcuts="G Escape"
      onClick={() => showGraphFull(false)}
    >
      <Minimize2 size={15} aria-hidden="true" />
      Whole page <KeyCap>G</KeyCap>
    </button>
  )
}
