import { expect, test } from 'vitest'
import type { Placement } from './placement.ts'
import { fitViewport, holdAt, onScreen, panLimits, reveal } from './viewport.ts'

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
  const seen = reveal(box(200, 1080), start, graph(900, 1200), canvas)
  expect(seen.y).toBe(400 - 1200)
})

/** What lies over the canvas's lower right corner: the controls, and the minimap above them. */
const controls = { left: 900 - 20 - 262, top: 400 - 8 - 28 }
const map = { left: 900 - 20 - 136, top: 400 - 8 - 28 - 8 - 84 }

test('what the controls would cover is moved above them', () => {
  // Nothing of 900 × 340 pixels is out of view, so there is no minimap.
  const seen = reveal(box(600, 230), { x: 0, y: 40, zoom: 1 }, graph(900, 340), canvas)
  expect(230 + 100 + seen.y).toBeLessThanOrEqual(controls.top)
  expect(seen.x).toBe(0)
})

test('what the minimap would cover is moved beside or above it, also at the end of the graph', () => {
  for (const at of [box(660, 150), box(715, 150), box(715, 1095)]) {
    const { x, y, zoom } = reveal(at, start, graph(900, 1200), canvas)
    const isBeside = at.x + at.width + x <= map.left
    const isAbove = at.y + at.height + y <= map.top
    expect(isBeside || isAbove, JSON.stringify({ at, x, y })).toBe(true)
    expect(at.y + y).toBeGreaterThanOrEqual(canvas.insetTop)
    expect(zoom).toBe(1)
    const [[left, top], [right, bottom]] = panLimits(graph(900, 1200), canvas)
    expect(-x, 'where a person can pan to as well').toBeGreaterThanOrEqual(left)
    expect(-y).toBeGreaterThanOrEqual(top)
    expect(900 - x).toBeLessThanOrEqual(right)
    expect(400 - y).toBeLessThanOrEqual(bottom)
  }
})

test('an overview is not moved for what floats over it', () => {
  const overview: Placement = { ...graph(900, 340), mode: 'overview' }
  expect(reveal(box(700, 230), start, overview, canvas)).toBe(start)
})

test('a node that is asked for stays where it was, and panning from there does not jump', () => {
  const at = onScreen({ x: 640, y: 150 }, { x: 10, y: 60, zoom: 1 })
  const held = holdAt(at, box(40, 700), 1)
  expect(held).toEqual({ x: 610, y: -490, zoom: 1 })
  const [[left, top], [right, bottom]] = panLimits(graph(900, 1200), canvas, held)
  expect([left, -held.x], 'as far as that view shows, no further').toEqual([-held.x, -610])
  const usual = panLimits(graph(900, 1200), canvas)
  expect([[top], [right, bottom]]).toEqual([[usual[0][1]], usual[1]])
})

test('all of it is in view, in the middle, never smaller than its type and not much larger', () => {
  expect(fitViewport(graph(700, 300), canvas).zoom).toBe(340 / 300)
  expect(fitViewport(graph(200, 100), canvas).zoom).toBe(1.3)
  expect(fitViewport(graph(2000, 1000), canvas)).toEqual({ x: 0, y: 60, zoom: 1 })
})
