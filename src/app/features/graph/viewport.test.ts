import { expect, test } from 'vitest'
import type { Placement } from './placement.ts'
import { fitViewport, holdAt, onScreen, reveal } from './viewport.ts'

const canvas = { width: 900, height: 400, insetTop: 60 }
const graph = (width: number, height: number): Placement => ({
  mode: 'reading',
  type: null,
  opened: new Set(),
  width,
  height,
  nodes: new Map(),
  edges: [],
  titles: [],
})
const box = (x: number, y: number) => ({ x, y, width: 180, height: 100 })
const start = { x: 0, y: 60, zoom: 1 }

test('what is in view stays where it is', () => {
  expect(reveal(box(20, 20), start, graph(900, 1200), canvas)).toBe(start)
})

test('what is not comes to the middle of what the toolbar leaves, on that axis alone', () => {
  const seen = reveal(box(20, 800), start, graph(900, 1200), canvas)
  expect(seen).toEqual({ x: 0, y: 230 - 850, zoom: 1 })
})

test('nothing is shown beyond the graph', () => {
  const seen = reveal(box(20, 1090), start, graph(900, 1200), canvas)
  expect(seen.y).toBe(400 - 1200)
})

test('a node that is asked for stays where it was, as far as the graph goes', () => {
  const at = onScreen({ x: 300, y: 150 }, { x: 10, y: 60, zoom: 1 })
  expect(holdAt(at, box(500, 700), 1, graph(1400, 1200), canvas)).toEqual({ x: -190, y: -490, zoom: 1 })
})

test('all of it is in view, in the middle, never smaller than its type and not much larger', () => {
  expect(fitViewport(graph(700, 300), canvas)).toMatchObject({ x: expect.any(Number), zoom: 340 / 300 })
  expect(fitViewport(graph(200, 100), canvas).zoom).toBe(1.3)
  expect(fitViewport(graph(2000, 1000), canvas)).toEqual({ x: 0, y: 60, zoom: 1 })
})
