/** What of the graph is to be in view. */
import type { Run } from '#simulator'
import type { Box, Placement } from './placement.ts'
import { measures } from './size.ts'
import type { GraphStory } from './story.ts'

/** Around a node that is brought into view, in pixels. */
const around = 12

/** The node to show: a finished run is shown from what broke it, any other at its latest event up to the cursor. */
export function shownNode(run: Run, story: GraphStory, placement: Placement, cursor: number): string | null {
  const broken = story.cuts[0]?.gap.split('|')[0]
  if (cursor >= run.trace.length && broken !== undefined && placement.nodes.has(broken)) return broken
  const latest = run.trace.findLast(
    ({ index, site }) => index <= cursor && placement.nodes.has(site?.node ?? ''),
  )
  return latest?.site?.node ?? null
}

/** A node with who ran it and the gaps behind it; null if it is not drawn. */
export function viewBox(id: string | null, placement: Placement): Box | null {
  const box = id === null ? undefined : placement.nodes.get(id)
  if (box === undefined) return null
  const gaps = placement.edges.flatMap(({ from, gap }) => (from === id && gap !== null ? [gap] : []))
  const near = gaps.filter(({ x, y }) => Math.abs(x - box.x - box.width) < 80 && y <= box.y + box.height + 40)
  const left = box.x - around
  const top = box.y - around
  const right = Math.max(box.x + box.width + around, ...near.map(({ x }) => x + 16))
  const bottom = Math.max(box.y + box.height + measures.caption + 4, ...near.map(({ y }) => y + 16))
  return { x: left, y: top, width: right - left, height: bottom - top }
}
