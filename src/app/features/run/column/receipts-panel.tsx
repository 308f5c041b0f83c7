import type { Receipt } from '#simulator/scenario.ts'
import { isBeginning } from '../../../model/beginning.ts'
import { usePage, useRun } from '../../../state/page.tsx'
import styles from './receipts.module.css'
import { useRunReceipts } from './use-run-receipts.ts'

/** What is left, a line each: at the cursor, and at the end unless the answer is hidden. */
export function ReceiptsPanel() {
  const run = useRun()
  const cursor = usePage((page) => page.cursor)
  const isHidden = usePage((page) => page.answers === 'hidden')
  const now = useRunReceipts(run, cursor)
  const end = useRunReceipts(run, run.trace.length)
  // Of a run that has not come: the old one's receipts would be taken for its own.
  const isAwaited = isBeginning(run)
  return (
    <section className={styles['panel']} aria-label="Receipts">
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col" className={styles['title']}>
              Receipts
            </th>
            <th scope="col" className={styles['now']}>
              {!isAwaited && cursor >= run.trace.length ? 'now' : `event ${cursor}`}
            </th>
            <th scope="col">at the end</th>
          </tr>
        </thead>
        <tbody>
          {now.map((receipt, at) => (
            <tr key={receipt.name}>
              <th scope="row">{receipt.name}</th>
              {isAwaited ? <td>?</td> : <ReceiptCell receipt={receipt} isStrong />}
              {isAwaited || isHidden ? <td>?</td> : <ReceiptCell receipt={end[at] ?? receipt} />}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface ReceiptCellProps {
  readonly receipt: Receipt
  readonly isStrong?: boolean
}

function ReceiptCell({ receipt: { value, detail, tone }, isStrong = false }: ReceiptCellProps) {
  const Value = isStrong ? 'strong' : 'span'
  return (
    <td title={detail} className={tone === null ? undefined : styles[tone]}>
      <Value>{value}</Value>
      <small className="visually-hidden">{detail}</small>
    </td>
  )
}
