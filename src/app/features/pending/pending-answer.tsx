import { useEffect, useState } from 'react'
import { VerdictMark } from '../../parts/verdict-mark.tsx'
import { usePending, type Pending } from '../../store/use-pending.ts'
import { awaitedWords, headlineWords } from './pending-words.ts'
import styles from './pending.module.css'

/** In the answer's place while there is none: what is awaited, and the way back. */
export function PendingAnswer() {
  const pending = usePending()
  if (pending === null) return null
  return pending.failure === null ? <Progress pending={pending} /> : <Failure pending={pending} />
}

function Progress({ pending }: { readonly pending: Pending }) {
  const seconds = useSeconds()
  const { receivedBytes, totalBytes } = pending
  return (
    <div className={styles['pending']}>
      <p className={styles['headline']} role="status">
        <VerdictMark tone="unknown" size="large" />
        {headlineWords(pending)}
      </p>
      <p className={styles['awaited']}>
        {[awaitedWords(pending), seconds > 0 ? `${seconds} s` : null].filter(Boolean).join(' · ')}
      </p>
      {totalBytes !== undefined && (
        <progress
          className={styles['progress']}
          aria-label="Loading Postgres"
          value={receivedBytes}
          max={totalBytes}
        />
      )}
      <div className={styles['buttons']}>
        <CancelButton pending={pending} />
      </div>
    </div>
  )
}

function Failure({ pending }: { readonly pending: Pending }) {
  return (
    <div className={styles['pending']}>
      <p className={styles['headline']}>
        <VerdictMark tone="unknown" size="large" />
        No answer
      </p>
      <p className={styles['failure']} role="alert">
        {pending.failure}
      </p>
      <div className={styles['buttons']}>
        {pending.canTryAgain && (
          <button type="button" className={styles['again']} onClick={pending.tryAgain}>
            Try again
          </button>
        )}
        <CancelButton pending={pending} />
      </div>
    </div>
  )
}

function CancelButton({ pending }: { readonly pending: Pending }) {
  return (
    <button
      type="button"
      className={styles['cancel']}
      aria-keyshortcuts="Escape"
      title="Go back to the run before  Esc"
      onClick={(event) => {
        // The button goes with what it cancels; the answer that comes back takes its focus.
        event.currentTarget.closest<HTMLElement>('[tabindex="-1"]')?.focus()
        pending.cancel()
      }}
    >
      Cancel
    </button>
  )
}

/** Whole seconds since this was first drawn. */
function useSeconds(): number {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1_000)
    return () => clearInterval(timer)
  }, [])
  return seconds
}
