import { eventsAt } from '../state/comparison.ts'
import { useComparison, useMoment } from '../state/use-lanes.ts'
import { LaneHead } from './lane-head.tsx'
import { PhoneReceipts } from './phone-receipts.tsx'
import styles from './phone.module.css'

/** A row for each lane: who, how it ends, why, and what is left at the playhead. Tap it for its graph. */
export function PhoneLanes() {
  const { lanes, comparison } = useComparison()
  const moment = useMoment(comparison)
  return (
    <section aria-label="Verdict">
      <ol className={styles['lanes']}>
        {lanes.map((lane, at) => {
          const compared = comparison.lanes[at]
          return (
            <LaneHead key={lane.implementation.name} lane={lane} number={at + 1}>
              {compared !== undefined && (
                <PhoneReceipts
                  lane={lane}
                  compared={compared}
                  cursor={eventsAt(compared, moment)}
                  isSigned={comparison.fault !== null}
                />
              )}
            </LaneHead>
          )
        })}
      </ol>
    </section>
  )
}
