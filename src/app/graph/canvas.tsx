import { useMemo, useRef } from 'react'
import { isOperation, type Graph } from '#program/graph.ts'
import type { Run } from '#simulator'
import { useSize } from '../parts/use-size.ts'
import { Cuts } from './cuts.tsx'
import { EdgeLabel, EdgeView } from './edges.tsx'
import { ExitGaps } from './exit-gaps.tsx'
import { GapHint } from './gap-hint.tsx'
import { Minimap } from './minimap.tsx'
import { at } from './node-story.ts'
import { NodeView } from './node-view.tsx'
import { PlainNodeView } from './plain-node.tsx'
import { leavingOf, place, type PlacedEdge, type Placement } from './placement.ts'
import type { GraphStory } from './story.ts'
import { useFollow } from './use-follow.ts'
import styles from './graph.module.css'

interface CanvasProps {
  readonly graph: Graph
  readonly story: GraphStory
  readonly run: Run
  readonly cursor: number
  readonly onSelect: (event: number) => void
}

/** The graph as a picture; where it is larger than its frame it scrolls, and follows the cursor. */
export function Canvas({ graph, story, run, cursor, onSelect }: CanvasProps) {
  const frame = useRef<HTMLDivElement>(null)
  const { width } = useSize(frame, { width: 968, height: 316 })
  const placement = useMemo(() => place(graph, story.rows, width), [graph, story, width])
  const look = (edge: string) => {
    const taken = story.taken.get(edge)
    return taken === undefined ? 'never' : taken <= cursor ? 'taken' : 'ahead'
  }
  const here = hereAt(run, placement, cursor)
  const first = story.cuts[0]?.gap.split('|')[0]
  // A finished run is shown from what broke it.
  const shown = cursor >= run.trace.length ? first : here
  useFollow(frame, placement.nodes.get(shown ?? ''))
  const reached = new Set(
    graph.edges.filter(({ id }) => look(id) === 'taken').flatMap(({ from, to }) => [from, to]),
  )
  const placedEdges = new Map(placement.edges.map((edge) => [edge.id, edge]))
  const leaving = useMemo(() => leavingOf(placement.edges), [placement])

  return (
    <div className={styles['frame']}>
      <div className={styles['scroll']} ref={frame}>
        <div className={styles['canvas']} style={{ width: placement.width, height: placement.height }}>
          <svg
            className={styles['edges']}
            width={placement.width}
            height={placement.height}
            aria-hidden="true"
          >
            {graph.edges.map((edge) => {
              const placed = placedEdges.get(edge.id)
              return placed && <EdgeView key={edge.id} edge={edge} placed={placed} look={look(edge.id)} />
            })}
          </svg>
          {graph.edges.map((edge) => {
            const spot = placedEdges.get(edge.id)?.label
            return spot && <EdgeLabel key={edge.id} edge={edge} at={spot} look={look(edge.id)} />
          })}
          {placement.titles.map(({ id, text, at: spot }) => (
            <h2 key={id} className={styles['entry']} style={{ left: spot.x, top: spot.y }}>
              {text}
            </h2>
          ))}
          <ol aria-label="Steps">
            {graph.nodes.map((node) => {
              const box = placement.nodes.get(node.id)
              const states = story.nodes.get(node.id)
              if (!box) return null
              if (!isOperation(node) || !states)
                return (
                  <li key={node.id}>
                    <PlainNodeView node={node} box={box} reached={reached.has(node.id)} />
                  </li>
                )
              const state = at(states, cursor)
              return (
                <li key={node.id}>
                  <NodeView node={node} box={box} state={state} onSelect={onSelect} />
                  <ExitGaps gap={state.exit} edges={leaving.get(node.id) ?? noEdges} taken={story.taken} />
                </li>
              )
            })}
          </ol>
          <Cuts graph={graph} story={story} placement={placement} cursor={cursor} />
        </div>
      </div>
      <Minimap frame={frame} placement={placement} graph={graph} here={here} />
      <GapHint frame={frame} />
    </div>
  )
}

/** Id of the node that the latest event up to the cursor belongs to. */
function hereAt(run: Run, placement: Placement, cursor: number): string | null {
  const latest = run.trace.findLast(
    ({ index, site }) => index <= cursor && placement.nodes.has(site?.node ?? ''),
  )
  return latest?.site?.node ?? null
}

const noEdges: readonly PlacedEdge[] = []
