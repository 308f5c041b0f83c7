import { eventsAt } from '../../state/comparison.ts'
import { usePage } from '../../state/page.tsx'
import { useComparison, useMoment } from '../../state/use-lanes.ts'
import { LaneHead } from './lane-head.tsx'
import { LaneWords } from './lane-words.tsx'
import { PhoneReceipts } from './phone-receipts.tsx'
import styles from './phone.module.css'
import { SparedFaults } from './spared-faults.tsx'
import { useLaneLines } from './use-lane-lines.ts'

/** A row for each lane: who, how it ends, what it does in one line, and what is left. Tap it for its graph. */
export function PhoneLanes() {
  const { lanes, comparison } = useComparison()
  const moment = useMoment(comparison)
  const lines = useLaneLines(lanes, comparison)
  const isHidden = usePage((page) => page.answers === 'hidden')
  return (
    <section aria-label="Verdict">
      <ol className={styles['lanes']}>
        {lanes.map((lane, at) => {
          const compared = comparison.lanes[at]
          const told = lines[at]
          if (compared === undefined || told === undefined) return null
          const cursor = eventsAt(compared, moment)
          return (
            <li key={lane.implementation.name}>
              <LaneHead lane={lane} number={at + 1}>
                <div className={styles['words']}>
                  {lane.failure ?? (compared.run === null ? 'Running this lane…' : null)}
                  <LaneWords {...told} upTo={isHidden ? cursor : Number.POSITIVE_INFINITY} />
                  {compared.run !== null && (
                    <SparedFaults run={compared.run} title={lane.implementation.title} />
                  )}
                </div>
                <PhoneReceipts lane={lane} cursor={isHidden ? cursor : null} />
              </LaneHead>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
