import { memo } from 'react'
import { GapButton } from './gap-button.tsx'
import type { Gap } from './gaps.ts'
import { isUpright, type PlacedEdge } from './placement.ts'

interface ExitGapsProps {
  readonly gap: Gap
  /** The edges that leave the node. */
  readonly edges: readonly PlacedEdge[]
  /** When each edge of the graph was first taken; those never taken are absent. */
  readonly taken: ReadonlyMap<string, number>
}

/** The gap after a node's last operation, on each edge that leaves it; closed on those that the run does not take. */
export const ExitGaps = memo(function ExitGaps({ gap, edges, taken }: ExitGapsProps) {
  const isDecided = edges.some(({ id }) => taken.has(id))
  return edges.map(
    (edge) =>
      edge.gap && (
        <GapButton
          key={edge.id}
          gap={gap}
          form="edge"
          left={edge.gap.x}
          top={edge.gap.y}
          turned={isUpright(edge.points, edge.gap)}
          closed={isDecided && !taken.has(edge.id) ? 'This run goes another way' : null}
        />
      ),
  )
})
