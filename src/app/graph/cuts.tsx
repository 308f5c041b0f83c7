import { CutView } from './cut-view.tsx'
import { gapId, at } from './node-story.ts'
import { isUpright, type Placement } from './placement.ts'
import { measures } from './size.ts'
import type { Cut, GraphStory } from './story.ts'

interface CutsProps {
  readonly story: GraphStory
  readonly placement: Placement
  readonly cursor: number
}

interface Place {
  readonly left: number
  readonly top: number
  readonly form: 'across' | 'flat'
}

/** The crashes of the plan, each over its gap. */
export function Cuts({ story, placement, cursor }: CutsProps) {
  return story.cuts.map((cut) => {
    const place = placeOf(cut, story, placement)
    return (
      place && (
        <CutView
          key={cut.event}
          server={cut.server}
          struck={cut.event <= cursor}
          left={place.left}
          top={place.top}
          form={place.form}
        />
      )
    )
  })
}

function placeOf(cut: Cut, story: GraphStory, placement: Placement): Place | null {
  const leaving = placement.edges.filter(({ from, gap }) => gap !== null && gapId(from, 'exit') === cut.gap)
  const edge = leaving.find(({ id }) => story.taken.has(id)) ?? leaving[0]
  if (edge?.gap) {
    const form = isUpright(edge.points, edge.gap) ? 'flat' : 'across'
    return { left: edge.gap.x, top: edge.gap.y, form }
  }
  for (const [id, states] of story.nodes) {
    const box = placement.nodes.get(id)
    if (!box || !cut.gap.startsWith(`${id}|`)) continue
    const { rows, topGap } = at(states, cut.event)
    const row = topGap?.id === cut.gap ? 0 : rows.findIndex(({ gap }) => gap?.id === cut.gap) + 1
    return { left: box.x + box.width, top: box.y + measures.head + row * measures.row, form: 'flat' }
  }
  return null
}
