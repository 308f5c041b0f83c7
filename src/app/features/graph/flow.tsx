import { ReactFlow, ViewportPortal } from '@xyflow/react'
import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { CanvasProps } from './canvas.tsx'
import { Conditions } from './conditions.tsx'
import { Cuts } from './cuts.tsx'
import { GapHint } from './gap-hint.tsx'
import { Minimap } from './minimap.tsx'
import { openedNodes } from './opened.ts'
import { OperationNode } from './operation-node.tsx'
import { PlainNode } from './plain-node.tsx'
import { createScene, SceneContext } from './scene.ts'
import { cutAhead, type Cut } from './strikes.ts'
import { TitleNode } from './title-node.tsx'
import { useCanvasElement } from './use-canvas-element.ts'
import { useCanvasKeys } from './use-canvas-keys.ts'
import { useView } from './use-view.ts'
import { zoomLimits, type CanvasSize } from './viewport.ts'
import { Way } from './way.tsx'
import { ZoomControl } from './zoom-control.tsx'
import styles from './flow.module.css'

interface FlowProps extends CanvasProps {
  readonly canvas: CanvasSize
}

/** Outside of the component: React Flow would mount all nodes anew for other objects. */
const nodeTypes = { operation: OperationNode, plain: PlainNode, title: TitleNode }
const edgeTypes = { way: Way }

/** The graph on React Flow: nothing in it can be dragged, connected or selected. */
export function Flow(props: FlowProps) {
  const { graph, story, run, cursor, canvas, playing, whole, embedded, onSelect, isFull, onFull } = props
  const { waiting } = props
  const aimed = useAimed(props)
  const opened = useOpened(props)
  const view = useView({ graph, story, run, cursor, canvas, playing, whole, opened })
  const { placement, nodes, edges, initial, shown } = view
  const element = useRef<HTMLDivElement>(null)
  const [scene] = useState(() => createScene({ story, cursor, onSelect, onRead: view.read }))
  useLayoutEffect(() => scene.setState({ story, cursor, onSelect, onRead: view.read }))
  useCanvasElement(element, view.showFocused)
  const onKeyDown = useCanvasKeys(element, view)

  return (
    <SceneContext value={scene}>
      <ReactFlow
        ref={element}
        className={styles['flow']}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        defaultViewport={initial}
        minZoom={zoomLimits.least}
        maxZoom={zoomLimits.most}
        translateExtent={view.limits}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        panActivationKeyCode={null}
        zoomActivationKeyCode={null}
        // In somebody else's page the wheel scrolls that page.
        panOnScroll={!embedded}
        preventScrolling={!embedded}
        zoomOnScroll={false}
        zoomOnDoubleClick={false}
        paneClickDistance={dragPx}
        attributionPosition="bottom-left"
        // Without an event it was the page that moved.
        onMoveStart={(event) => event != null && view.stopFollowing()}
        onNodeDoubleClick={(_, { id }) => view.read(id)}
        onKeyDown={onKeyDown}
        tabIndex={0}
        aria-label="Graph: arrow keys pan, plus and minus zoom, 0 shows all"
      >
        <ViewportPortal>
          <Cuts
            graph={graph}
            story={story}
            placement={placement}
            cursor={cursor}
            waiting={waiting}
            aimed={aimed}
          />
          <Conditions edges={graph.edges} placement={placement} />
        </ViewportPortal>
        <Minimap placement={placement} canvas={canvas} graph={graph} here={shown} />
        <ZoomControl view={view} isFull={isFull} onFull={onFull} />
      </ReactFlow>
      <GapHint frame={element} />
    </SceneContext>
  )
}

/** A press that moves less than this stays a press. */
const dragPx = 4

/** Where the fault that is pointed at would be. */
function useAimed({ aimed, graph, story: { expected } }: CanvasProps): Cut | null {
  return useMemo(
    () => aimed && cutAhead(aimed, expected.run, graph, expected.history),
    [aimed, graph, expected],
  )
}

/** In a graph that is shown whole the nodes of its faults are at reading size. */
function useOpened({ whole, story, waiting }: CanvasProps): ReadonlyMap<string, number> {
  return useMemo(() => openedNodes(story, whole ? [...story.cuts, ...waiting] : []), [whole, story, waiting])
}
