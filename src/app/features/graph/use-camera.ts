/** Moves the canvas: what is in view changes here and by the person's own gestures, nowhere else. */
import { useStoreApi } from '@xyflow/react'
import { useMemo } from 'react'
import type { FlowEdge, FlowNode } from './flow-elements.ts'
import type { Viewport } from './viewport.ts'

export interface Camera {
  readonly viewport: () => Viewport
  /** @param durationMs 0 for at once: while scrubbing, and always with reduced motion. */
  readonly move: (viewport: Viewport, durationMs?: number) => void
  readonly panBy: (x: number, y: number) => void
  /** Draws other nodes and edges in the same frame as the next move. */
  readonly draw: (nodes: FlowNode[], edges: FlowEdge[]) => void
}

export function useCamera(): Camera {
  const store = useStoreApi<FlowNode, FlowEdge>()
  return useMemo(() => {
    const viewport = (): Viewport => {
      const [x, y, zoom] = store.getState().transform
      return { x, y, zoom }
    }
    return {
      viewport,
      move: (to, durationMs = 0) => {
        const from = viewport()
        if (from.x === to.x && from.y === to.y && from.zoom === to.zoom) return
        const { panZoom } = store.getState()
        // Before React Flow's own first effect there is nothing yet that could pan.
        if (panZoom === null) store.setState({ transform: [to.x, to.y, to.zoom] })
        else void panZoom.setViewport(to, { duration: isMotionReduced() ? 0 : durationMs })
      },
      panBy: (x, y) => void store.getState().panBy({ x, y }),
      draw: (nodes, edges) => {
        const { setNodes, setEdges } = store.getState()
        setNodes(nodes)
        setEdges(edges)
      },
    }
  }, [store])
}

function isMotionReduced(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches
}
