import { useMemo, type ReactNode } from 'react'
import { VerdictMark } from '../parts/verdict-mark.tsx'
import { openLane } from '../state/commands.ts'
import { guardsToShow } from '../state/guards.ts'
import { laneStory } from '../state/lane-story.ts'
import type { Lane } from '../state/lanes.ts'
import { usePage, usePageStore } from '../state/page.tsx'
import { GuardSwitches } from './guard-switches.tsx'
import styles from './lane-head.module.css'
import { ViolatedList } from './violated-list.tsx'

interface LaneHeadProps {
  readonly lane: Lane
  /** From 1, which is also its key. */
  readonly number: number
  /** Stands below, on a phone. */
  readonly children?: ReactNode
}

/** A lane by name, its verdict on the whole run and why, and the guards that matter for it. */
export function LaneHead({ lane, number, children }: LaneHeadProps) {
  const store = usePageStore()
  const { implementation, tone } = lane
  const isEmbedded = usePage((page) => page.embed)
  const isLooked = usePage((page) => page.shown.implementation === implementation.name)
  const switched = usePage((page) => page.shown.guards)
  const guards = useMemo(() => guardsToShow(implementation, switched, tone), [implementation, switched, tone])
  return (
    <li className={styles['head']} aria-current={isLooked || undefined}>
      <h2 className={styles['title']}>
        {/* In somebody's page there is no way back from a lane's graph. */}
        {isEmbedded ? (
          <span className={styles['name']}>{implementation.title}</span>
        ) : (
          <button
            type="button"
            className={styles['open']}
            title={`Open its graph at this moment  ${number}`}
            aria-keyshortcuts={String(number)}
            onClick={() => openLane(store, implementation.name)}
          >
            <span className={styles['number']} aria-hidden="true">
              {number}
            </span>
            {implementation.title}
          </button>
        )}
      </h2>
      {implementation.note !== undefined && <p className={styles['note']}>{implementation.note}</p>}
      <LaneVerdict lane={lane} />
      {guards.length > 0 && (
        <GuardSwitches guards={guards} lane={implementation.title} otherWay={lane.otherWay} />
      )}
      {children}
    </li>
  )
}

function LaneVerdict({ lane }: { readonly lane: Lane }) {
  const store = usePageStore()
  const ask = usePage((page) => page.catalogue.ask)
  const { run, tone, failure } = lane
  const story = useMemo(
    () => (run === null || tone === 'unknown' ? null : laneStory(run, ask(run))),
    [ask, run, tone],
  )
  if (story !== null)
    return (
      <>
        <p className={`${styles['verdict']} ${styles[tone]}`}>
          <VerdictMark tone={tone} />
          {story.verdict}
        </p>
        {story.sentence !== '' && <p className={styles['sentence']}>{story.sentence}</p>}
        {story.violated.length > 0 && <ViolatedList violated={story.violated} />}
      </>
    )
  return (
    <>
      <p className={`${styles['verdict']} ${styles['unknown']}`}>
        <VerdictMark tone="unknown" />
        {failure !== null ? 'No run' : run === null ? 'Not tried yet' : 'Verdict hidden'}
      </p>
      <p className={styles['sentence']}>
        {failure ?? (run === null ? 'Running this schedule …' : 'Play it, and make a bet.')}
      </p>
      {failure !== null && (
        <button type="button" className={styles['again']} onClick={() => store.getState().tryLanesAgain()}>
          Try again
        </button>
      )}
    </>
  )
}
