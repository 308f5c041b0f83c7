/**
 * The ways of the edges: straight and at right angles, within a band along its lines, between bands through the
 * corridor below a band and, over more than one, down the gutter at the left.
 */

import { type Band, shapeOf } from './band.ts'
import { type Box, type Point, bottom, middle, right, straighten } from './geometry.ts'
import type { Ranked, RankedEdge } from './ranks.ts'

const corridor = { before: 15, after: 17, line: 11, labelled: 22, empty: 22 }
const gutterTrack = 9

export interface Routed {
  readonly boxes: ReadonlyMap<string, Box>
  readonly ways: ReadonlyMap<string, readonly Point[]>
  readonly width: number
  readonly height: number
}

interface Setting {
  readonly bands: readonly Band[]
  readonly boxes: ReadonlyMap<string, Box>
  readonly bandOf: ReadonlyMap<string, number>
  /** Top left corner of each band. */
  readonly corners: readonly Point[]
  /** Height of a track, by corridor and by what travels on it. */
  readonly trackY: ReadonlyMap<string, number>
  readonly gutterX: ReadonlyMap<string, number>
  /** Where on a node's lower border an edge leaves or enters, counted from its middle. */
  slot(id: string, use: string, width: number): number
}

/** Places bands one below the other, and routes all edges. */
export function route(ranked: Ranked, bands: readonly Band[]): Routed {
  const bandOf = new Map(bands.flatMap((band, at) => [...band.boxes.keys()].map((id) => [id, at] as const)))
  const { tracks, gutters } = plan(ranked, bandOf)
  const gutterX = new Map([...gutters].map((use, at) => [use, at * gutterTrack + 3]))
  const left = gutters.size === 0 ? 0 : gutters.size * gutterTrack + 8
  const corners: Point[] = []
  const trackY = new Map<string, number>()
  let y = 0
  for (const [at, band] of bands.entries()) {
    corners.push({ x: left, y })
    y += band.height
    const own = tracks.get(at)
    let line = y + corridor.before
    for (const [use, isLabelled] of own ?? []) {
      if (isLabelled) line += corridor.labelled - corridor.line
      trackY.set(`${at}/${use}`, line)
      line += corridor.line
    }
    const isLast = at === bands.length - 1
    if (own) y = line - corridor.line + (isLast ? 4 : corridor.after)
    else if (!isLast) y += corridor.empty
  }
  const boxes = new Map<string, Box>()
  for (const [at, band] of bands.entries()) {
    const corner = corners[at] ?? { x: 0, y: 0 }
    for (const [id, box] of band.boxes) boxes.set(id, { ...box, x: box.x + corner.x, y: box.y + corner.y })
  }
  const setting: Setting = { bands, boxes, bandOf, corners, trackY, gutterX, slot: makeSlots() }
  const ways = new Map<string, readonly Point[]>()
  for (const edge of ranked.forward) ways.set(edge.id, straighten(forwardWay(edge, setting)))
  for (const edge of ranked.backward) ways.set(edge.id, straighten(backwardWay(edge, setting)))
  for (const edge of ranked.loops) ways.set(edge.id, loopWay(edge, setting))
  return { boxes, ways, width: left + Math.max(0, ...bands.map(({ width }) => width)), height: y }
}

/** How many tracks the gutter needs: the width that it takes is not known before the bands are. */
export function gutterWidth(ranked: Ranked, bands: readonly Band[]): number {
  const bandOf = new Map(bands.flatMap((band, at) => [...band.boxes.keys()].map((id) => [id, at] as const)))
  const { gutters } = plan(ranked, bandOf)
  return gutters.size === 0 ? 0 : gutters.size * gutterTrack + 8
}

/** What travels in which corridor, with whether it has a label there, and what in the gutter. */
function plan(
  ranked: Ranked,
  bandOf: ReadonlyMap<string, number>,
): { tracks: Map<number, Map<string, boolean>>; gutters: Set<string> } {
  const tracks = new Map<number, Map<string, boolean>>()
  const gutters = new Set<string>()
  const note = (at: number, use: string, isLabelled: boolean): void => {
    const own = tracks.get(at) ?? new Map<string, boolean>()
    tracks.set(at, own.set(use, (own.get(use) ?? false) || isLabelled))
  }
  for (const edge of [...ranked.backward, ...ranked.forward]) {
    const [from, to] = [bandOf.get(edge.from) ?? 0, bandOf.get(edge.to) ?? 0]
    const isBack = ranked.backward.includes(edge)
    if (from === to && !isBack) continue
    const use = travellerOf(edge, isBack)
    const last = isBack ? to : to - 1
    note(from, use, edge.labelWidth > 0)
    if (last === from) continue
    note(last, use, false)
    gutters.add(use)
  }
  return { tracks, gutters }
}

/** Edges to one node share their way once they have met. */
function travellerOf(edge: RankedEdge, isBack: boolean): string {
  return `${isBack ? 'back' : 'on'} to ${edge.to}`
}

function forwardWay(edge: RankedEdge, setting: Setting): Point[] {
  const [at, to] = [setting.bandOf.get(edge.from) ?? 0, setting.bandOf.get(edge.to) ?? 0]
  const source = boxIn(setting, edge.from)
  const target = boxIn(setting, edge.to)
  const use = travellerOf(edge, false)
  if (at !== to) {
    const way = [...leave(edge.from, use, setting), ...travel(use, at, to - 1, setting)]
    const band = setting.bands[to]
    const last = way.at(-1) ?? middle(source)
    if (band?.openAbove.has(edge.to)) {
      const { x } = middle(target)
      return [...way, { x, y: last.y }, { x, y: target.y }]
    }
    return [...way, ...enterLeft(edge.to, last.y, setting)]
  }
  const band = setting.bands[at]
  const corner = setting.corners[at] ?? { x: 0, y: 0 }
  const start = { x: right(source), y: middle(source).y }
  const end = { x: target.x, y: middle(target).y }
  if (!band) return [start, end]
  const { turnsOut, turnsIn, line } = shapeOf(edge, band.lanes)
  const y = corner.y + ((line ? band.lineY.get(line) : undefined) ?? 0)
  const outX = corner.x + (band.outX.get(edge.from) ?? 0)
  const inX = corner.x + (band.inX.get(edge.to) ?? 0)
  return [
    start,
    ...(turnsOut
      ? [
          { x: outX, y: start.y },
          { x: outX, y },
        ]
      : []),
    ...(turnsIn
      ? [
          { x: inX, y },
          { x: inX, y: end.y },
        ]
      : []),
    end,
  ]
}

function backwardWay(edge: RankedEdge, setting: Setting): Point[] {
  const [at, to] = [setting.bandOf.get(edge.from) ?? 0, setting.bandOf.get(edge.to) ?? 0]
  const target = boxIn(setting, edge.to)
  const use = travellerOf(edge, true)
  const way = [...leave(edge.from, use, setting), ...travel(use, at, to, setting)]
  const last = way.at(-1) ?? middle(target)
  if (setting.bands[to]?.openBelow.has(edge.to)) {
    const x = middle(target).x + setting.slot(edge.to, use, target.width)
    return [...way, { x, y: last.y }, { x, y: bottom(target) }]
  }
  return [...way, ...enterLeft(edge.to, last.y, setting)]
}

function loopWay(edge: RankedEdge, setting: Setting): Point[] {
  const box = boxIn(setting, edge.from)
  const [x, y] = [middle(box).x, bottom(box)]
  const reach = Math.max(4, Math.min(26, box.width / 2 - 10))
  return [
    { x: x + reach, y },
    { x: x + reach, y: y + 14 },
    { x: x - reach, y: y + 14 },
    { x: x - reach, y },
  ]
}

/** Out of a node and down into the corridor below its band. */
function leave(id: string, use: string, setting: Setting): Point[] {
  const at = setting.bandOf.get(id) ?? 0
  const box = boxIn(setting, id)
  const y = setting.trackY.get(`${at}/${use}`) ?? bottom(box)
  const band = setting.bands[at]
  if (band?.openBelow.has(id)) {
    const x = middle(box).x + setting.slot(id, use, box.width)
    return [
      { x, y: bottom(box) },
      { x, y },
    ]
  }
  const x = (setting.corners[at]?.x ?? 0) + (band?.outX.get(id) ?? 0)
  const middleY = middle(box).y
  return [
    { x: right(box), y: middleY },
    { x, y: middleY },
    { x, y },
  ]
}

/** From one corridor to another by the gutter. */
function travel(use: string, from: number, to: number, setting: Setting): Point[] {
  if (from === to) return []
  const x = setting.gutterX.get(use) ?? 0
  return [from, to].map((at) => ({ x, y: setting.trackY.get(`${at}/${use}`) ?? 0 }))
}

function enterLeft(id: string, y: number, setting: Setting): Point[] {
  const at = setting.bandOf.get(id) ?? 0
  const box = boxIn(setting, id)
  const x = (setting.corners[at]?.x ?? 0) + (setting.bands[at]?.inX.get(id) ?? 0)
  return [
    { x, y },
    { x, y: middle(box).y },
    { x: box.x, y: middle(box).y },
  ]
}

function boxIn({ boxes }: Setting, id: string): Box {
  return boxes.get(id) ?? { x: 0, y: 0, width: 0, height: 0 }
}

/** The middle of a border for the first edge there, then to its right and left by turns, as far as the border goes. */
function makeSlots(): Setting['slot'] {
  const uses = new Map<string, string[]>()
  return (id, use, width) => {
    const own = uses.get(id) ?? []
    if (!own.includes(use)) own.push(use)
    uses.set(id, own)
    const at = own.indexOf(use)
    const most = Math.max(0, Math.floor(width / 2) - 12)
    return Math.min(most, Math.ceil(at / 2) * 18) * (at % 2 === 1 ? 1 : -1)
  }
}
