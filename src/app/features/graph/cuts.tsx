import type { Graph } from '#program'
import { overlap } from '#program/layout/geometry.ts'
import { CutView, type CutForm } from './cut-view.tsx'
import { at, gapId } from './node-story.ts'
import { isUpright, type Placement } from './placement.ts'
import { measures } from './size.ts'
import type { GraphStory } from './story.ts'
import { arrivalId, type Cut } from './strikes.ts'
import styles from './cut.module.css'

interface CutsProps {
  readonly graph: Graph
  readonly story: GraphStory
  readonly placement: Placement
  readonly cursor: number
  /** Faults that are placed and whose run has not come yet. */
  readonly waiting: readonly Cut[]
  /** Where a fault that is pointed at would strike. */
  readonly aimed: Cut | null
}

interface Place {
  readonly left: number
  readonly top: number
  readonly form: CutForm
}

/** Where the words of a cut stand, from its middle, in pixels; only these forms come near conditions. */
const words = {
  across: { x: -24, y: 37, width: 48, height: 36 },
  inner: { x: 8, y: -14, width: 32, height: 28 },
} as const

/** What arrives at one node stacks up above it, by this many pixels. */
const stackPx = 18

/** The faults of the plan, each over its gap; and a ring where the next would strike. */
export function Cuts({ graph, story, placement, cursor, waiting, aimed }: CutsProps) {
  const all = [
    ...story.cuts.map((cut) => ({ cut, struck: cut.event <= cursor })),
    ...waiting.map((cut) => ({ cut, struck: false })),
  ]
  const aim = aimed && placeOf(aimed, graph, story, placement)
  return (
    <>
      {all.map(({ cut, struck }, index) => {
        const place = placeOf(cut, graph, story, placement)
        const below = all.slice(0, index).filter((other) => other.cut.gap === cut.gap).length
        return (
          place && (
            <CutView
              key={`${cut.event} ${cut.gap} ${cut.ahead}`}
              words={struck ? cut.struck : cut.ahead}
              sign={cut.sign}
              struck={struck}
              left={place.left}
              top={place.top - (place.form === 'arrival' ? below * stackPx : 0)}
              form={place.form}
              aside={isCrowded(place, placement)}
              snug={isHemmedIn(place, placement)}
              small={placement.type?.lines === 1}
            />
          )
        )
      })}
      {aim && <AimRing left={aim.left} top={aim.top} />}
    </>
  )
}

function AimRing({ left, top }: { readonly left: number; readonly top: number }) {
  return (
    <div className={styles['aim']} style={{ left, top }} data-aim="">
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d="M2.5 2.5l7 7m0-7l-7 7" />
      </svg>
    </div>
  )
}

/** Whether a condition stands where the cut's words would. */
function isCrowded({ left, top, form }: Place, { edges }: Placement): boolean {
  if (form !== 'across' && form !== 'inner') return false
  const { x, y, width, height } = words[form]
  const taken = { x: left + x, y: top + y, width, height }
  return edges.some(({ label }) => label !== null && overlap(label, taken))
}

/** What a line across an edge that runs down covers with its words, from the cut's middle, in pixels. */
const flat = { x: -40, y: -8, width: 144, height: 16 } as const

/** Whether a node stands where the line and the words of a cut would lie. */
function isHemmedIn({ left, top, form }: Place, { nodes }: Placement): boolean {
  if (form !== 'flat') return false
  const taken = { ...flat, x: left + flat.x, y: top + flat.y }
  return [...nodes.values()].some((node) => overlap(node, taken))
}

/** Half of a cut's sign, in pixels. */
const halfSign = 9

/**
 * In an overview a gap is as wide as its tick, and a condition may begin right beside it: a sign that would lie under the
 * condition moves towards its node.
 */
function offLabels(place: Place, { type, edges }: Placement): Place {
  const { left, top, form } = place
  if (type === null || form !== 'across') return place
  const sign = { x: left - halfSign, y: top - halfSign, width: 2 * halfSign, height: 2 * halfSign }
  const hidden = edges.flatMap(({ label }) =>
    label !== null && label.x > sign.x && overlap(label, sign) ? [label.x] : [],
  )
  return hidden.length === 0 ? place : { ...place, left: Math.min(...hidden) - halfSign }
}

/** Where a cut is drawn; null if its gap is in no node of the graph. */
function placeOf(cut: Cut, graph: Graph, story: GraphStory, placement: Placement): Place | null {
  for (const [id, box] of placement.nodes)
    if (cut.gap === arrivalId(id)) return { left: box.x + 14, top: box.y, form: 'arrival' }
  const leaving = placement.edges.filter(({ from, gap }) => gap !== null && gapId(from, 'exit') === cut.gap)
  const edge = leaving.find(({ id }) => cut.ways.has(id)) ?? leaving[0]
  if (edge?.gap) {
    const form = isUpright(edge.points, edge.gap) ? 'flat' : 'across'
    return offLabels({ left: edge.gap.x, top: edge.gap.y, form }, placement)
  }
  // Before an entry's first operation: in front of its first node, since starts are not drawn.
  const first = graph.edges.find(({ from }) => gapId(from, 'exit') === cut.gap)
  const box = first && placement.nodes.get(first.to)
  if (box && !placement.nodes.has(first.from))
    return { left: box.x - 10, top: box.y + box.height / 2, form: 'front' }
  for (const [id, states] of story.nodes) {
    const open = placement.nodes.get(id)
    if (!open || !cut.gap.startsWith(`${id}|`)) continue
    // A collapsed node has no rows to stand between.
    if (placement.type !== null && !placement.opened.has(id))
      return { left: open.x + open.width, top: open.y + open.height / 2, form: 'arrival' }
    const { rows, topGap } = at(states, cut.event)
    const row = topGap?.id === cut.gap ? 0 : rows.findIndex(({ gap }) => gap?.id === cut.gap) + 1
    return { left: open.x + open.width, top: open.y + measures.head + row * measures.row, form: 'inner' }
  }
  return null
}
