import type { ReactNode } from 'react'
import styles from './embed-frame.module.css'

interface EmbedSlots {
  readonly question: ReactNode
  readonly answer: ReactNode
  readonly graph: ReactNode
  readonly transport: ReactNode
  readonly timeline: ReactNode
}

/** The run and its transport, for somebody else's page. */
export function EmbedFrame({ question, answer, graph, transport, timeline }: EmbedSlots) {
  return (
    <main className={styles['frame']} id="run">
      <div className={styles['head']}>
        {question}
        {answer}
      </div>
      <div className={styles['graph']}>{graph}</div>
      <div>{transport}</div>
      <div className={styles['timeline']}>{timeline}</div>
    </main>
  )
}
