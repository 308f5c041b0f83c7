import { useMemo } from 'react'
import { VerdictMark } from '../parts/verdict-mark.tsx'
import type { LaneReceiptsProps } from './lane-receipts.tsx'
import { wrongOf } from './later.ts'
import styles from './phone.module.css'
import { receiptCells } from './receipt-cells.ts'
import { SparedFaults } from './spared-faults.tsx'
import { WrongButton } from './wrong-button.tsx'

/** The same as a lane's row on a desk, for a narrow card. */
export function PhoneReceipts({ lane, compared, cursor, isSigned }: LaneReceiptsProps) {
  const { run, tone, implementation } = lane
  const cells = useMemo(() => (run === null ? [] : receiptCells(run, cursor, tone)), [run, cursor, tone])
  const wrong = wrongOf(lane, compared, cursor)
  return (
    <>
      <div className={styles['notes']}>
        {run !== null && <SparedFaults run={run} title={implementation.title} />}
      </div>
      <dl className={styles['receipts']}>
        {cells.map(({ name, value, detail, tone: cellTone }) => (
          <div key={name} className={cellTone === null ? undefined : styles[cellTone]}>
            <dt>{name}</dt>
            <dd>
              <strong>{value}</strong>
              <small>
                {cellTone === 'violated' && <VerdictMark tone={cellTone} />}
                {detail}
              </small>
            </dd>
          </div>
        ))}
      </dl>
      <div className={styles['notes']}>
        {wrong !== null && (tone === 'stuck' || tone === 'violated') && (
          <WrongButton wrong={wrong} tone={tone} isSigned={isSigned} />
        )}
      </div>
    </>
  )
}
