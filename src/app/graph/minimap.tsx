import { useEffect, useState, type RefObject } from 'react'
import { isOperation, type Graph } from '#program/graph.ts'
import type { Placement } from './placement.ts'
import styles from './graph.module.css'

interface MinimapProps {
  readonly frame: RefObject<HTMLElement | null>
  readonly placement: Placement
  readonly graph: Graph
  /** Id of the current node. */
  readonly here: string | null
}

interface View {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** A graph that is larger by so little needs no map, in pixels. */
const tolerance = 40

const largest = { width: 104, height: 64 }

/** Where one is in a graph that is larger than its frame; absent where all is in view. */
export function Minimap({ frame, placement, graph, here }: MinimapProps) {
  const view = useView(frame)
  if (
    view === null ||
    (placement.width <= view.width + tolerance && placement.height <= view.height + tolerance)
  )
    return null
  const scale = Math.min(largest.width / placement.width, largest.height / placement.height)
  return (
    <svg
      className={styles['minimap']}
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

function useView(frame: RefObject<HTMLElement | null>): View | null {
  const [view, setView] = useState<View | null>(null)
  useEffect(() => {
    const area = frame.current
    if (area === null) return
    const look = () =>
      setView({
        left: area.scrollLeft,
        top: area.scrollTop,
        width: area.clientWidth,
        height: area.clientHeight,
      })
    const observer = new ResizeObserver(look)
    observer.observe(area)
    area.addEventListener('scroll', look, { passive: true })
    return () => {
      observer.disconnect()
      area.removeEventListener('scroll', look)
    }
  }, [frame])
  return view
}
