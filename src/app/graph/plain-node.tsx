import { memo } from 'react'
import type { GraphNode } from '#program'
import type { Box } from './placement.ts'
import { shortTitle } from './size.ts'
import styles from './plain-node.module.css'

interface PlainNodeViewProps {
  readonly node: GraphNode
  readonly box: Box
  readonly reached: boolean
}

/** A start, an end, a decision, or a bar where branches part and meet: nothing of it can crash. */
export const PlainNodeView = memo(function PlainNodeView({ node, box, reached }: PlainNodeViewProps) {
  const place = { left: box.x, top: box.y, width: box.width, height: box.height }
  const title = shortTitle(node)
  const throws = node.kind === 'end' && node.outcome === 'throw'
  const className = `${styles['plain']} ${styles[node.kind] ?? ''} ${reached ? styles['reached'] : ''} ${throws ? styles['throws'] : ''}`
  return (
    <div className={className} style={place} title={node.title || title}>
      {node.kind === 'decision' && <Outline box={box} />}
      {node.kind !== 'fork' && node.kind !== 'join' && <span className={styles['text']}>{title}</span>}
    </div>
  )
})

/** A hexagon: a diamond with room for a condition. */
function Outline({ box }: { readonly box: Box }) {
  const [w, h, tip] = [box.width - 1, box.height - 1, 14]
  return (
    <svg width={box.width} height={box.height} aria-hidden="true">
      <path
        d={`M0.5 ${h / 2 + 0.5}L${tip} 0.5H${w - tip}L${w + 0.5} ${h / 2 + 0.5}L${w - tip} ${h + 0.5}H${tip}Z`}
      />
    </svg>
  )
}
