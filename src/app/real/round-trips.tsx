import { roundTrips } from '#engine/round-trips.ts'
import type { Run } from '#simulator'
import { seenOnMajor } from '#simulator/evidence.ts'
import { usePage } from '../state/page.tsx'
import { countTrips } from './trips.ts'
import styles from './real.module.css'

const rows: readonly { readonly what: string; readonly trips: number }[] = [
  { what: 'A workflow of five plain steps, from start to end', trips: roundTrips.fiveSteps },
  { what: 'A transaction, beside its own statements', trips: roundTrips.transaction },
  { what: 'Receiving a message that has arrived', trips: roundTrips.message },
  { what: 'Going to sleep until a message arrives', trips: roundTrips.sleep },
  { what: 'Waking, or taking over from a dead server', trips: roundTrips.wake },
]

/** What durability costs, as the engine's tests count it, and what the run on screen took. */
export function RoundTrips() {
  const run = usePage((page) => page.run)
  return (
    <section>
      <h3 className={styles['heading']}>Round trips of the engine</h3>
      <p className={styles['lead']}>Counted by its tests, on PGlite and on PostgreSQL {seenOnMajor} alike.</p>
      <dl className={styles['trips']}>
        {rows.map(({ what, trips }) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{trips}</dd>
          </div>
        ))}
      </dl>
      {run !== null && <OfRun run={run} />}
    </section>
  )
}

function OfRun({ run }: { readonly run: Run }) {
  const { postgres, stripe } = countTrips(run)
  return (
    <p className={styles['lead']}>
      The run on screen: {postgres} round trips to Postgres, {counted(stripe, 'call')} to Stripe.
    </p>
  )
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
