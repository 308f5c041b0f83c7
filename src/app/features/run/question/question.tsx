import { useEffect, useMemo, useRef } from 'react'
import { usePage, useRun } from '../../../state/page.tsx'
import { pendingQuestion, planQuestion } from '../../../state/plan-question.ts'
import { useLanes } from '../../../state/use-lanes.ts'
import { useOpening } from '../../../store/use-opening.ts'
import styles from './question.module.css'
import { useLineFit } from './use-line-fit.ts'

/** The one heading: what is being asked of this run, or of all lanes. */
export function Question() {
  const run = useRun()
  const lanes = useLanes()
  const catalogue = usePage((page) => page.catalogue)
  const isComparison = usePage((page) => page.view === 'compare')
  const before = usePage((page) => page.before)
  const opening = useOpening()
  const isOpening = opening !== null && run.input.implementation !== opening.opening.next.implementation
  const question = useMemo(() => {
    if (isOpening) return opening.opening.question
    if (before !== null) return pendingQuestion(catalogue, before.run, run.input)
    if (!isComparison) return catalogue.ask(run).question
    const runs = lanes.map((lane) => lane.run)
    return planQuestion(catalogue, runs)
  }, [catalogue, isComparison, run, lanes, before, isOpening, opening])
  // History and tabs are told apart by what was asked.
  useEffect(() => {
    document.title = `${question} · Crashcart`
  }, [question])
  const heading = useRef<HTMLHeadingElement>(null)
  useLineFit(heading, question)
  return (
    <h1 ref={heading} className={styles['question']}>
      {question}
    </h1>
  )
}
