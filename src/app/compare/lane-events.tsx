import { memo } from 'react'
import { sentenceAt } from '../state/announcement.ts'
import type { ComparedLane } from '../state/comparison.ts'
import { SparedFaults } from './spared-faults.tsx'
import styles from './strips.module.css'

interface LaneEventsProps {
  readonly lane: ComparedLane
  readonly title: string
  readonly cursor: number
}

/** The strip in words: where the lane is, and which faults it never meets. */
export const LaneEvents = memo(function LaneEvents({ lane: { run }, title, cursor }: LaneEventsProps) {
  if (run === null) return null
  return (
    <>
      <p className={styles['unseen']}>
        {title}, event {cursor} of {run.trace.length}: {sentenceAt(run, cursor)}
      </p>
      <div className={styles['spared']}>
        <SparedFaults run={run} title={title} />
      </div>
    </>
  )
})
