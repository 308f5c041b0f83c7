import { memo } from 'react'
import type { EdgeProps } from '@xyflow/react'
import type { FlowEdge } from './flow-elements.ts'
import type { Spot } from './placement.ts'
import { useEdgeLook, useScene } from './scene.ts'
import styles from './edges.module.css'

/** One edge, orthogonal with round corners. In an overview a click on it goes to its gap. */
export const Way = memo(function Way({ id, source, data }: EdgeProps<FlowEdge>) {
  const look = useEdgeLook(id)
  const onRead = useScene((scene) => scene.onRead)
  if (data === undefined) return null
  const { edge, placed, type } = data
  return (
    <g className={`${styles[look]} ${styles[edge.kind]}`}>
      <path className={styles['line']} d={placed.path} />
      <path className={styles['head']} d="M0 0L-6.5 -3V3Z" transform={headTransform(placed.points)} />
      {type !== null && <path className={styles['target']} d={placed.path} onClick={() => onRead(source)} />}
    </g>
  )
})

function headTransform(points: readonly Spot[]): string {
  const end = points.at(-1) ?? { x: 0, y: 0 }
  const before = points.at(-2) ?? end
  const angle = (Math.atan2(end.y - before.y, end.x - before.x) * 180) / Math.PI
  return `translate(${end.x} ${end.y}) rotate(${angle})`
}
