import { GapButton } from './gap-button.tsx'
import { at } from './node-story.ts'
import { isUpright, type PlacedEdge } from './placement.ts'
import type { GraphStory } from './story.ts'

interface ExitGapsProps {
  readonly story: GraphStory
  readonly edges: readonly PlacedEdge[]
  readonly cursor: number
}

/** The gaps on edges: after the last operation of the node that they leave. */
export function ExitGaps({ story, edges, cursor }: ExitGapsProps) {
  return edges.map((edge) => {
    const states = story.nodes.get(edge.from)
    if (states === undefined || edge.gap === null) return null
    return (
      <GapButton
        key={edge.id}
        gap={at(states, cursor).exit}
        form="edge"
        left={edge.gap.x}
        top={edge.gap.y}
        turned={isUpright(edge.points, edge.gap)}
        closed={elsewhere(story, edges, edge)}
      />
    )
  })
}

/** Why a gap is closed although its node was run: the run left the node by another edge. */
function elsewhere(story: GraphStory, edges: readonly PlacedEdge[], edge: PlacedEdge): string | null {
  if (story.taken.has(edge.id)) return null
  const others = edges.some(({ from, id }) => from === edge.from && story.taken.has(id))
  return others ? 'This run goes another way' : null
}
