/** A graph as text, an edge a line, for tests. */

import { compile } from '../compile.ts'
import type { Graph, GraphNode } from '../graph.ts'

/** Draws a source as lines: `createOrder -reserved-> createSession`. */
export function sketch(source: string): string[] {
  return sketchOf(compile(source, 'test.ts').graph)
}

export function sketchOf(graph: Graph): string[] {
  const names = namesOf(graph.nodes)
  const arrows = { flow: ['-', '->'], throws: ['~', '~>'], back: ['=', '=>'] } as const
  return graph.edges.map(({ from, to, label, kind }) => {
    const [tail, head] = arrows[kind]
    return `${names.get(from) ?? from} ${label === null ? head : `${tail}${label}${head}`} ${names.get(to) ?? to}`
  })
}

/** `createOrder`, with a number where two have one name; decisions as `payment?`, ends as `(fulfilled)`. */
function namesOf(nodes: readonly GraphNode[]): Map<string, string> {
  const counts = new Map<string, number>()
  return new Map(
    nodes.map((node) => {
      const name = nameOf(node)
      const count = (counts.get(name) ?? 0) + 1
      counts.set(name, count)
      return [node.id, count === 1 ? name : `${name} ${count}`]
    }),
  )
}

function nameOf(node: GraphNode): string {
  switch (node.kind) {
    case 'start':
      return `[${node.title}]`
    case 'decision':
      return `${node.title}?`
    case 'end':
      return node.outcome === 'throw' ? `(!${node.title})` : `(${node.title})`
    case 'fork':
    case 'join':
      return `|${node.title}|`
    default:
      return node.title
  }
}
