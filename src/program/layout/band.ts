/**
 * A band: the columns that stand side by side in one row of the page, as text has lines.
 *
 * Between two columns is a gap, in three zones: on the left the upright parts of edges that branch off, in the middle
 * marks and labels, on the right the upright parts of edges that join.
 */

import { type Box, bottom, right } from './geometry.ts'
import { type Chain, type Lanes, assignLanes } from './lanes.ts'
import type { Ranked, RankedEdge } from './ranks.ts'

const spacing = {
  /** Between a line and the next below. */
  lane: 16,
  /** Height that a line for an edge alone takes. */
  line: 18,
  /** Between two upright parts in one gap. */
  track: 9,
  /** Smallest gap, a mark and an arrow's head; and where the row is full. */
  gap: 38,
  tightGap: 32,
  /** Around the mark at which one crashes. */
  mark: 20,
  /** The last stretch into a node; and where the row is full. */
  arrow: 16,
  tightArrow: 11,
  /** Between an upright part and the canvas's border. */
  margin: 5,
  /** Below a node with an edge to itself, its label included. */
  loop: 38,
  /** Above the first line, for a label. */
  top: 24,
}

/** The band, its own corner being 0, 0. */
export interface Band {
  readonly first: number
  readonly last: number
  readonly boxes: ReadonlyMap<string, Box>
  readonly lanes: Lanes
  /** Height of each chain's line. */
  readonly lineY: ReadonlyMap<Chain, number>
  /** x of the upright part with which edges leave a node, by node; and join one. */
  readonly outX: ReadonlyMap<string, number>
  readonly inX: ReadonlyMap<string, number>
  /** Nodes with nothing below them in their column, and nothing above. */
  readonly openBelow: ReadonlySet<string>
  readonly openAbove: ReadonlySet<string>
  readonly width: number
  readonly height: number
}

/** Places the nodes of the columns `first` to `last`; `isTight`: with gaps no wider than they must be. */
export function placeBand(ranked: Ranked, first: number, last: number, isTight = false): Band {
  const arrow = isTight ? spacing.tightArrow : spacing.arrow
  const lanes = assignLanes(ranked, first, last)
  const lineY = settleLines(ranked, lanes, first, last)
  const { openBelow, openAbove } = openNodes(lanes)
  const nodes = lanes.chains.flatMap((chain) =>
    chain.nodes.map((node) => ({ ...node, y: lineY.get(chain) ?? 0 })),
  )
  const needs = uprights(ranked, lanes, openBelow, openAbove)
  const boxes = new Map<string, Box>()
  const outX = new Map<string, number>()
  const inX = new Map<string, number>()
  let x = 0
  for (let column = first - 1; column <= last; column += 1) {
    const own = nodes.filter((node) => node.rank === column)
    for (const { id, width, height, y } of own) boxes.set(id, { x, y: y - height / 2, width, height })
    x += Math.max(0, ...own.map(({ width }) => width))
    const outs = own.filter(({ id }) => needs.out.has(id)).toSorted((a, b) => b.y - a.y)
    const ins = nodes
      .filter((node) => node.rank === column + 1 && needs.in.has(node.id))
      .toSorted((a, b) => a.y - b.y)
    const isOuter = column < first || column === last
    const room = isOuter ? 0 : middleRoom(ranked, lanes, own, column)
    const least = isOuter ? 0 : isTight ? spacing.tightGap : spacing.gap
    const tracks = (outs.length + ins.length) * spacing.track
    const padding =
      column === last ? (tracks === 0 ? 0 : spacing.margin) : isOuter && tracks === 0 ? 0 : arrow
    const width = Math.max(least, tracks + room + padding)
    for (const [at, { id }] of outs.entries()) outX.set(id, x + (at + 1) * spacing.track)
    for (const [at, { id }] of ins.entries()) inX.set(id, x + width - arrow - at * spacing.track)
    x += width
  }
  const all = [...boxes.values()]
  const loops = new Set(ranked.loops.map(({ from }) => from))
  const height = Math.max(
    0,
    ...[...boxes].map(([id, box]) => bottom(box) + (loops.has(id) ? spacing.loop : 0)),
    ...[...lineY.values()].map((y) => y + spacing.line / 2),
  )
  return {
    first,
    last,
    boxes,
    lanes,
    lineY,
    outX,
    inX,
    openBelow,
    openAbove,
    width: Math.max(x, ...all.map(right)),
    height,
  }
}

/** Lines as high as what is above them allows, column by column. */
function settleLines(ranked: Ranked, { chains }: Lanes, first: number, last: number): Map<Chain, number> {
  const loops = new Set(ranked.loops.map(({ from }) => from))
  const lineY = new Map<Chain, number>()
  const filled = new Map<number, number>()
  const halfAt = (chain: Chain, column: number): number => {
    const node = chain.nodes.find(({ rank }) => rank === column)
    return (node?.height ?? spacing.line) / 2
  }
  const columnsOf = (chain: Chain): number[] => {
    const [from, to] = [Math.max(first, chain.from), Math.min(last, chain.to)]
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at)
  }
  const topLine = Math.max(
    spacing.top,
    ...chains.filter(({ lane }) => lane === 0).flatMap(({ nodes }) => nodes.map(({ height }) => height / 2)),
  )
  for (const chain of chains.toSorted((a, b) => a.lane - b.lane || a.from - b.from)) {
    const columns = columnsOf(chain)
    const y =
      chain.lane === 0
        ? topLine
        : Math.max(
            ...columns.map((column) => (filled.get(column) ?? 0) + spacing.lane + halfAt(chain, column)),
          )
    lineY.set(chain, Math.ceil(y))
    for (const column of columns) {
      const loop = chain.nodes.some(({ rank, id }) => rank === column && loops.has(id)) ? spacing.loop : 0
      filled.set(column, Math.ceil(y) + halfAt(chain, column) + loop)
    }
  }
  return lineY
}

function openNodes({ chains }: Lanes): { openBelow: Set<string>; openAbove: Set<string> } {
  const openBelow = new Set<string>()
  const openAbove = new Set<string>()
  for (const chain of chains) {
    for (const { id, rank } of chain.nodes) {
      const others = chains.filter(
        (other) => other !== chain && other.nodes.some((node) => node.rank === rank),
      )
      if (others.every(({ lane }) => lane < chain.lane)) openBelow.add(id)
      if (others.every(({ lane }) => lane > chain.lane)) openAbove.add(id)
    }
  }
  return { openBelow, openAbove }
}

/** Nodes that need an upright part beside them. */
function uprights(
  ranked: Ranked,
  lanes: Lanes,
  openBelow: ReadonlySet<string>,
  openAbove: ReadonlySet<string>,
): { out: Set<string>; in: Set<string> } {
  const needs = { out: new Set<string>(), in: new Set<string>() }
  const isHere = (id: string): boolean => lanes.chainOf.has(id)
  for (const edge of ranked.forward) {
    if (isHere(edge.from) && isHere(edge.to)) {
      const route = shapeOf(edge, lanes)
      if (route.turnsOut) needs.out.add(edge.from)
      if (route.turnsIn) needs.in.add(edge.to)
    } else if (isHere(edge.from)) {
      if (!openBelow.has(edge.from)) needs.out.add(edge.from)
    } else if (isHere(edge.to) && !openAbove.has(edge.to)) needs.in.add(edge.to)
  }
  for (const { from, to } of ranked.backward) {
    if (isHere(from) && !openBelow.has(from)) needs.out.add(from)
    if (isHere(to) && !openBelow.has(to)) needs.in.add(to)
  }
  return needs
}

/** Where an edge within a band turns: beside its source, beside its target, or both. */
export function shapeOf(
  edge: RankedEdge,
  { chainOf, travels }: Lanes,
): { turnsOut: boolean; turnsIn: boolean; line: Chain | null } {
  const [source, target] = [chainOf.get(edge.from), chainOf.get(edge.to)]
  const line = travels.get(edge.id) ?? null
  if (line === null) return { turnsOut: false, turnsIn: true, line: source ?? null }
  return { turnsOut: line !== source, turnsIn: line !== target, line }
}

/** Room for the marks and labels of the edges that leave a column. */
function middleRoom(ranked: Ranked, lanes: Lanes, own: readonly { id: string }[], column: number): number {
  const ids = new Set(own.map(({ id }) => id))
  const leaving = ranked.forward.filter(({ from, to }) => ids.has(from) && lanes.chainOf.has(to))
  const widths = leaving.map(({ labelWidth }) => Math.max(spacing.mark, labelWidth > 0 ? labelWidth + 4 : 0))
  return column < 0 ? 0 : Math.max(0, ...widths)
}
