import { memo } from 'react'
import { eventsAt, type Comparison } from '../state/comparison.ts'
import type { Lane } from '../state/lanes.ts'
import { faultNoun, plannedFault, signed } from '../state/moment-words.ts'
import styles from './board.module.css'
import { LaneReceipts } from './lane-receipts.tsx'
import receiptStyles from './receipts.module.css'

interface ReceiptsTableProps {
  readonly lanes: readonly Lane[]
  readonly comparison: Comparison
  readonly moment: number
}

/** What is left at the playhead, a row for each lane. */
export function ReceiptsTable({ lanes, comparison, moment }: ReceiptsTableProps) {
  const stock = lanes.find(({ run }) => run !== null)?.run?.input.stock
  return (
    <section className={styles['region']} aria-label="Receipts">
      <table className={receiptStyles['table']}>
        <thead className={`${styles['header']} ${receiptStyles['header']}`}>
          <Columns stock={stock} when={whenWords(lanes, comparison, moment)} />
        </thead>
        <tbody className={styles['rows']}>
          {lanes.map((lane, at) => {
            const compared = comparison.lanes[at]
            if (compared === undefined) return null
            return (
              <LaneReceipts
                key={lane.implementation.name}
                lane={lane}
                compared={compared}
                cursor={eventsAt(compared, moment)}
                isSigned={comparison.fault !== null}
              />
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

const Columns = memo(function Columns({
  stock,
  when,
}: {
  readonly stock: number | undefined
  readonly when: string
}) {
  return (
    <tr>
      <th scope="col">
        <span className={receiptStyles['when']}>{when}</span>
      </th>
      <th scope="col">Charged</th>
      <th scope="col">Shipped</th>
      <th scope="col">Stock of {stock ?? '–'}</th>
      <th scope="col">Order</th>
      <th scope="col" className={receiptStyles['unseen']}>
        Where it goes wrong
      </th>
    </tr>
  )
})

function whenWords(lanes: readonly Lane[], comparison: Comparison, moment: number): string {
  if (moment === comparison.last && moment > 0) return 'At the end'
  if (comparison.fault === null) return `At event ${moment}`
  if (moment === 0) return `At the ${faultNoun(plannedFault(comparison, lanes))}`
  return `At ${signed(moment, comparison)}`
}
