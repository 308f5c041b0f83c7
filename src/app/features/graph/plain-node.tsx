import { memo } from 'react'
import type { NodeProps } from '@xyflow/react'
import { Ends } from './ends.tsx'
import type { PlainFlowNode } from './flow-elements.ts'
import { useReached } from './scene.ts'
import { shorten, shortTitle } from './words.ts'
import styles from './plain-node.module.css'

/** A start, an end, a decision, or a bar where branches part and meet: nothing of it can crash. */
export const PlainNode = memo(function PlainNode({ data, width = 0, height = 0 }: NodeProps<PlainFlowNode>) {
  const { node, edges, type } = data
  const reached = useReached(edges)
  const whole = shortTitle(node)
  const title = type === null ? whole : shorten(whole)
  const throws = node.kind === 'end' && node.outcome === 'throw'
  const hasText = node.kind !== 'fork' && node.kind !== 'join'
  const className = `${styles['plain']} ${styles[node.kind] ?? ''} ${reached ? styles['reached'] : ''} ${throws ? styles['throws'] : ''} ${type === null ? '' : styles['collapsed']}`
  return (
    <>
      <Ends />
      <div className={className} title={node.kind === 'end' ? node.text : node.title || title}>
        {node.kind === 'decision' && <Outline width={width} height={height} />}
        {hasText && (
          <span className={styles['text']} style={type === null ? undefined : { fontSize: type.detail }}>
            <span aria-hidden={title === whole ? undefined : true}>{title}</span>
            {title !== whole && <span className="visually-hidden">{whole}</span>}
          </span>
        )}
      </div>
    </>
  )
})

/** A hexagon: a diamond with room for a condition. */
function Outline({ width, height }: { readonly width: number; readonly height: number }) {
  const [w, h, tip] = [width - 1, height - 1, Math.min(14, height / 2)]
  return (
    <svg width={width} height={height} aria-hidden="true">
      <path
        d={`M0.5 ${h / 2 + 0.5}L${tip} 0.5H${w - tip}L${w + 0.5} ${h / 2 + 0.5}L${w - tip} ${h + 0.5}H${tip}Z`}
      />
    </svg>
  )
}
