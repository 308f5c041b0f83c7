import { ArrowUpRight } from 'lucide-react'
import { linkHere } from '../../../state/address.ts'
import { usePage } from '../../../state/page.tsx'
import styles from './transport.module.css'

/** From an embedding to the page itself, in the same view at the same event. */
export function OutLink() {
  const link = usePage((page) => linkHere(page, { ask: page.answers === 'hidden' }))
  return (
    <a className={styles['out']} href={`${location.pathname}#${link}`} target="_blank" rel="noopener">
      Break it yourself
      <ArrowUpRight size={14} aria-hidden="true" />
    </a>
  )
}
