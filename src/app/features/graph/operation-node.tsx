import { memo } from 'react'
import type { NodeProps } from '@xyflow/react'
import { isOperation, type GraphNode } from '#program/graph.ts'
import { Ends } from './ends.tsx'
import { ExitGaps } from './exit-gaps.tsx'
import type { OperationFlowNode } from './flow-elements.ts'
import { GapButton } from './gap-button.tsx'
import { Marks } from './marks.tsx'
import { NodeHead } from './node-head.tsx'
import { OpenRows } from './open-rows.tsx'
import { useNodeState, useScene } from './scene.ts'
import { measures } from './size.ts'
import styles from './node.module.css'

/**
 * An operation of the workflow: what it did in this run, up to the cursor. In an overview it shows its number, title
 * and state, and the rest stays for the keyboard and screen readers: the elements are the same, so that the focus
 * stays when the size changes.
 */
export const OperationNode = memo(function OperationNode({ id, data }: NodeProps<OperationFlowNode>) {
  const { node, exits, type } = data
  const state = useNodeState(id)
  const taken = useScene(({ story }) => story.taken)
  if (state === null) return null
  const isCollapsed = type !== null
  const opaque = isOperation(node) && node.kind === 'opaque'
  const detail = state.note ?? (state.rows.length === 0 || isWaiting(node) ? node.detail : null)
  return (
    <>
      <Ends />
      <div
        className={`${styles['node']} ${styles[state.status]} ${opaque ? styles['opaque'] : ''} ${isCollapsed ? styles['collapsed'] : ''}`}
        data-current={state.current || undefined}
      >
        <NodeHead node={node} state={state} type={type} />
        {!isCollapsed && detail !== null && <p className={styles['detail']}>{detail}</p>}
        {state.topGap && <GapButton gap={state.topGap} form="row" top={measures.head} hidden={isCollapsed} />}
        {state.rows.length > 0 && <OpenRows state={state} />}
        {!isCollapsed && <Marks marks={state.marks} />}
      </div>
      <ExitGaps gap={state.exit} exits={exits} taken={taken} hidden={isCollapsed} />
    </>
  )
})

function isWaiting(node: GraphNode): boolean {
  return node.kind === 'recv' || node.kind === 'sleep'
}
