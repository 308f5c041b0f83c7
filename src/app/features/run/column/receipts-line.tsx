import { usePage, useRun } from '../../../state/page.tsx'
import styles from './receipts-line.module.css'
import { useReceipts } from './use-receipts.ts'

/** What is left at the cursor, in one line. */
export function ReceiptsLine() {
  const run = useRun()
  const cursor = usePage((page) => page.cursor)
  const receipts = useReceipts(run, cursor)
  return (
    <section className={styles['line']} aria-label="Receipts">
      <span className={styles['event']}>{cursor >= run.trace.length ? 'the end' : `event ${cursor}`}</span>
      <dl className={styles['values']}>
        {receipts.map(({ name, value, detail, tone }) => (
          <div key={name} title={detail}>
            <dt>{name}</dt> <dd className={tone === null ? undefined : styles[tone]}>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
