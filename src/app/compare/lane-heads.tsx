import { memo } from 'react'
import { usePage, usePageStore } from '../state/page.tsx'
import type { Lane } from '../state/lanes.ts'
import styles from './board.module.css'
import { LaneHead } from './lane-head.tsx'

/** Who runs, and how it ends: the verdicts of the whole runs. */
export const LaneHeads = memo(function LaneHeads({ lanes }: { readonly lanes: readonly Lane[] }) {
  const store = usePageStore()
  const isHidden = usePage((page) => page.answers === 'hidden')
  return (
    <section className={styles['region']} aria-label="Verdict">
      <div className={styles['header']}>
        {isHidden ? (
          <button type="button" className={styles['reveal']} onClick={() => store.getState().reveal()}>
            Show the verdicts
          </button>
        ) : (
          'Verdict on the whole run'
        )}
      </div>
      <ol className={styles['rows']}>
        {lanes.map((lane, at) => (
          <LaneHead key={lane.implementation.name} lane={lane} number={at + 1} />
        ))}
      </ol>
    </section>
  )
})
