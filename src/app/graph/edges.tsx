import { memo } from 'react'
import type { GraphEdge } from '#program'
import type { PlacedEdge, Spot } from './placement.ts'
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
      <path className={styles['line']} d={roundedPath(placed.points, 6)} />
      <path className={styles['head']} d="M0 0L-6.5 -3V3Z" transform={headTransform(placed.points)} />
    </g>
  )
})

interface EdgeLabelProps {
  readonly edge: GraphEdge
  readonly at: Spot
  readonly look: EdgeViewProps['look']
}

/** An edge's condition; it stands on the edge and hides what is under it. */
export const EdgeLabel = memo(function EdgeLabel({ edge, at, look }: EdgeLabelProps) {
  return (
    <span
      className={`${styles['label']} ${styles[`label-${look}`]}`}
      style={{ left: at.x, top: at.y }}
      title={edge.label ?? undefined}
    >
      {edge.label}
    </span>
  )
})

/** A path through the points whose corners are rounded as far as their arms allow. */
export function roundedPath(points: readonly Spot[], radius: number): string {
  return points
    .map((point, index) => {
      const before = points[index - 1]
      const after = points[index + 1]
      if (before === undefined) return `M${point.x} ${point.y}`
      if (after === undefined) return `L${point.x} ${point.y}`
      const r = Math.min(radius, distance(before, point) / 2, distance(point, after) / 2)
      const start = towards(point, before, r)
      const end = towards(point, after, r)
      return `L${start.x} ${start.y}Q${point.x} ${point.y} ${end.x} ${end.y}`
    })
    .join('')
}

function headTransform(points: readonly Spot[]): string {
  const end = points.at(-1) ?? { x: 0, y: 0 }
  const before = points.at(-2) ?? end
  const angle = (Math.atan2(end.y - before.y, end.x - before.x) * 180) / Math.PI
  return `translate(${end.x} ${end.y}) rotate(${angle})`
}

function distance(one: Spot, other: Spot): number {
  return Math.hypot(one.x - other.x, one.y - other.y)
}

function towards(from: Spot, to: Spot, length: number): Spot {
  const whole = distance(from, to)
  if (whole === 0) return from
  return { x: from.x + ((to.x - from.x) * length) / whole, y: from.y + ((to.y - from.y) * length) / whole }
}

/** Whether the edge runs up or down where the point lies, so that what crosses it lies flat. */
export function isUpright(points: readonly Spot[], at: Spot): boolean {
  let best = { length: Number.POSITIVE_INFINITY, upright: false }
  for (const [index, to] of points.entries()) {
    const from = points[index - 1]
    if (from === undefined) continue
    const off =
      Math.max(Math.min(from.x, to.x) - at.x, at.x - Math.max(from.x, to.x), 0) +
      Math.max(Math.min(from.y, to.y) - at.y, at.y - Math.max(from.y, to.y), 0)
    if (off < best.length) best = { length: off, upright: Math.abs(to.x - from.x) < Math.abs(to.y - from.y) }
  }
  return best.upright
}
