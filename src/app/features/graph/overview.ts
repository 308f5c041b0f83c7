/** The overview: the whole graph at once, in type that can be read, made for the shape of its canvas. */
import type { Graph, GraphNode } from '#program'
import { layout, layoutNodes, type LayoutOptions } from '#program/layout.ts'
import { placementOf, readingSize, type Placement } from './placement.ts'
import { collapsedSize, conditionWidth, type Type } from './size.ts'
import { cover, fitViewport, type CanvasSize } from './viewport.ts'

/** Nothing on the page is smaller. */
const smallest: Type = { title: 11, detail: 11, lines: 1 }

/** Larger type first, and what became of each node while there is room for it. */
const types: readonly Type[] = [
  { title: 13, detail: 12, lines: 2 },
  { title: 12, detail: 11, lines: 2 },
  { title: 12, detail: 11, lines: 1 },
  smallest,
]

/**
 * Share of the usual room between nodes. Below 0.36 an arrow has less than 12 px, twice its head.
 */
const densities = [0.95, 0.8, 0.65, 0.5, 0.4, 0.36] as const
const densest = 0.36

/** Around the graph, in pixels. */
const margin = { x: 16, y: 8 } as const

/**
 * Lays out the overview in the largest type at which all of it is in view at zoom 1; in the smallest if none fits.
 * @param opened rows of the nodes that are drawn as at reading size, by node id.
 */
export function overviewOf(graph: Graph, opened: ReadonlyMap<string, number>, canvas: CanvasSize): Placement {
  const widthPx = Math.max(1, canvas.width - 2 * margin.x)
  const heightPx = canvas.height - canvas.insetTop - 2 * margin.y
  const options = (type: Type, density: number) => optionsOf(type, opened, widthPx, density)
  const attempt = (type: Type, density: number) => {
    const { width, height, nodes } = layoutNodes(graph, options(type, density))
    const moved = nodes.map((node) => ({ ...node, x: node.x + margin.x, y: node.y + margin.y }))
    const size = { width: width + 2 * margin.x, height: height + 2 * margin.y }
    const viewport = fitViewport(size, canvas)
    return {
      density,
      fits: width <= widthPx && height <= heightPx,
      // Nothing lies under the controls.
      isClear: moved.every((box) => !cover(box, viewport, canvas)),
    }
  }
  // What does not fit with the least room between nodes does not fit with more.
  const type = types.find((one) => attempt(one, densest).fits) ?? smallest
  const fitting = densities.map((density) => attempt(type, density)).filter(({ fits }) => fits)
  const best = fitting.find(({ isClear }) => isClear) ?? fitting[0]
  return placed(graph, options(type, best?.density ?? densest), type, opened)
}

function optionsOf(
  type: Type,
  opened: ReadonlyMap<string, number>,
  widthPx: number,
  density: number,
): LayoutOptions {
  const nodeSize = (node: GraphNode) => {
    const rows = opened.get(node.id)
    return rows === undefined ? collapsedSize(node, type) : readingSize(node, rows)
  }
  return { widthPx, nodeSize, density, labelWidth: (label) => conditionWidth(label, type) }
}

function placed(
  graph: Graph,
  options: LayoutOptions,
  type: Type,
  opened: ReadonlyMap<string, number>,
): Placement {
  return placementOf(layout(graph, options), { margin, opened, type })
}
