import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile } from './compile.ts'
import type { Graph, GraphEdge, GraphNode } from './graph.ts'
import { type Layout, type Point, layout, layoutNodes } from './layout.ts'
import { overlap, right, segmentsOf } from './layout/geometry.ts'
import { pageSize } from './testing/picture.ts'
import { durableSource, editedSource, naiveSource } from './testing/sources.ts'

const widthPx = 928

/** Graphs like those of programs: most edges lead on to what comes next, some skip, some lead back. */
const graphs: fc.Arbitrary<Graph> = fc
  .integer({ min: 2, max: 32 })
  .chain((count) =>
    fc.tuple(
      fc.array(fc.constantFrom('transaction', 'step', 'recv', 'decision', 'end', 'call', 'fork'), {
        minLength: count,
        maxLength: count,
      }),
      fc.array(
        fc.tuple(
          fc.nat(count - 1),
          fc.integer({ min: -6, max: 6 }),
          fc.option(fc.constantFrom('yes', 'no', 'timeout', 'not paid')),
          fc.boolean(),
        ),
        { maxLength: count },
      ),
    ),
  )
  .map(([kinds, extra]) => {
    const nodes = kinds.map((kind, at) => nodeOf(kind, at))
    const chain = kinds
      .slice(1)
      .map((_, at) => edgeOf(Math.max(0, at - (at % 5 === 4 ? 3 : 0)), at + 1, null, 'flow'))
    const more = extra.flatMap(([from, by, label, throws]) => {
      const to = Math.max(0, Math.min(kinds.length - 1, from + by))
      // No program has a fork that leads to itself.
      if (to === from && kinds[from] === 'fork') return []
      return [edgeOf(from, to, label, to <= from ? 'back' : throws ? 'throws' : 'flow')]
    })
    const edges = new Map([...chain, ...more].map((edge) => [edge.id, edge]))
    const entries = [{ id: 'e', title: 'entry', kind: 'workflow' as const, line: 1 }]
    return { entries, nodes, edges: [...edges.values()], groups: [], notes: [] }
  })

function nodeOf(kind: string, at: number): GraphNode {
  const base = {
    id: `n${at}`,
    entry: 'e',
    title: `node${at}`,
    detail: null,
    line: at,
    column: 1,
    sites: [],
    via: [],
    group: null,
  }
  switch (kind) {
    case 'transaction':
    case 'step':
    case 'recv':
    case 'call':
      return { ...base, kind, operation: base.title, rows: [] }
    case 'end':
      return { ...base, kind, outcome: 'return', text: base.title }
    default:
      return { ...base, kind: kind === 'fork' ? 'fork' : 'decision' }
  }
}

function edgeOf(from: number, to: number, label: string | null, kind: GraphEdge['kind']): GraphEdge {
  return { id: `${from}-${to}-${kind}`, from: `n${from}`, to: `n${to}`, label, kind }
}

const isOnBorder = (point: Point, box: Layout['nodes'][number]): boolean =>
  (point.y >= box.y && point.y <= box.y + box.height && (point.x === box.x || point.x === right(box))) ||
  (point.x >= box.x && point.x <= right(box) && (point.y === box.y || point.y === box.y + box.height))

/** What is wrong with a layout; nothing, one hopes. */
function faults(graph: Graph, placed: Layout, width: number): string[] {
  const found: string[] = []
  const boxes = new Map(placed.nodes.map((node) => [node.id, node]))
  for (const [at, a] of placed.nodes.entries()) {
    if (a.x < 0 || a.y < 0 || right(a) > width || a.y + a.height > placed.height)
      found.push(`L1 ${a.id} is outside`)
    for (const b of placed.nodes.slice(at + 1)) if (overlap(a, b)) found.push(`L1 ${a.id} is on ${b.id}`)
  }
  for (const { id, from, to, points, label } of placed.edges) {
    const [source, target] = [boxes.get(from), boxes.get(to)]
    const [first, last] = [points[0], points.at(-1)]
    if (!source || !target || !first || !last || !isOnBorder(first, source) || !isOnBorder(last, target))
      found.push(`L2 ${id}`)
    for (const { x, y } of points)
      if (x < 0 || y < 0 || x > width || y > placed.height) found.push(`L1 ${id} is outside`)
    for (const [a, b] of segmentsOf(points)) if (a.x !== b.x && a.y !== b.y) found.push(`${id} is aslant`)
    if (
      label &&
      (label.x < 0 || label.y < 0 || right(label) > width || label.y + label.height > placed.height)
    )
      found.push(`label of ${id} is outside`)
    if (label && placed.nodes.some((node) => overlap(node, label))) found.push(`label of ${id} is on a node`)
  }
  const needed = graph.edges.filter(
    ({ from, kind }) =>
      kind !== 'throws' &&
      ['transaction', 'step', 'recv', 'call'].includes(graph.nodes.find(({ id }) => id === from)?.kind ?? ''),
  )
  for (const { id } of needed)
    if (!placed.gaps.some(({ edge }) => edge === id)) found.push(`L3 ${id} has no gap`)
  for (const [at, gap] of placed.gaps.entries()) {
    const box = { x: gap.x - 6, y: gap.y - 6, width: 12, height: 12 }
    for (const { label } of placed.edges)
      if (label && overlap(box, label)) found.push(`L3 gap of ${gap.edge} is on a label`)
    for (const other of placed.gaps.slice(at + 1))
      if (Math.hypot(other.x - gap.x, other.y - gap.y) < 12)
        found.push(`L3 gaps of ${gap.edge} and ${other.edge}`)
  }
  return found
}

test('whatever the graph: no overlap, nothing outside, edges on borders, a gap for each operation (L1–L3)', () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      expect(faults(graph, layout(graph, { widthPx, nodeSize: pageSize }), widthPx).join('; ')).toBe('')
    }),
    { numRuns: 60 },
  )
})

test('an edge passes through no node', () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const placed = layout(graph, { widthPx, nodeSize: pageSize })
      for (const { points, id } of placed.edges) {
        for (const [a, b] of segmentsOf(points)) {
          const box = {
            x: Math.min(a.x, b.x),
            y: Math.min(a.y, b.y),
            width: Math.abs(a.x - b.x),
            height: Math.abs(a.y - b.y),
          }
          const through = placed.nodes.filter((node) => overlap(box, node, -1))
          expect(through.map((node) => `${id} through ${node.id}`)).toEqual([])
        }
      }
    }),
    { numRuns: 60 },
  )
})

test('the same graph is laid out the same, whatever was laid out before', () => {
  fc.assert(
    fc.property(graphs, graphs, (graph, other) => {
      const once = layout(graph, { widthPx, nodeSize: pageSize })
      layout(other, { widthPx, nodeSize: pageSize })
      expect(layout(graph, { widthPx, nodeSize: pageSize })).toEqual(once)
    }),
    { numRuns: 30 },
  )
})

test.each([
  ['durable', durableSource, 440],
  ['naive', naiveSource, 620],
  ['edited', editedSource, 1300],
])('%s fits the canvas', (_, source, heightPx) => {
  const { graph } = compile(source, 'test.ts')
  const placed = layout(graph, { widthPx, nodeSize: pageSize })
  expect(faults(graph, placed, widthPx)).toEqual([])
  expect(placed.height).toBeLessThan(heightPx)
})

test('with less room between nodes they keep their size, and still none is on another (L1, L2)', () => {
  fc.assert(
    fc.property(graphs, fc.constantFrom(0.36, 0.5, 0.8), (graph, density) => {
      const placed = layout(graph, { widthPx, nodeSize: pageSize, density })
      const bare = layoutNodes(graph, { widthPx, nodeSize: pageSize, density })
      expect(placed.height).toBeCloseTo(bare.height, 6)
      expect(placed.nodes).toEqual(bare.nodes)
      for (const node of graph.nodes) {
        const box = placed.nodes.find(({ id }) => id === node.id)
        expect(box?.width).toBeCloseTo(pageSize(node).width, 6)
        expect(box?.height).toBeCloseTo(pageSize(node).height, 6)
      }
      const overlaps = placed.nodes.flatMap((a, at) =>
        placed.nodes.slice(at + 1).filter((b) => overlap(a, b, -0.01)),
      )
      expect(overlaps).toEqual([])
    }),
    { numRuns: 30 },
  )
})

test('on a phone, a column', () => {
  const { graph } = compile(durableSource, 'test.ts')
  const placed = layout(graph, { widthPx: 358, nodeSize: pageSize })
  expect(faults(graph, placed, 358)).toEqual([])
})
