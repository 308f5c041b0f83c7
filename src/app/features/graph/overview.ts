/** The overview: the whole graph at once, in type that can be read, made for the shape of its canvas. */
import type { Graph, GraphNode } from '#program'
import { layout, layoutSize, type LayoutOptions } from '#program/layout.ts'
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
  const fits = (type: Type, density: number) => {
    const { width, height } = layoutSize(graph, options(type, density))
    return width <= widthPx && height <= heightPx
  }
  // What does not fit with the least room between nodes does not fit with more.
  const type = types.find((one) => fits(one, densest)) ?? smallest
  const fitting = densities.filter((density) => density === densest || fits(type, density))
  const candidates = fitting.map((density) => () => placed(graph, options(type, density), type, opened))
  for (const candidate of candidates) {
    const placement = candidate()
    if (isClear(placement, canvas)) return placement
  }
  return candidates[0]?.() ?? placed(graph, options(smallest, densest), smallest, opened)
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

/** Whether nothing lies under the controls when it is fitted. */
function isClear(placement: Placement, canvas: CanvasSize): boolean {
  const viewport = fitViewport(placement, canvas)
  return [...placement.nodes.values()].every((box) => !cover(box, viewport, canvas))
}
