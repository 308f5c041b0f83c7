import { MiniMap, useStore, type MiniMapNodeProps } from '@xyflow/react'
import { createContext, useContext } from 'react'
import { isOperation, type Graph } from '#program/graph.ts'
import type { Placement } from './placement.ts'
import { corner, hasMinimap, minimap, type CanvasSize } from './viewport.ts'
import styles from './controls.module.css'

interface MinimapProps {
  readonly placement: Placement
  readonly canvas: CanvasSize
  readonly graph: Graph
  /** Id of the current node. */
  readonly here: string | null
}

const looks = createContext<(id: string) => string | undefined>(() => undefined)

/** Where one is in a graph that is not all in view; always in the same corner, above the controls. */
export function Minimap({ placement, canvas, graph, here }: MinimapProps) {
  const isShown = useStore(({ transform: [x, y, zoom] }) => hasMinimap(placement, { x, y, zoom }, canvas))
  if (!isShown) return null
  const lookOf = (id: string) => {
    if (id === here) return styles['mapHere']
    const node = graph.nodes.find((one) => one.id === id)
    return node && (isOperation(node) ? styles['mapNode'] : styles['mapPlain'])
  }
  return (
    <looks.Provider value={lookOf}>
      <MiniMap
        className={styles['map'] ?? ''}
        style={{ ...minimap, marginRight: corner.right, marginBottom: corner.bottom * 2 + corner.height }}
        position="bottom-right"
        ariaLabel={null}
        pannable
        offsetScale={2}
        nodeComponent={MapNode}
        aria-hidden
      />
    </looks.Provider>
  )
}

function MapNode({ id, x, y, width, height }: MiniMapNodeProps) {
  const look = useContext(looks)(id)
  return look === undefined ? null : (
    <rect className={look} x={x} y={y} width={width} height={height} rx={8} />
  )
}
