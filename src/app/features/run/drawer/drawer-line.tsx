import { ChevronUp, Table2 } from 'lucide-react'
import { useMemo } from 'react'
import type { Run } from '#simulator'
import { lastChangeAt } from '../../../model/last-change.ts'
import { KeyCap } from '../../../parts/key-cap.tsx'
import { setDrawer } from '../../../store/stage-view.ts'
import styles from './drawer.module.css'

export interface DrawerLineProps {
  readonly run: Run
  readonly cursor: number
  /** Whose rows they are, where several lanes are on screen; else null. */
  readonly lane: string | null
}

/** The closed drawer: the rows of the last change. A click opens it to half. */
export function DrawerLine({ run, cursor, lane }: DrawerLineProps) {
  const change = useMemo(() => lastChangeAt(run, cursor), [run, cursor])
  return (
    <button
      type="button"
      className={styles['line']}
      aria-keyshortcuts="T"
      aria-expanded={false}
      onClick={() => setDrawer('half')}
    >
      <Table2 size={15} aria-hidden="true" />
      {lane !== null && <span className={styles['lane']}>{lane}</span>}
      <span className={styles['what']}>{change?.isNow === true ? 'Just changed' : 'Last change'}</span>
      <span className={styles['rows']}>
        {change === null && <span className={styles['none']}>nothing yet</span>}
        {change?.rows.map(({ table, words, isPending }) => (
          <span key={`${table} ${words}`} className={styles['row']}>
            <code>{table}</code>
            <code className={isPending ? styles['pending'] : styles['changed']}>{words}</code>
          </span>
        ))}
      </span>
      <span className={styles['more']}>
        Tables, event, code, SQL <KeyCap>T</KeyCap>
        <ChevronUp size={15} aria-hidden="true" />
      </span>
    </button>
  )
}
