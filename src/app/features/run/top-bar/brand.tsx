import { Logo } from '../../../parts/logo.tsx'
import { openingLink } from '../../../state/address.ts'
import { usePage } from '../../../state/page.tsx'
import styles from './top-bar.module.css'

/** The name of the page, and the way back to the run that it opens on. */
export function Brand() {
  const opening = usePage((page) => page.catalogue.embedded[0])
  const link = opening === undefined ? '' : openingLink(opening)
  return (
    <a className={styles['brand']} href={`#${link}`} aria-label="Crashcart, back to the first question">
      <Logo />
      <span>Crashcart</span>
    </a>
  )
}
