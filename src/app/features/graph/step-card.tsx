import type { GraphNode } from '#program'
import { MarkIcon } from './marks.tsx'
import { NodeIcon } from './node-icon.tsx'
import { statusWords, type NodeState } from './node-story.ts'
import { shortTitle } from './words.ts'
import styles from './list.module.css'

interface StepCardProps {
  readonly node: GraphNode
  readonly state: NodeState
  readonly onSelect: (event: number) => void
}

/** One step of the list: what became of it, by whom. */
export function StepCard({ node, state, onSelect }: StepCardProps) {
  const { event } = state
  return (
    <button
      type="button"
      className={`${styles['card']} ${styles[state.status]}`}
      data-current={state.current || undefined}
      disabled={event === null}
      onClick={() => event !== null && onSelect(event)}
    >
      <span className={styles['sign']}>
        {state.status === 'ran' ? <MarkIcon kind="ran" /> : <NodeIcon state={state} />}
      </span>
      <span className={styles['step']}>{state.step}</span>
      <span className={styles['title']}>{shortTitle(node)}</span>
      {state.note === null && state.marks.length === 0 && (
        <span className="visually-hidden">{statusWords(state)}</span>
      )}
      <span className={styles['side']}>
        {state.note ??
          (state.marks.length > 0
            ? state.marks.map(({ kind, words }) => (
                <span key={words} className={styles['mark']}>
                  {kind !== 'ran' && kind !== 'runs' && <MarkIcon kind={kind} />}
                  {words}
                </span>
              ))
            : node.detail)}
      </span>
    </button>
  )
}
