import type { GraphStory } from './story.ts'
import type { Cut } from './strikes.ts'

/** Rows of the nodes at which faults lie, by node id: an overview shows them at reading size. */
export function openedNodes(story: GraphStory, cuts: readonly Cut[]): ReadonlyMap<string, number> {
  return new Map(
    cuts.flatMap(({ gap }) => {
      const node = gap.split('|')[0] ?? ''
      const rows = story.rows.get(node)
      return rows === undefined ? [] : [[node, rows] as const]
    }),
  )
}
