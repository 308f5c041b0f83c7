import { X } from 'lucide-react'
import { orderChanged } from '#simulator'
import { IconButton } from '../parts/icon-button.tsx'
import { usePageStore } from '../state/page.tsx'
import { otherVersion, tooManyFaults } from '../state/store.ts'
import styles from './notices.module.css'

/** What is wrong with a link, or with what was asked for. */
export function ProblemNotice({ problems }: { readonly problems: readonly string[] }) {
  const store = usePageStore()
  return (
    <div className={`${styles['notice']} ${styles['problem']}`} role="alert">
      <div>
        <p className={styles['title']}>{titleOf(problems)}</p>
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

/** Sentences about a link that was used as a whole. */
const older: ReadonlySet<string> = new Set([orderChanged, otherVersion])

function titleOf(problems: readonly string[]): string {
  if (problems.includes(tooManyFaults)) return 'Too many faults'
  return problems.every((problem) => older.has(problem))
    ? 'This link is older than the page'
    : 'Not all of this link could be used. The rest is shown.'
}

/** A long list of what is known stays folded. */
function Problem({ sentence }: { readonly sentence: string }) {
  const [what = '', known] = sentence.split(' Known operations: ')
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
