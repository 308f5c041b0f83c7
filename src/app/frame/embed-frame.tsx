import type { ReactNode } from 'react'
import styles from './embed-frame.module.css'

interface EmbedSlots {
  readonly question: ReactNode
  readonly graph: ReactNode
  readonly transport: ReactNode
  readonly timeline: ReactNode
}

/** The run and its transport, for somebody else's page. */
export function EmbedFrame({ question, graph, transport, timeline }: EmbedSlots) {
  return (
    <main className={styles['frame']} id="run">
      {question}
      <div className={styles['graph']}>{graph}</div>
      <div>{transport}</div>
      <div className={styles['timeline']}>{timeline}</div>
    </main>
  )
}
