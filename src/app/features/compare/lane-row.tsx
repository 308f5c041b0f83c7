import { ChevronDown } from 'lucide-react'
import { memo } from 'react'
import type { Lane } from '../../state/lanes.ts'
import { usePage, usePageStore } from '../../state/page.tsx'
import { sentenceAt } from '../../state/announcement.ts'
import type { ComparedLane } from '../../state/comparison.ts'
import { LaneWords } from './lane-words.tsx'
import { SparedFaults } from './spared-faults.tsx'
import styles from './timeline.module.css'
import type { ShownLine } from './use-lane-lines.ts'

export interface LaneRowProps {
  readonly lane: Lane
  readonly compared: ComparedLane
  readonly told: ShownLine
  readonly cursor: number
  readonly isAligned: boolean
  readonly isOpen: boolean
  /** Id of the strip below. */
  readonly stripId: string
  readonly onToggle: () => void
}

/** A lane in one line: what it had done before the cut, and what it does after it. */
export const LaneRow = memo(function LaneRow(props: LaneRowProps) {
  const { lane, compared, told, cursor, isAligned, isOpen, stripId, onToggle } = props
  const isHidden = usePage((page) => page.answers === 'hidden')
  const { run } = compared
  const { title } = lane.implementation
  return (
    <>
      <div className={styles['before']}>{told.line?.before ?? ''}</div>
      <div className={styles['after']} data-cut={cutOf(isAligned, run !== null, compared.isStruck)}>
        {run === null ? (
          <NoRun lane={lane} />
        ) : (
          <div>
            <LaneWords {...told} upTo={isHidden ? cursor : Number.POSITIVE_INFINITY} />
            {isHidden && cursor < run.trace.length && (
              <p className={styles['hidden']}>What happens next is hidden until you play.</p>
            )}
            <SparedFaults run={run} title={title} />
          </div>
        )}
        {run !== null && (
          <button
            type="button"
            className={styles['unfold']}
            aria-label={`Time strip of ${title}`}
            aria-expanded={isOpen}
            aria-controls={isOpen ? stripId : undefined}
            onClick={onToggle}
          >
            <ChevronDown size={16} aria-hidden="true" />
          </button>
        )}
        {run !== null && (
          <p className="visually-hidden">
            {title}, event {cursor} of {run.trace.length}: {sentenceAt(run, cursor)}
          </p>
        )}
      </div>
    </>
  )
})

/** A lane that the fault does not meet only shows where it would be. */
function cutOf(isAligned: boolean, hasRun: boolean, isStruck: boolean): 'cut' | 'spare' | undefined {
  if (!isAligned) return undefined
  return isStruck && hasRun ? 'cut' : 'spare'
}

function NoRun({ lane: { failure } }: { readonly lane: Lane }) {
  const store = usePageStore()
  if (failure === null) return <p className={styles['waiting']}>Running this lane…</p>
  return (
    <p className={styles['failure']}>
      {failure}{' '}
      <button type="button" onClick={() => store.getState().tryLanesAgain()}>
        Try again
      </button>
    </p>
  )
}
