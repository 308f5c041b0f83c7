import type { ReactNode } from 'react'
import { Logo } from '../parts/logo.tsx'
import styles from './loading-frame.module.css'

/** Before the first run: a link to a run that is not part of the page. */
export function LoadingFrame({ children }: { readonly children: ReactNode }) {
  return (
    <main className={styles['frame']}>
      <div className={styles['card']}>
        <p className={styles['brand']}>
          <Logo /> Crashcart
        </p>
        <h1 className={styles['title']}>Making the run of this link</h1>
        {children}
        <p className={styles['note']}>
          A link is an input, not a recording: the run is made afresh in this tab, and comes out the same.
        </p>
      </div>
    </main>
  )
}
