import type { MouseEvent } from 'react'
import styles from './skip-link.module.css'

/** The first stop of the keyboard: over the top bar to the run. */
export function SkipLink() {
  const skip = (event: MouseEvent) => {
    // The address belongs to the run on screen, not to a place on the page.
    event.preventDefault()
    const main = document.getElementById('run')
    main?.setAttribute('tabindex', '-1')
    main?.focus()
  }
  return (
    <a href="#run" className={styles['skip']} onClick={skip}>
      Skip to the run
    </a>
  )
}
