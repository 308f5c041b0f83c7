import { memo } from 'react'
import { sentenceAt } from '../state/announcement.ts'
import type { ComparedLane } from '../state/comparison.ts'
import { chainWords } from '../strip/chain.ts'
import { SparedFaults } from './spared-faults.tsx'
import styles from './strips.module.css'
import { useLaneChain } from './use-lane-chain.ts'

interface LaneEventsProps {
  readonly lane: ComparedLane
  readonly title: string
  readonly cursor: number
}

/** The strip in words: where the lane is, and which faults it never meets. */
export const LaneEvents = memo(function LaneEvents({ lane: { run }, title, cursor }: LaneEventsProps) {
  const { chain } = useLaneChain(run, cursor)
  if (run === null) return null
  return (
    <>
      <p className={styles['unseen']}>
        {title}, event {cursor} of {run.trace.length}: {sentenceAt(run, cursor)}
        {chain !== null && chainWords(chain, cursor).map((words) => `, ${words}`)}
      </p>
      <div className={styles['spared']}>
        <SparedFaults run={run} title={title} />
      </div>
    </>
  )
})
