import { ArrowUpRight } from 'lucide-react'
import { linkTo } from '../state/address.ts'
import { usePage, useRun } from '../state/page.tsx'
import styles from './transport.module.css'

/** From an embedding to the page itself, at the same event. */
export function OutLink() {
  const run = useRun()
  const cursor = usePage((page) => page.cursor)
  return (
    <a
      className={styles['out']}
      href={`${location.pathname}#${linkTo(run, cursor)}`}
      target="_blank"
      rel="noopener"
    >
      Break it yourself
      <ArrowUpRight size={14} aria-hidden="true" />
    </a>
  )
}
