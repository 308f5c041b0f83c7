import type { ReactNode } from 'react'
import { Logo } from '../../../parts/logo.tsx'
import styles from './loading-frame.module.css'

interface LoadingFrameProps {
  readonly title: string
  /** What is going on. */
  readonly children?: ReactNode
  /** Why that has to be. */
  readonly note?: string
}

/** Before the first run. */
export function LoadingFrame({ title, children, note }: LoadingFrameProps) {
  return (
    <main className={styles['frame']}>
      <div className={styles['card']}>
        <p className={styles['brand']}>
          <Logo /> Crashcart
        </p>
        <h1 className={styles['title']}>{title}</h1>
        {children}
        {note !== undefined && <p className={styles['note']}>{note}</p>}
      </div>
    </main>
  )
}
