import { useEffect, useMemo } from 'react'
import { usePage, useRun } from '../../../state/page.tsx'
import { planQuestion } from '../../../state/plan-question.ts'
import { useLanes } from '../../../state/use-lanes.ts'
import styles from './question.module.css'

/** The one heading: what is being asked of this run, or of all lanes. */
export function Question() {
  const run = useRun()
  const lanes = useLanes()
  const catalogue = usePage((page) => page.catalogue)
  const isComparison = usePage((page) => page.view === 'compare')
  const question = useMemo(() => {
    if (!isComparison) return catalogue.ask(run).question
    const runs = lanes.map((lane) => lane.run)
    return planQuestion(catalogue, runs)
  }, [catalogue, isComparison, run, lanes])
  // History and tabs are told apart by what was asked.
  useEffect(() => {
    document.title = `${question} · Crashcart`
  }, [question])
  return <h1 className={styles['question']}>{question}</h1>
}
