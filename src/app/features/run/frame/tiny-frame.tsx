import type { ReactNode } from 'react'
import styles from './tiny-frame.module.css'

interface TinySlots {
  readonly question: ReactNode
  readonly answer: ReactNode
  readonly timeline: ReactNode
  readonly link: ReactNode
}

/** An embedding of less than 400 × 320: what is asked, what came out, the strip, and the way to the page. */
export function TinyFrame({ question, answer, timeline, link }: TinySlots) {
  return (
    <main className={styles['frame']} id="run">
      <div className={styles['head']}>
        {question}
        {answer}
      </div>
      <div className={styles['timeline']}>{timeline}</div>
      <div className={styles['foot']}>{link}</div>
    </main>
  )
}
