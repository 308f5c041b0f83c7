import { implementationOf } from '../../state/catalogue.ts'
import { usePage, useRun } from '../../state/page.tsx'
import { useOpening } from '../../store/use-opening.ts'
import styles from './opening-chips.module.css'

interface OpeningChipsProps {
  /** Whether the fault has a chip; a list of steps has it as a row. */
  readonly hasFault: boolean
}

/** What is about to happen, in a row: who runs, and what waits for it. Nothing of it can be changed yet. */
export function OpeningChips({ hasFault }: OpeningChipsProps) {
  const view = useOpening()
  const run = useRun()
  const cursor = usePage((page) => page.cursor)
  const title = usePage(
    (page) =>
      implementationOf(page.catalogue, page.wanted.implementation)?.title ?? page.wanted.implementation,
  )
  if (view === null) return null
  const [outcome] = run.faults
  const at = outcome?.fired === true ? outcome.event : null
  const isWaiting = at !== null && cursor < at
  return (
    <div className={styles['chips']} role="group" aria-label="Faults">
      <span className={styles['setup']}>
        <strong>{title}</strong> {view.opening.implementation}
      </span>
      {hasFault && (
        <span className={styles['fault']} data-waiting={isWaiting || undefined}>
          <Cross />
          {view.opening.fault}
        </span>
      )}
      {hasFault && isWaiting && <span className={styles['wait']}>waiting for event {at}</span>}
    </div>
  )
}

function Cross() {
  return (
    <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
      <path d="M1 1l8 8M9 1L1 9" stroke="currentColor" strokeWidth="2" />
    </svg>
  )
}
