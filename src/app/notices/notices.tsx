import { usePage } from '../state/page.tsx'
import { FailureNotice } from './failure-notice.tsx'
import styles from './notices.module.css'
import { ProblemNotice } from './problem-notice.tsx'
import { ProgressNotice } from './progress-notice.tsx'

/** What has to be said about getting runs: on the way, failed, not readable. */
export function Notices() {
  // Where one run and its answer are on screen, the answer's place says it.
  const isSaidElsewhere = usePage(({ before, view, embed }) => before !== null && view === 'focus' && !embed)
  const isWaiting = usePage(({ wanted, shown, failure }) => wanted !== shown && failure === null)
  const failure = usePage((page) => page.failure)
  const problems = usePage((page) => page.problems)
  return (
    <div className={styles['stack']}>
      {problems.length > 0 && <ProblemNotice problems={problems} />}
      {failure !== null && !isSaidElsewhere && <FailureNotice failure={failure} />}
      {isWaiting && !isSaidElsewhere && (
        <section className={`${styles['notice']} ${styles['patient']}`} aria-label="Progress">
          <ProgressNotice />
        </section>
      )}
    </div>
  )
}
