import { isBeginning } from '../../../model/beginning.ts'
import { usePage, useRun } from '../../../state/page.tsx'
import styles from './receipts-line.module.css'
import { useRunReceipts } from './use-run-receipts.ts'

/** What is left at the cursor, in one line. */
export function ReceiptsLine() {
  const run = useRun()
  const cursor = usePage((page) => page.cursor)
  const receipts = useRunReceipts(run, cursor)
  // Of a run that has not come: the old one's receipts would be taken for its own.
  const isAwaited = isBeginning(run)
  return (
    <section className={styles['line']} aria-label="Receipts">
      <span className={styles['event']}>
        {!isAwaited && cursor >= run.trace.length ? 'the end' : `event ${cursor}`}
      </span>
      <dl className={styles['values']}>
        {receipts.map(({ name, value, detail, tone }) => (
          <div key={name} title={isAwaited ? undefined : detail}>
            <dt>{name}</dt>{' '}
            {isAwaited ? <dd>?</dd> : <dd className={tone === null ? undefined : styles[tone]}>{value}</dd>}
          </div>
        ))}
      </dl>
    </section>
  )
}
