import { X } from 'lucide-react'
import { IconButton } from '../parts/icon-button.tsx'
import { usePageStore } from '../state/page.tsx'
import type { Failure } from '../state/page-state.ts'
import styles from './notices.module.css'

/** A question that got no run. What is on screen is still the run before. */
export function FailureNotice({ failure }: { readonly failure: Failure }) {
  const store = usePageStore()
  const { tryAgain, dismiss } = store.getState()
  return (
    <div className={`${styles['notice']} ${styles['failed']}`} role="alert">
      <p>
        {failure.sentence} What you see is the run before.
        <button type="button" className={styles['again']} onClick={tryAgain}>
          Try again
        </button>
      </p>
      <IconButton label="Close this notice" onClick={dismiss}>
        <X size={14} aria-hidden="true" />
      </IconButton>
    </div>
  )
}
