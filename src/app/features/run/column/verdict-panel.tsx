import { lazy, Suspense, useMemo, useRef, type ReactNode } from 'react'
import { VerdictMark } from '../../../parts/verdict-mark.tsx'
import { judge } from '../../../state/judgement.ts'
import { usePage, usePageStore, useRun } from '../../../state/page.tsx'
import { NextLane } from './next-lane.tsx'
import { Violations } from './violations.tsx'
import styles from './verdict.module.css'

/** What explains a run comes after the page that shows it. */
const Why = lazy(async () => ({ default: (await import('./why.tsx')).Why }))

interface VerdictPanelProps {
  /** The receipts. */
  readonly children: ReactNode
  /** The switches of the lane's guards. */
  readonly guards: ReactNode
  /** Asks an invariant's query. */
  readonly onAsk: (sql: string) => void
}

/** The argument in its order: the answer and how far it reaches, what is left, why, what is violated, what to switch. */
export function VerdictPanel({ children, guards, onAsk }: VerdictPanelProps) {
  const run = useRun()
  const cursor = usePage((page) => page.cursor)
  const ask = usePage((page) => page.catalogue.ask)
  const isHidden = usePage((page) => page.answers === 'hidden')
  const why = useRef<HTMLElement>(null)
  const { answer, tone } = useMemo(() => ask(run), [ask, run])
  const judgement = useMemo(() => judge(run, cursor), [run, cursor])
  return (
    <section className={styles['panel']} aria-label="Verdict">
      <div className={styles['head']}>
        {isHidden ? (
          <HiddenAnswer />
        ) : (
          <>
            <p className={styles['answer']}>
              <VerdictMark tone={tone} size="large" />
              {answer}
            </p>
            <p className={styles['scope']}>
              {judgement.ended ? (
                `${judgement.sentence}.`
              ) : (
                <>
                  That is how it ends. <strong>At event {cursor}:</strong> {lowerFirst(judgement.sentence)}.
                </>
              )}
            </p>
            {run.failure !== null && (
              <p className={styles['failure']}>The run could not go on: {run.failure}</p>
            )}
            <NextLane tone={tone} />
          </>
        )}
      </div>
      {children}
      {!isHidden && (
        <Suspense>
          <Why run={run} section={why} />
        </Suspense>
      )}
      {!isHidden && (
        <Violations run={run} judgement={judgement} onAsk={onAsk} onExplain={() => why.current?.focus()} />
      )}
      {guards}
    </section>
  )
}

/** `ask=1`: first think, then look. */
function HiddenAnswer() {
  const store = usePageStore()
  return (
    <>
      <p className={styles['answer']}>
        <VerdictMark tone="unknown" size="large" />
        What do you think?
      </p>
      <p className={styles['scope']}>Play it, look at the rows, and make a bet. Then see whether it holds.</p>
      <button type="button" className={styles['primary']} onClick={() => store.getState().reveal()}>
        Show the answer
      </button>
    </>
  )
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1)
}
