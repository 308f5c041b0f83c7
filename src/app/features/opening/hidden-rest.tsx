import { useOpening } from '../../store/use-opening.ts'
import styles from './hidden-rest.module.css'

/** Over the part of the strip that is not told yet. */
export function HiddenRest() {
  const view = useOpening()
  if (view?.phase !== 'asking') return null
  return <p className={styles['rest']}>What happens after the crash is hidden until you play.</p>
}
