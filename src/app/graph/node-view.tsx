import { memo } from 'react'
import { isOperation, type GraphNode } from '#program/graph.ts'
import { GapButton } from './gap-button.tsx'
import { Marks } from './marks.tsx'
import { NodeIcon } from './node-icon.tsx'
import { statusWords, type NodeState } from './node-story.ts'
import { OpenRows } from './open-rows.tsx'
import type { Box } from './placement.ts'
import { measures, shortTitle } from './size.ts'
import styles from './node.module.css'

interface NodeViewProps {
  readonly node: GraphNode
  readonly box: Box
  readonly state: NodeState
  readonly onSelect: (event: number) => void
}

/** An operation of the workflow: what it did in this run, up to the cursor. */
export const NodeView = memo(function NodeView({ node, box, state, onSelect }: NodeViewProps) {
  const opaque = isOperation(node) && node.kind === 'opaque'
  const detail = state.note ?? (state.rows.length === 0 || isWaiting(node) ? node.detail : null)
  const { event } = state
  return (
    <div
      className={`${styles['node']} ${styles[state.status]} ${opaque ? styles['opaque'] : ''}`}
      data-current={state.current || undefined}
      style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
    >
      <button
        type="button"
        className={styles['head']}
        disabled={event === null}
        title={node.title}
        onClick={() => event !== null && onSelect(event)}
      >
        {state.step !== null && <span className={styles['step']}>{state.step}</span>}
        <span className={styles['title']}>{shortTitle(node)}</span>
        <span className={styles['spoken']}>: {statusWords(state)}</span>
        <NodeIcon state={state} />
      </button>
      {detail !== null && <p className={styles['detail']}>{detail}</p>}
      {state.rows.length > 0 && <OpenRows state={state} />}
      {state.topGap && <GapButton gap={state.topGap} form="row" top={measures.head} />}
      <Marks marks={state.marks} />
    </div>
  )
})

function isWaiting(node: GraphNode): boolean {
  return node.kind === 'recv' || node.kind === 'sleep'
}
