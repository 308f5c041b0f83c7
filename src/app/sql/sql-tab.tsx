import { lazyPart } from '../ui/lazy-part.tsx'
import styles from './sql-tab.module.css'

/** Loaded when its tab is opened: the editor is half as large as the rest of the page. */
export const SqlTab = lazyPart({
  name: 'The SQL console',
  load: async () => (await import('./sql-panel.tsx')).SqlPanel,
  loading: <p className={styles['note']}>Opening the console…</p>,
})
