import { useEffect, useMemo } from 'react'
import { usePage, useRun } from '../state/page.tsx'
import styles from './question.module.css'

/** The one heading: what is being asked of this run. */
export function Question({ hidden = false }: { readonly hidden?: boolean }) {
  const run = useRun()
  const ask = usePage((page) => page.catalogue.ask)
  const { question } = useMemo(() => ask(run), [ask, run])
  // History and tabs are told apart by what was asked.
  useEffect(() => {
    document.title = `${question} · Crashcart`
  }, [question])
  return <h1 className={hidden ? styles['unseen'] : styles['question']}>{question}</h1>
}
