import { Sheet } from '../parts/sheet.tsx'
import { FaultTable } from './fault-table.tsx'
import { Parts } from './parts.tsx'
import { RoundTrips } from './round-trips.tsx'
import styles from './real.module.css'

interface RealSheetProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

/** What one may conclude from what is seen here, and what not. */
export function RealSheet({ open, onOpenChange }: RealSheetProps) {
  return (
    <Sheet title="What is real here" open={open} onOpenChange={onOpenChange} form="wide">
      {/* It takes the focus so that the keyboard can scroll it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles['sections']} role="group" aria-label="Part by part" tabIndex={0}>
        <Parts />
        <FaultTable />
        <RoundTrips />
        <Limits />
      </div>
    </Sheet>
  )
}

function Limits() {
  return (
    <section className={styles['columns']}>
      <div>
        <h3 className={styles['heading']}>What was not tried</h3>
        <ul className={styles['list']}>
          <li>Faults fall between operations, never within one.</li>
          <li>One database session: no lock waits, no contention.</li>
          <li>Requests overlap between operations, never within a transaction.</li>
          <li>Of all orders of operations, a sweep tries few.</li>
          <li>No lost disks: committed rows stay.</li>
          <li>A sweep without a violation is not a proof.</li>
        </ul>
      </div>
      <div>
        <h3 className={styles['heading']}>What “exactly once” covers</h3>
        <ul className={styles['list']}>
          <li>A transaction step’s rows and its checkpoint are one commit: they are written once.</li>
          <li>
            A call to Stripe is made at least once. One key that survives the crash makes it count once.
          </li>
        </ul>
      </div>
    </section>
  )
}
