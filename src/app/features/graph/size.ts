/** How large each node is drawn: fixed for the whole run, so that nothing moves while scrubbing. */
import { isOperation, type GraphNode } from '#program/graph.ts'
import { shorten, shortTitle } from './words.ts'

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
      return { width: clamp(text * 6.7 + 28, 96, 230), height: 32 }
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

function clamp(value: number, least: number, most: number): number {
  return Math.round(Math.max(least, Math.min(most, value)) / 2) * 2
}

/** The type of an overview in pixels, and how many lines a node has: its title, and what became of it. */
export interface Type {
  readonly title: number
  readonly detail: number
  readonly lines: 1 | 2
}

/** Advance of a character as a share of its size: JetBrains Mono is 0.6, Inter's prose about 0.54 on average. */
const advance = { mono: 0.605, prose: 0.56 } as const

/** Room for `A, B reused it` beside its sign. */
const leastCharacters = 15

/** A collapsed node's size in an overview. It depends on no run, so that no fault moves anything. */
export function collapsedSize(node: GraphNode, type: Type): Size {
  const line = Math.ceil(type.title * 1.35)
  if (node.kind === 'fork' || node.kind === 'join') return { width: 6, height: line + 5 }
  const text = shorten(shortTitle(node))
  if (!isOperation(node)) {
    // A state in which nothing is done is no operation.
    const mono = ['decision', 'state'].includes(node.kind)
    const width = text.length * type.detail * (mono ? advance.mono : advance.prose)
    return { width: Math.ceil(width) + (mono ? 34 : 24), height: line + (mono ? 6 : 3) }
  }
  // The step's number, the sign, and the padding.
  const title = text.length * type.title * advance.mono + 46
  const state = leastCharacters * type.detail * advance.prose + 38
  return {
    width: Math.ceil(type.lines === 2 ? Math.max(title, state) : title),
    height: type.lines === 2 ? line + Math.ceil(type.detail * 1.35) + 12 : line + 5,
  }
}

/** Width of a condition in an overview, in pixels. */
export function conditionWidth(label: string, type: Type): number {
  return Math.ceil(shorten(label).length * type.detail * advance.prose) + 6
}
