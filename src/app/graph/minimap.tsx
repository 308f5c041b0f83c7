import type { RefObject } from 'react'
import { isOperation, type Graph } from '#program/graph.ts'
import type { Placement } from './placement.ts'
import { useView, type View } from './use-view.ts'
import styles from './graph.module.css'

interface MinimapProps {
  readonly frame: RefObject<HTMLElement | null>
  readonly placement: Placement
  readonly graph: Graph
  /** Id of the current node. */
  readonly here: string | null
}

/** A graph that is larger than its frame by less than this factor needs no map. */
const tolerance = 1.6

const largest = { width: 104, height: 64 }

/** Off the frame's border, and off what it must not cover, in pixels. */
const clear = 12

/** Where one is in a graph much larger than its frame, in a corner where nothing is; absent where none is empty. */
export function Minimap({ frame, placement, graph, here }: MinimapProps) {
  const view = useView(frame)
  if (
    view === null ||
    (placement.width <= view.width * tolerance && placement.height <= view.height * tolerance)
  )
    return null
  const scale = Math.min(largest.width / placement.width, largest.height / placement.height)
  const corner = emptyCorner(view, placement, placement.width * scale, placement.height * scale)
  if (corner === null) return null
  return (
    <svg
      className={styles['minimap']}
      style={corner}
      width={placement.width * scale}
      height={placement.height * scale}
      viewBox={`0 0 ${placement.width} ${placement.height}`}
      aria-hidden="true"
      onPointerDown={(event) => {
        const bounds = event.currentTarget.getBoundingClientRect()
        frame.current?.scrollTo(
          (event.clientX - bounds.left) / scale - view.width / 2,
          (event.clientY - bounds.top) / scale - view.height / 2,
        )
      }}
    >
      {graph.nodes.map((node) => {
        const box = placement.nodes.get(node.id)
        if (!box) return null
        const look = node.id === here ? 'mapHere' : isOperation(node) ? 'mapNode' : 'mapPlain'
        return (
          <rect
            key={node.id}
            className={styles[look]}
            x={box.x}
            y={box.y}
            width={box.width}
            height={box.height}
            rx={8}
          />
        )
      })}
      <rect
        className={styles['mapView']}
        x={view.left}
        y={view.top}
        width={view.width}
        height={view.height}
      />
    </svg>
  )
}

/** The first corner on the right in which a map of this size covers no node and no title. */
function emptyCorner(
  view: View,
  { nodes, titles }: Placement,
  width: number,
  height: number,
): { readonly right: number; readonly top?: number; readonly bottom?: number } | null {
  const left = view.left + view.width - clear - width
  const captions = 20
  const isEmpty = (top: number) =>
    [...nodes.values()].every(
      (box) =>
        box.x + box.width < left - clear ||
        box.y > top + height + clear ||
        box.y + box.height + captions < top - clear,
    ) && titles.every(({ at }) => at.x + 160 < left || at.y > top + height + clear || at.y + 20 < top - clear)
  if (isEmpty(view.top + view.height - clear - height)) return { right: clear, bottom: clear }
  return isEmpty(view.top + clear) ? { right: clear, top: clear } : null
}
