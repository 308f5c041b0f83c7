import type { Lane } from '../../state/lanes.ts'
import { useReceipts } from '../../state/use-receipts.ts'
import styles from './phone.module.css'
import { ReceiptWords } from './receipts-table.tsx'

interface PhoneReceiptsProps {
  readonly lane: Lane
  /** Null: at the end. */
  readonly cursor: number | null
}

/** The same as a lane's row on a wide screen, for a narrow one. */
export function PhoneReceipts({ lane, cursor }: PhoneReceiptsProps) {
  const receipts = useReceipts(lane.run, cursor, lane.tone)
  return (
    <dl className={styles['receipts']}>
      {receipts?.map((receipt) => (
        <div key={receipt.name} className={receipt.tone === null ? undefined : styles[receipt.tone]}>
          <dt>{receipt.name}</dt>
          <dd>
            <ReceiptWords receipt={receipt} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
