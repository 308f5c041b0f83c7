import { violationsIn } from '#simulator'
import type { ReactNode } from 'react'
import { VerdictMark } from '../../parts/verdict-mark.tsx'
import { openLane } from '../../state/commands.ts'
import { guardWords, guardsOf } from '../../state/guards.ts'
import type { Lane } from '../../state/lanes.ts'
import { usePage, usePageStore } from '../../state/page.tsx'
import styles from './lane-head.module.css'
import { verdictOf } from './lane-verdict.ts'

interface LaneHeadProps {
  readonly lane: Lane
  /** From 1, which is also its key. */
  readonly number: number
  /** Stands below, and belongs to the button too: on a phone. */
  readonly children?: ReactNode
}

/** A lane by name and key, the protections that differ from its author's, and its verdict on the whole run. */
export function LaneHead({ lane, number, children }: LaneHeadProps) {
  const store = usePageStore()
  const { implementation } = lane
  const isEmbedded = usePage((page) => page.embed)
  const isLooked = usePage((page) => page.wanted.implementation === implementation.name)
  return (
    <div className={styles['head']} aria-current={isLooked || undefined}>
      <h2 className={styles['title']} title={implementation.note}>
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
        <SwitchedGuards lane={lane} />
      </h2>
      <Verdict lane={lane} />
      {children}
    </div>
  )
}

/** `idempotent steps off`: what the verdict depends on, said where the verdict stands. */
function SwitchedGuards({ lane: { implementation, guardOff } }: { readonly lane: Lane }) {
  const switched = usePage((page) => page.wanted.guards)
  const own = guardsOf(implementation, switched)
    .filter(({ on, default: usual }) => on !== usual)
    .map(({ name, on }) => `${guardWords(name)} ${on ? 'on' : 'off'}`)
  const [first, ...others] = own.length > 0 ? own : guardOff === null ? [] : [guardOff]
  if (first === undefined) return null
  return (
    <span className={styles['guards']} title={[first, ...others].join(', ')}>
      {others.length === 0 ? first : `${first} and ${others.length} more`}
    </span>
  )
}

function Verdict({ lane }: { readonly lane: Lane }) {
  const ask = usePage((page) => page.catalogue.ask)
  const { run, tone, failure } = lane
  const violated = run === null || tone === 'unknown' ? [] : violationsIn(run)
  const words =
    run === null || tone === 'unknown'
      ? failure !== null
        ? 'No run'
        : run === null
          ? 'Not tried yet'
          : 'Verdict hidden'
      : verdictOf(ask(run))
  return (
    <p
      className={`${styles['verdict']} ${styles[tone]}`}
      title={violated.map(({ statement }) => statement).join('\n')}
    >
      <VerdictMark tone={tone} />
      <span>
        {words}
        {violated.map(({ id, statement }) => (
          <span key={id} className="visually-hidden">
            . Violated: {statement}
          </span>
        ))}
      </span>
    </p>
  )
}
