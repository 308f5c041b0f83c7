import { describe, expect, test } from 'vitest'
import { loadPrograms } from '#scenarios/catalogue.ts'
import { overlap } from '#program/layout/geometry.ts'
import { overviewOf } from './overview.ts'
import { collapsedSize } from './size.ts'
import { cover, fitViewport } from './viewport.ts'

/** The canvas of a window of 1280 × 800 with its toolbar. */
const canvas = { width: 968, height: 420, insetTop: 76 }
const programs = Object.entries(await loadPrograms()).map(([name, { program }]) => ({
  name,
  graph: program.graph,
}))

describe.each(programs)('the overview of $name', ({ graph }) => {
  const placement = overviewOf(graph, new Map(), canvas)
  const viewport = fitViewport(placement, canvas)

  test('has every node, none on another', () => {
    const drawn = graph.nodes.filter(({ kind }) => kind !== 'start').map(({ id }) => id)
    expect([...placement.nodes.keys()].toSorted()).toEqual(drawn.toSorted())
    const boxes = [...placement.nodes]
    const overlaps = boxes.flatMap(([id, box], at) =>
      boxes
        .slice(at + 1)
        .flatMap(([other, otherBox]) => (overlap(box, otherBox) ? [`${id} on ${other}`] : [])),
    )
    expect(overlaps).toEqual([])
  })

  test('is all in view in type of at least 11 px, below the toolbar', () => {
    expect(viewport.zoom).toBeGreaterThanOrEqual(1)
    expect(placement.type?.title).toBeGreaterThanOrEqual(11)
    expect(placement.type?.detail).toBeGreaterThanOrEqual(11)
    // Half a pixel is what the browser rounds away: the zoom is a quotient of floats.
    expect(viewport.x + placement.width * viewport.zoom).toBeLessThanOrEqual(canvas.width + 0.5)
    expect(viewport.y).toBeGreaterThanOrEqual(canvas.insetTop)
    expect(viewport.y + placement.height * viewport.zoom).toBeLessThanOrEqual(canvas.height + 0.5)
  })

  test('has conditions on no node', () => {
    const boxes = [...placement.nodes.values()]
    const on = placement.edges.filter(({ label }) => label && boxes.some((box) => overlap(box, label)))
    expect(on.map(({ id }) => id)).toEqual([])
  })

  test('is as wide as its titles need', () => {
    const { type } = placement
    for (const node of graph.nodes.filter(({ kind }) => kind !== 'start'))
      expect(placement.nodes.get(node.id)?.width).toBeCloseTo(type ? collapsedSize(node, type).width : 0, 6)
  })

  test('is the same each time', () => {
    expect(overviewOf(graph, new Map(), canvas)).toEqual(placement)
  })
})

test('with room to spare the type is larger, what became of a node has a line, and the controls cover nothing', () => {
  const large = { width: 1600, height: 800, insetTop: 76 }
  for (const { graph } of programs) {
    const placement = overviewOf(graph, new Map(), large)
    expect(placement.type).toEqual({ title: 13, detail: 12, lines: 2 })
    const viewport = fitViewport(placement, large)
    const covered = [...placement.nodes].filter(([, box]) => cover(box, viewport, large))
    expect(covered.map(([id]) => id)).toEqual([])
  }
})

test('a canvas that is too small for it keeps the type', () => {
  const placement = overviewOf(programs[0]?.graph ?? empty, new Map(), {
    width: 400,
    height: 150,
    insetTop: 0,
  })
  expect(placement.type?.title).toBe(11)
})

const empty = { entries: [], nodes: [], edges: [], groups: [], notes: [] }

test('a node that is opened has room for its rows', () => {
  const graph = programs[0]?.graph ?? empty
  const id = graph.nodes.find(({ title }) => title === 'reserveInventory')?.id ?? ''
  const closed = overviewOf(graph, new Map(), { ...canvas, insetTop: 0 })
  const opened = overviewOf(graph, new Map([[id, 4]]), { ...canvas, insetTop: 0 })
  expect(opened.nodes.get(id)?.height).toBeGreaterThan((closed.nodes.get(id)?.height ?? 0) + 30)
  expect(fitViewport(opened, { ...canvas, insetTop: 0 }).zoom).toBeGreaterThanOrEqual(1)
  expect(opened.height).toBeLessThanOrEqual(canvas.height)
})
