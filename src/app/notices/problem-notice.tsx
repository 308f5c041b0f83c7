import { X } from 'lucide-react'
import { IconButton } from '../parts/icon-button.tsx'
import { usePageStore } from '../state/page.tsx'
import { tooManyFaults } from '../state/store.ts'
import styles from './notices.module.css'

/** What of a link could not be read, or could not be asked for; the rest is on screen. */
export function ProblemNotice({ problems }: { readonly problems: readonly string[] }) {
  const store = usePageStore()
  return (
    <div className={`${styles['notice']} ${styles['problem']}`} role="alert">
      <div>
        <p className={styles['title']}>
          {problems.includes(tooManyFaults)
            ? 'That would be one fault too many'
            : 'Not everything in this link could be read; the rest was kept'}
        </p>
        <ul>
          {problems.map((problem) => (
            <Problem key={problem} sentence={problem} />
          ))}
        </ul>
      </div>
      <IconButton label="Close this notice" onClick={() => store.getState().dismiss()}>
        <X size={14} aria-hidden="true" />
      </IconButton>
    </div>
  )
}

/** A long list of what would have been right is there for whoever wants it. */
function Problem({ sentence }: { readonly sentence: string }) {
  const [what = '', known] = sentence.split(' Known are ')
  return (
    <li>
      {what.charAt(0).toUpperCase() + what.slice(1)}
      {known !== undefined && (
        <details>
          <summary>Known operations</summary>
          {known}
        </details>
      )}
    </li>
  )
}
