import { usePage } from '../state/page.tsx'
import { FailureNotice } from './failure-notice.tsx'
import styles from './notices.module.css'
import { ProblemNotice } from './problem-notice.tsx'
import { ProgressNotice } from './progress-notice.tsx'

/** What has to be said about getting runs: on the way, failed, not readable. */
export function Notices() {
  const isWaiting = usePage((page) => page.wanted !== page.shown)
  const failure = usePage((page) => page.failure)
  const problems = usePage((page) => page.problems)
  return (
    <div className={styles['stack']}>
      {problems.length > 0 && <ProblemNotice problems={problems} />}
      {failure !== null && <FailureNotice failure={failure} />}
      {isWaiting && (
        <section className={`${styles['notice']} ${styles['patient']}`} aria-label="Progress">
          <ProgressNotice />
        </section>
      )}
    </div>
  )
}
