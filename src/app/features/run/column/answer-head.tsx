import { useMemo } from 'react'
import type { Run } from '#simulator'
import { lowerFirst } from '../../../model/letter-case.ts'
import { VerdictMark } from '../../../parts/verdict-mark.tsx'
import type { Judgement } from '../../../state/judgement.ts'
import { usePage, usePageStore } from '../../../state/page.tsx'
import { NextLane } from './next-lane.tsx'
import styles from './verdict.module.css'

interface AnswerHeadProps {
  readonly run: Run
  readonly judgement: Judgement
  readonly cursor: number
}

/** The answer, how many rules hold at the end and at the cursor, and the one thing to do next. */
export function AnswerHead({ run, judgement, cursor }: AnswerHeadProps) {
  const ask = usePage((page) => page.catalogue.ask)
  const { answer, tone } = useMemo(() => ask(run), [ask, run])
  const { final, ended, sentence, notJudged } = judgement
  return (
    <>
      <p className={styles['answer']}>
        <VerdictMark tone={tone} size="large" />
        {tone === 'not-judged' ? 'Not judged.' : answer}
      </p>
      <p className={styles['scope']}>
        {notJudged !== null && (
          <>
            {tone !== 'not-judged' && 'The other rules are not judged. '}
            {notJudged}
            <br />
          </>
        )}
        Final result: {final}.<br />
        {ended ? endWords(run) : `At event ${cursor} ${lowerFirst(sentence)}.`}
      </p>
      {run.end.kind === 'endless' && <p className={styles['failure']}>The run never ends. {run.end.why}</p>}
      <NextLane tone={tone} />
    </>
  )
}

/** Of a run that did not end by itself it is said why, instead. */
function endWords({ end }: Run): string | null {
  return end.kind === 'settled' ? 'The run has ended.' : null
}

/** `ask=1`: first think, then look. */
export function HiddenAnswer() {
  const store = usePageStore()
  return (
    <>
      <p className={styles['answer']}>
        <VerdictMark tone="unknown" size="large" />
        What do you think?
      </p>
      <p className={styles['scope']}>Play the run, look at the rows, and decide. Then show the answer.</p>
      <button type="button" className={styles['primary']} onClick={() => store.getState().reveal()}>
        Show the answer
      </button>
    </>
  )
}
