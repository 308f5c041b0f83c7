/** How large each node is drawn in a run: fixed for the whole run, so that nothing moves while scrubbing. */
import { isOperation, type GraphNode } from '#program/graph.ts'

export interface Size {
  readonly width: number
  readonly height: number
}

/** Measures of an open node in pixels. */
export const measures = {
  /** Title line, from the top edge to the first row. */
  head: 27,
  row: 18,
  /** One line under the title of a closed node. */
  detail: 16,
  foot: 6,
  /** Who ran it, under the node. */
  caption: 18,
} as const

const monoPx = 7.3
const prosePx = 6

/**
 * A node's size.
 * @param rows the most rows that it shows in this run; 0 where the run does not reach it.
 */
export function sizeOf(node: GraphNode, rows: number): Size {
  if (isOperation(node)) return operationSize(node, rows)
  const text = shortTitle(node).length
  switch (node.kind) {
    case 'start':
      return { width: clamp(text * 6.6 + 28, 64, 200), height: 28 }
    case 'end':
      return { width: clamp(text * prosePx + 32, 56, 180), height: 28 }
    case 'decision':
      return { width: clamp(text * 6.7 + 44, 96, 230), height: 36 }
    case 'fork':
    case 'join':
      return { width: 8, height: 56 }
    default:
      return { width: 120, height: 32 }
  }
}

function operationSize(node: GraphNode, rows: number): Size {
  const title = shortTitle(node).length * monoPx + (rows > 0 ? 68 : 32)
  const detail = (node.detail?.length ?? 0) * prosePx + 32
  if (rows === 0)
    return {
      width: clamp(Math.max(title, Math.min(detail, 190)), 112, 224),
      height: node.detail === null ? 32 : 32 + measures.detail,
    }
  const waits = node.kind === 'recv' || node.kind === 'sleep'
  return {
    width: clamp(title, 178, 240),
    height: measures.head + (waits ? measures.detail : 0) + rows * measures.row + measures.foot,
  }
}

/** A node's title, shortened to what tells it apart: `stripe.checkout.sessions.create` is `sessions.create`. */
export function shortTitle(node: GraphNode): string {
  const title = node.kind === 'end' ? node.text || 'done' : node.title
  if (isOperation(node) && title.length > 22) return title.split('.').slice(-2).join('.')
  return title.length > 30 ? `${title.slice(0, 29)}…` : title
}

function clamp(value: number, least: number, most: number): number {
  return Math.round(Math.max(least, Math.min(most, value)) / 2) * 2
}
