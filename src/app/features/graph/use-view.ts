/**
 * Which of the two layouts is shown, and where the canvas looks. The size changes in one step, by Fit, double-click,
 * Play or a button, and never while the wheel turns; the node that it was asked for stays where it was.
 */
import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Graph } from '#program'
import type { Run } from '#simulator'
import { flowEdges, flowNodes } from './flow-elements.ts'
import { overviewOf } from './overview.ts'
import { place, type Box, type Placement } from './placement.ts'
import type { GraphStory } from './story.ts'
import { useCamera, type Camera } from './use-camera.ts'
import { shownNode, viewBox } from './view-box.ts'
import {
  fitViewport,
  holdAt,
  onScreen,
  panLimits,
  reveal,
  type CanvasSize,
  type Viewport,
} from './viewport.ts'
import { shortTitle } from './words.ts'

interface ViewOptions {
  readonly graph: Graph
  readonly story: GraphStory
  readonly run: Run
  readonly cursor: number
  readonly canvas: CanvasSize
  readonly playing: boolean
  /** Shown whole, and kept so when it plays. */
  readonly whole: boolean
  /** Nodes that stay at reading size in the overview: rows by node id. */
  readonly opened: ReadonlyMap<string, number>
}

export interface GraphView {
  readonly placement: Placement
  readonly nodes: ReturnType<typeof flowNodes>
  readonly edges: ReturnType<typeof flowEdges>
  readonly camera: Camera
  readonly initial: Viewport
  /** How far a person can pan, see `panLimits`. */
  readonly limits: ReturnType<typeof panLimits>
  /** Id of the node that is to be in view. */
  readonly shown: string | null
  readonly isFollowing: boolean
  /** The person has panned or zoomed: nothing moves by itself until asked to. */
  readonly stopFollowing: () => void
  readonly follow: () => void
  /** All of it in view. */
  readonly fit: () => void
  /** Reading size at a node. */
  readonly read: (node: string) => void
  readonly zoomIn: () => void
  readonly zoomOut: () => void
  /** Makes sure that what has the keyboard's focus is in view. */
  readonly showFocused: (element: Element) => void
}

/** What a click moves, it moves in this time; scrubbing moves at once. */
const clickMs = 150

const zoomSteps = [1, 1.25, 1.5, 2] as const

export function useView(options: ViewOptions): GraphView {
  const { graph, story, run, cursor, canvas, playing, whole, opened } = options
  const camera = useCamera()
  const [mode, setMode] = useState<Placement['mode']>(whole ? 'overview' : 'reading')
  const [isFollowing, setIsFollowing] = useState(true)
  const [wasPlaying, setWasPlaying] = useState(playing)
  if (wasPlaying !== playing) {
    setWasPlaying(playing)
    if (playing) setIsFollowing(true)
    if (playing && !whole) setMode('reading')
  }
  const reading = useMemo(() => place(graph, story.rows, canvas.width), [graph, story.rows, canvas.width])
  const overview = useMemo(() => once(() => overviewOf(graph, opened, canvas)), [graph, opened, canvas])
  const placement = mode === 'overview' ? overview() : reading
  const nodes = useMemo(() => flowNodes(graph, placement, shortTitle), [graph, placement])
  const edges = useMemo(() => flowEdges(graph, placement), [graph, placement])
  const shown = shownNode(run, story, placement, cursor)

  const startOf = (to: Placement): Viewport => {
    if (to.mode === 'overview') return fitViewport(to, canvas)
    const corner = { x: 0, y: canvas.insetTop, zoom: 1 }
    const box = viewBox(shown, to)
    return box === null ? corner : reveal(box, corner, to, canvas)
  }
  const [initial] = useState(() => startOf(placement))
  /** Where the person last asked to read. */
  const [held, setHeld] = useState<Viewport | null>(null)
  const limits = useMemo(
    () => panLimits(placement, canvas, placement.mode === 'reading' ? held : null),
    [placement, canvas, held],
  )
  /** Where to look once the other layout is drawn. */
  const next = useRef<Viewport | null>(null)
  /** The person has just asked for a place: following must not lead away from it. */
  const isHeld = useRef(false)
  const drawn = useRef<{ readonly placement: Placement; readonly graph: Graph } | null>(null)

  useLayoutEffect(() => {
    const before = drawn.current
    if (before?.placement !== placement) camera.draw(nodes, edges)
    drawn.current = { placement, graph }
    const wanted = next.current
    next.current = null
    isHeld.current = wanted !== null
    if (wanted !== null) return camera.move(wanted)
    const isOther = before === null || before.graph !== graph || before.placement.mode !== placement.mode
    if (isOther || placement.mode === 'overview') camera.move(startOf(placement))
    // What else it depends on is the cursor's, and that is followed below.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [placement, graph, canvas])

  useLayoutEffect(() => {
    const box = viewBox(shown, placement)
    const held = isHeld.current
    isHeld.current = false
    if (held || !isFollowing) return
    // Before the first step the graph is looked at from its beginning.
    if (box === null) return shown === null ? camera.move(startOf(placement)) : undefined
    camera.move(reveal(box, camera.viewport(), placement, canvas), playing ? clickMs : 0)
    // `startOf` is made of what is listed.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [shown, isFollowing, placement, canvas, camera, playing])

  const read = (node: string) => {
    const [box, target, around] = [placement.nodes.get(node), reading.nodes.get(node), viewBox(node, reading)]
    if (box === undefined || target === undefined || around === null) return
    const at = onScreen(box, camera.viewport())
    const look = reveal(around, holdAt(at, target, 1), reading, canvas)
    setHeld(look)
    if (placement.mode === 'reading') return camera.move(look, clickMs)
    next.current = look
    setMode('reading')
  }
  const fit = () => {
    setIsFollowing(false)
    if (placement.mode === 'overview') camera.move(fitViewport(placement, canvas), clickMs)
    else setMode('overview')
  }
  const zoomTo = (zoom: number) => {
    const { x, y, zoom: from } = camera.viewport()
    const [middleX, middleY] = [canvas.width / 2, (canvas.height + canvas.insetTop) / 2]
    const by = zoom / from
    camera.move({ x: middleX - (middleX - x) * by, y: middleY - (middleY - y) * by, zoom }, clickMs)
  }
  return {
    placement,
    nodes,
    edges,
    camera,
    initial,
    limits,
    shown,
    isFollowing,
    stopFollowing: () => setIsFollowing(false),
    follow: () => {
      setIsFollowing(true)
      if (placement.mode === 'overview' && !whole && shown !== null) read(shown)
    },
    fit,
    read,
    zoomIn: () => {
      const { zoom } = camera.viewport()
      if (placement.mode === 'overview') return read(shown ?? [...placement.nodes.keys()][0] ?? '')
      zoomTo(zoomSteps.find((step) => step > zoom + 0.01) ?? 2)
    },
    zoomOut: () => {
      const { zoom } = camera.viewport()
      if (placement.mode === 'overview' || zoom < 1.01) return fit()
      zoomTo(zoomSteps.findLast((step) => step < zoom - 0.01) ?? 1)
    },
    showFocused: (element) => {
      const node = element.closest('[data-id]')?.getAttribute('data-id')
      // The browser has scrolled the canvas's window to what it focuses; it is the canvas that is to move.
      element.closest('.react-flow')?.scrollTo({ left: 0, top: 0, behavior: 'instant' })
      if (element.matches('[data-gap="hidden"]') && node != null) flushSync(() => read(node))
      const box = boxOnCanvas(element, camera.viewport())
      if (box !== null)
        camera.move(reveal(box, camera.viewport(), placementOf(drawn.current, placement), canvas))
    },
  }
}

/** Made when it is first asked for: a visitor may never look at it. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => (made ??= { value: make() }).value
}

function placementOf(drawn: { readonly placement: Placement } | null, known: Placement): Placement {
  return drawn?.placement ?? known
}

/** An element's box in pixels of the graph. */
function boxOnCanvas(element: Element, { x, y, zoom }: Viewport): Box | null {
  const frame = element.closest('.react-flow')?.getBoundingClientRect()
  if (frame === undefined) return null
  const { left, top, width, height } = element.getBoundingClientRect()
  return {
    x: (left - frame.left - x) / zoom,
    y: (top - frame.top - y) / zoom,
    width: width / zoom,
    height: height / zoom,
  }
}
