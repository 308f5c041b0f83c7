import { useMemo } from 'react'
import { usePage, useRun } from '../state/page.tsx'
import styles from './question.module.css'

/** The one heading: what is being asked of this run. */
export function Question({ hidden = false }: { readonly hidden?: boolean }) {
  const run = useRun()
  const ask = usePage((page) => page.catalogue.ask)
  const { question } = useMemo(() => ask(run), [ask, run])
  return <h1 className={hidden ? styles['unseen'] : styles['question']}>{question}</h1>
}
