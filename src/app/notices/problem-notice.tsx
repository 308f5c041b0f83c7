import { X } from 'lucide-react'
import { IconButton } from '../parts/icon-button.tsx'
import { usePageStore } from '../state/page.tsx'
import styles from './notices.module.css'

/** What of a link could not be read; the rest is on screen. */
export function ProblemNotice({ problems }: { readonly problems: readonly string[] }) {
  const store = usePageStore()
  return (
    <div className={`${styles['notice']} ${styles['problem']}`} role="alert">
      <div>
        <p className={styles['title']}>Not everything in this link could be read</p>
        <ul>
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      </div>
      <IconButton label="Close this notice" onClick={() => store.getState().dismiss()}>
        <X size={14} aria-hidden="true" />
      </IconButton>
    </div>
  )
}
