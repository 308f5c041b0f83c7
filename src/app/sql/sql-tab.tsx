import { lazy, Suspense } from 'react'
import type { SqlPanelProps } from './sql-panel.tsx'
import styles from './sql-tab.module.css'

/** Loaded when somebody wants it: the editor weighs half as much as the rest of the page. */
const LoadedPanel = lazy(async () => {
  try {
    const { SqlPanel } = await import('./sql-panel.tsx')
    return { default: SqlPanel }
  } catch {
    return { default: NotLoaded }
  }
})

/** The console's place in the page. */
export function SqlTab(props: SqlPanelProps) {
  return (
    <Suspense fallback={<p className={styles['note']}>Opening the console…</p>}>
      <LoadedPanel {...props} />
    </Suspense>
  )
}

function NotLoaded() {
  return (
    <p className={styles['note']}>The console could not be loaded. Check your connection and try again.</p>
  )
}
