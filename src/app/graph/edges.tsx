import { memo } from 'react'
import type { GraphEdge } from '#program'
import type { Box, PlacedEdge, Spot } from './placement.ts'
import styles from './edges.module.css'

interface EdgeViewProps {
  readonly edge: GraphEdge
  readonly placed: PlacedEdge
  /** Never: this run does not go there. */
  readonly look: 'taken' | 'ahead' | 'never'
}

/** One edge, orthogonal with round corners, under its condition. */
export const EdgeView = memo(function EdgeView({ edge, placed, look }: EdgeViewProps) {
  return (
    <g className={`${styles[look]} ${styles[edge.kind]}`}>
      <path className={styles['line']} d={placed.path} />
      <path className={styles['head']} d="M0 0L-6.5 -3V3Z" transform={headTransform(placed.points)} />
    </g>
  )
})

interface EdgeLabelProps {
  readonly edge: GraphEdge
  readonly at: Box
  readonly look: EdgeViewProps['look']
}

/** An edge's condition; it stands on the edge and hides what is under it. */
export const EdgeLabel = memo(function EdgeLabel({ edge, at, look }: EdgeLabelProps) {
  return (
    <span
      className={`${styles['label']} ${styles[`label-${look}`]}`}
      style={{ left: at.x, top: at.y, height: at.height }}
      title={edge.label ?? undefined}
    >
      {edge.label}
    </span>
  )
})

function headTransform(points: readonly Spot[]): string {
  const end = points.at(-1) ?? { x: 0, y: 0 }
  const before = points.at(-2) ?? end
  const angle = (Math.atan2(end.y - before.y, end.x - before.x) * 180) / Math.PI
  return `translate(${end.x} ${end.y}) rotate(${angle})`
}
