import { GapButton } from './gap-button.tsx'
import type { NodeState } from './node-story.ts'
import styles from './list.module.css'

/** What a step of the list does, behind a line that opens it: between any two operations is a gap. */
export function InnerGaps({ state }: { readonly state: NodeState }) {
  const { rows, topGap } = state
  const gaps = [topGap, ...rows.map(({ gap }) => gap)].filter((gap) => gap !== null)
  if (gaps.length === 0) return null
  return (
    <details className={styles['inside']}>
      <summary>{rows.length === 1 ? '1 operation' : `${rows.length} operations`} inside</summary>
      {topGap && <GapButton gap={topGap} form="list" />}
      <ol>
        {rows.map((row, position) => (
          <li key={`${row.kind} ${row.event ?? position}`}>
            <p className={styles[`inner-${row.state}`]}>
              {row.title} <span>{row.value}</span>
            </p>
            {row.gap && <GapButton gap={row.gap} form="list" />}
          </li>
        ))}
      </ol>
    </details>
  )
}
