import { useMemo } from 'react'
import { VerdictMark } from '../../../parts/verdict-mark.tsx'
import { usePage, usePageStore, useRun } from '../../../state/page.tsx'
import styles from './question.module.css'

/** How the whole run ends, in a line, where there is no room for the argument. */
export function Answer() {
  const store = usePageStore()
  const run = useRun()
  const ask = usePage((page) => page.catalogue.ask)
  const isHidden = usePage((page) => page.answers === 'hidden')
  const hasEnded = usePage((page) => page.cursor >= run.trace.length)
  const { answer, tone } = useMemo(() => ask(run), [ask, run])
  if (isHidden)
    return (
      <div className={styles['answer']}>
        <VerdictMark tone="unknown" />
        <p>What do you think?</p>
        <button type="button" className={styles['reveal']} onClick={() => store.getState().reveal()}>
          Show the answer
        </button>
      </div>
    )
  return (
    <div className={styles['answer']}>
      <VerdictMark tone={tone} />
      <p>{answer}</p>
      {!hasEnded && <p className={styles['scope']}>That is how it ends.</p>}
    </div>
  )
}
