import { memo } from 'react'
import type { Lane } from '../../state/lanes.ts'
import { usePage, usePageStore } from '../../state/page.tsx'
import styles from './board.module.css'
import { LaneHead } from './lane-head.tsx'

/** Who runs, and how it ends: the verdicts of the whole runs. */
export const LaneHeads = memo(function LaneHeads({ lanes }: { readonly lanes: readonly Lane[] }) {
  const store = usePageStore()
  const isHidden = usePage((page) => page.answers === 'hidden')
  return (
    <section className={styles['verdict']} aria-label="Verdict">
      <div className={styles['header']}>
        {isHidden ? (
          <button type="button" className={styles['reveal']} onClick={() => store.getState().reveal()}>
            Show the verdicts
          </button>
        ) : (
          'Verdict and receipts at the end'
        )}
      </div>
      <ol className={styles['rows']}>
        {lanes.map((lane, at) => (
          <li key={lane.implementation.name} style={{ gridRow: 1 + 2 * at }}>
            <LaneHead lane={lane} number={at + 1} />
          </li>
        ))}
      </ol>
    </section>
  )
})
