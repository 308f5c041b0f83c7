import '@xyflow/react/dist/base.css'
import { ReactFlowProvider } from '@xyflow/react'
import { useMemo } from 'react'
import type { Graph } from '#program'
import type { Fault, Run } from '#simulator'
import { Flow } from './flow.tsx'
import { useMeasure } from './use-measure.ts'
import type { GraphStory } from './story.ts'
import type { Cut } from './strikes.ts'
import { zoomLimits } from './viewport.ts'
import styles from './flow.module.css'

export interface CanvasProps {
  readonly graph: Graph
  readonly story: GraphStory
  /** The same with the waiting faults among its cuts, for a list in place of the canvas. */
  readonly listed: GraphStory
  readonly run: Run
  readonly cursor: number
  readonly onSelect: (event: number) => void
  readonly playing: boolean
  readonly aimed: Fault | null
  readonly waiting: readonly Cut[]
  readonly insetTop: number
  readonly embedded: boolean
  readonly whole: boolean
  readonly isFull: boolean
  readonly onFull: ((isFull: boolean) => void) | null
}

/** The graph as a picture that pans and zooms. Its chunk is loaded by pages that show it. */
export function Canvas(props: CanvasProps) {
  const [frame, size] = useMeasure()
  const { insetTop } = props
  const canvas = useMemo(() => (size === null ? null : { ...size, insetTop }), [size, insetTop])
  return (
    <div className={styles['frame']} ref={frame}>
      {canvas !== null && (
        <ReactFlowProvider
          initialNodes={[]}
          initialEdges={[]}
          initialWidth={canvas.width}
          initialHeight={canvas.height}
          initialMinZoom={zoomLimits.least}
          initialMaxZoom={zoomLimits.most}
        >
          <Flow {...props} canvas={canvas} />
        </ReactFlowProvider>
      )}
    </div>
  )
}
