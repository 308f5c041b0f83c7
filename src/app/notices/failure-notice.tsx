import { X } from 'lucide-react'
import { IconButton } from '../parts/icon-button.tsx'
import { usePage, usePageStore } from '../state/page.tsx'
import type { Failure } from '../state/page-state.ts'
import styles from './notices.module.css'

/** A question that got no run: what is on screen is another one. */
export function FailureNotice({ failure }: { readonly failure: Failure }) {
  const store = usePageStore()
  const { tryAgain, dismiss } = store.getState()
  const isOpening = usePage((page) => page.run === page.catalogue.embedded[0])
  const isAnother = usePage((page) => page.view !== 'atlas' && page.before === null)
  const isHopeless = usePage((page) => page.simulator.kind === 'unavailable')
  return (
    <div className={`${styles['notice']} ${styles['failed']}`} role="alert">
      <p>
        {failure.sentence}
        {isAnother && ` The page shows the ${isOpening ? 'run that it opens on' : 'previous run'}.`}
        {!isHopeless && (
          <button type="button" className={styles['again']} onClick={tryAgain}>
            Try again
          </button>
        )}
      </p>
      <IconButton label="Close this notice" onClick={dismiss}>
        <X size={14} aria-hidden="true" />
      </IconButton>
    </div>
  )
}
