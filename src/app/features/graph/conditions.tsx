import { memo } from 'react'
import type { GraphEdge } from '#program'
import type { Box, Placement } from './placement.ts'
import { useEdgeLook } from './scene.ts'
import type { Type } from './size.ts'
import { shorten } from './words.ts'
import styles from './edges.module.css'

interface ConditionsProps {
  readonly edges: readonly GraphEdge[]
  readonly placement: Placement
}

/** The conditions under which edges are taken. They stand on their edges, over a cut that may cross them. */
export const Conditions = memo(function Conditions({ edges, placement }: ConditionsProps) {
  const boxes = new Map(placement.edges.map(({ id, label }) => [id, label]))
  return edges.map((edge) => {
    const box = boxes.get(edge.id)
    return box && <Condition key={edge.id} edge={edge} box={box} type={placement.type} />
  })
})

interface ConditionProps {
  readonly edge: GraphEdge
  readonly box: Box
  readonly type: Type | null
}

function Condition({ edge, box, type }: ConditionProps) {
  const look = useEdgeLook(edge.id)
  const whole = edge.label ?? ''
  const text = type === null ? whole : shorten(whole)
  return (
    <span
      className={`${styles['label']} ${styles[`label-${look}`]}`}
      style={{ left: box.x, top: box.y, width: box.width, height: box.height, fontSize: type?.detail }}
      title={text === whole ? undefined : whole}
    >
      {text}
    </span>
  )
}
