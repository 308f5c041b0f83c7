import type { GraphNode } from '#program/graph.ts'
import { MarkIcon } from './marks.tsx'
import { NodeIcon } from './node-icon.tsx'
import { statusWords, type NodeState } from './node-story.ts'
import { useScene } from './scene.ts'
import type { Type } from './size.ts'
import { stateLine } from './state-line.ts'
import { shorten, shortTitle } from './words.ts'
import styles from './node.module.css'

interface NodeHeadProps {
  readonly node: GraphNode
  readonly state: NodeState
  /** The type of an overview; null at reading size. */
  readonly type: Type | null
}

/** A node's number, title and sign; in an overview with what became of it. A click goes to its event. */
export function NodeHead({ node, state, type }: NodeHeadProps) {
  const onSelect = useScene((scene) => scene.onSelect)
  const { event } = state
  const title = shortTitle(node)
  const line = type?.lines === 2 ? stateLine(state) : null
  return (
    <button
      type="button"
      className={styles['head']}
      disabled={event === null}
      title={node.title}
      style={type === null ? undefined : { fontSize: type.title }}
      onClick={() => event !== null && onSelect(event)}
    >
      {state.step !== null && <span className={styles['step']}>{state.step}</span>}
      <span className={styles['title']}>{type === null ? title : shorten(title)}</span>
      <span className="visually-hidden">: {statusWords(state)}</span>
      {type !== null && state.status === 'ran' ? <MarkIcon kind="ran" /> : <NodeIcon state={state} />}
      {line !== null && (
        <span className={styles['state']} style={{ fontSize: type?.detail }} aria-hidden="true">
          {line}
        </span>
      )}
    </button>
  )
}
