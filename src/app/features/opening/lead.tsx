import { useOpening } from '../../store/use-opening.ts'
import styles from './lead.module.css'

/** One sentence on what this page is, above the question. */
export function Lead() {
  const view = useOpening()
  return view === null ? null : <p className={styles['lead']}>{view.opening.lead}</p>
}
