import type { Graph } from '#program'
import { CutView } from './cut-view.tsx'
import { gapId, at } from './node-story.ts'
import { isUpright, type Placement } from './placement.ts'
import { measures } from './size.ts'
import type { GraphStory } from './story.ts'
import { arrivalId, type Cut } from './strikes.ts'

interface CutsProps {
  readonly graph: Graph
  readonly story: GraphStory
  readonly placement: Placement
  readonly cursor: number
}

interface Place {
  readonly left: number
  readonly top: number
  readonly form: 'across' | 'front' | 'flat' | 'inner' | 'arrival'
}

/** Where the words of a cut stand, from its middle, in pixels; only these forms come near conditions. */
const words = {
  across: { x: -24, y: 37, width: 48, height: 36 },
  inner: { x: 8, y: -14, width: 32, height: 28 },
} as const

/** The faults of the plan, each over its gap. */
export function Cuts({ graph, story, placement, cursor }: CutsProps) {
  return story.cuts.map((cut, index) => {
    const place = placeOf(cut, graph, story, placement)
    const below = story.cuts.slice(0, index).filter(({ gap }) => gap === cut.gap).length
    return (
      place && (
        <CutView
          key={`${cut.event} ${cut.gap}`}
          words={cut.event <= cursor ? cut.struck : cut.ahead}
          sign={cut.sign}
          struck={cut.event <= cursor}
          left={place.left}
          // What comes to one node stacks up above it.
          top={place.top - (place.form === 'arrival' ? below * 18 : 0)}
          form={place.form}
          aside={isCrowded(place, placement)}
        />
      )
    )
  })
}

/** Whether a condition stands where the cut's words would. */
function isCrowded({ left, top, form }: Place, { edges }: Placement): boolean {
  if (form !== 'across' && form !== 'inner') return false
  const { x, y, width, height } = words[form]
  return edges.some(
    ({ label }) =>
      label !== null &&
      label.x < left + x + width &&
      label.x + label.width > left + x &&
      label.y < top + y + height &&
      label.y + label.height > top + y,
  )
}

function placeOf(cut: Cut, graph: Graph, story: GraphStory, placement: Placement): Place | null {
  for (const [id, box] of placement.nodes)
    if (cut.gap === arrivalId(id)) return { left: box.x + 14, top: box.y, form: 'arrival' }
  const leaving = placement.edges.filter(({ from, gap }) => gap !== null && gapId(from, 'exit') === cut.gap)
  const edge = leaving.find(({ id }) => cut.ways.has(id)) ?? leaving[0]
  if (edge?.gap) {
    const form = isUpright(edge.points, edge.gap) ? 'flat' : 'across'
    return { left: edge.gap.x, top: edge.gap.y, form }
  }
  // Before an entry's first operation: in front of its first node, since starts are not drawn.
  const first = graph.edges.find(({ from }) => gapId(from, 'exit') === cut.gap)
  const box = first && placement.nodes.get(first.to)
  if (box && !placement.nodes.has(first.from))
    return { left: box.x - 10, top: box.y + box.height / 2, form: 'front' }
  for (const [id, states] of story.nodes) {
    const open = placement.nodes.get(id)
    if (!open || !cut.gap.startsWith(`${id}|`)) continue
    const { rows, topGap } = at(states, cut.event)
    const row = topGap?.id === cut.gap ? 0 : rows.findIndex(({ gap }) => gap?.id === cut.gap) + 1
    return { left: open.x + open.width, top: open.y + measures.head + row * measures.row, form: 'inner' }
  }
  return null
}
