import { announcement } from '../state/announcement.ts'
import { usePage, useRun } from '../state/page.tsx'
import styles from './live.module.css'

/** Tells a screen reader where the cursor is. */
export function LiveRegion() {
  const run = useRun()
  const words = usePage((page) => announcement(run, page.cursor, page.playing))
  return (
    <p className={styles['region']} role="status" aria-live="polite" aria-label="Events">
      {words}
    </p>
  )
}
