/**
 * Lanes: within a row of columns, which node goes on which line.
 *
 * A chain is a run of nodes on one straight line: each keeps its heaviest successor. The first chain is the row's
 * first line; what branches off goes below, and what branches off later goes closer, so that few lines cross.
 */

import type { Ranked, RankedEdge, RankedNode } from './ranks.ts'

/** Nodes on one line, or an edge that needs a line of its own; columns are ranks. */
export interface Chain {
  readonly nodes: readonly RankedNode[]
  /** The edge, if it is a line for an edge alone. */
  readonly edge: RankedEdge | null
  /** Columns that it takes, its edges' way in and out included. */
  from: number
  to: number
  lane: number
  /** The chain that it branches off. */
  parent: Chain | null
}

export interface Lanes {
  readonly chains: readonly Chain[]
  readonly chainOf: ReadonlyMap<string, Chain>
  /** On whose line an edge that stays within the row travels. */
  readonly travels: ReadonlyMap<string, Chain | null>
}

/** Assigns lanes to the nodes of the columns `first` to `last`. */
export function assignLanes(ranked: Ranked, first: number, last: number): Lanes {
  const nodes = ranked.nodes.filter((node) => first <= node.rank && node.rank <= last)
  const ids = new Set(nodes.map(({ id }) => id))
  const edges = ranked.forward.filter(({ from, to }) => ids.has(from) && ids.has(to))
  const chains = makeChains(nodes, edges)
  const chainOf = new Map(chains.flatMap((chain) => chain.nodes.map((node) => [node.id, chain] as const)))
  const travels = new Map<string, Chain | null>()
  const rankOf = new Map(nodes.map(({ id, rank }) => [id, rank]))
  for (const edge of edges) {
    const [from, to] = [rankOf.get(edge.from) ?? 0, rankOf.get(edge.to) ?? 0]
    const chain = travelLine(edge, from, to, chainOf)
    if (chain === 'own') {
      const parent = chainOf.get(edge.from) ?? null
      const own: Chain = { nodes: [], edge, from: from + 1, to: to - 1, lane: -1, parent }
      chains.push(own)
      travels.set(edge.id, own)
    } else {
      travels.set(edge.id, chain)
      if (chain && chain.nodes[0]?.id === edge.to) chain.from = Math.min(chain.from, from + 1)
      else if (chain) chain.to = Math.max(chain.to, to - 1)
    }
  }
  settle(chains, edges, chainOf)
  return { chains, chainOf, travels }
}

function makeChains(nodes: readonly RankedNode[], edges: readonly RankedEdge[]): Chain[] {
  const taken = new Set<string>()
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const nextOf = (node: RankedNode): RankedNode | null => {
    const next = edges
      .filter(({ from, to }) => from === node.id && !taken.has(to))
      // Of equals, the one that the source has first; an error's way only where there is no other.
      .toSorted(
        (a, b) =>
          Number(a.kind === 'throws') - Number(b.kind === 'throws') || weightOf(b.to) - weightOf(a.to),
      )[0]
    return next ? (byId.get(next.to) ?? null) : null
  }
  const weightOf = (id: string): number => byId.get(id)?.weight ?? 0
  const chains: Chain[] = []
  // The heaviest of a column begins first: it is what the program is about.
  for (const node of nodes.toSorted((a, b) => a.rank - b.rank || b.weight - a.weight)) {
    if (taken.has(node.id)) continue
    const line: RankedNode[] = []
    for (let at: RankedNode | null = node; at; at = nextOf(at)) {
      line.push(at)
      taken.add(at.id)
    }
    chains.push({
      nodes: line,
      edge: null,
      from: node.rank,
      to: line.at(-1)?.rank ?? node.rank,
      lane: -1,
      parent: null,
    })
  }
  return chains
}

/** The line on which an edge travels: its target's, its source's, none between neighbours, or one of its own. */
function travelLine(
  edge: RankedEdge,
  from: number,
  to: number,
  chainOf: ReadonlyMap<string, Chain>,
): Chain | null | 'own' {
  const [source, target] = [chainOf.get(edge.from), chainOf.get(edge.to)]
  if (!source || !target) return null
  const at = source.nodes.findIndex(({ id }) => id === edge.from)
  if (source === target && source.nodes[at + 1]?.id === edge.to) return source
  if (target.nodes[0]?.id === edge.to) return target
  if (source.nodes.length - 1 === at) return source
  return to === from + 1 ? null : 'own'
}

function settle(
  chains: readonly Chain[],
  edges: readonly RankedEdge[],
  chainOf: ReadonlyMap<string, Chain>,
): void {
  for (const chain of chains) {
    const before = edges.find(({ to }) => to === chain.nodes[0]?.id)
    chain.parent ??= (before && chainOf.get(before.from)) ?? null
  }
  const place = (chain: Chain, above: number): void => {
    chain.lane = above + 1
    while (chains.some((other) => other !== chain && other.lane === chain.lane && collide(other, chain)))
      chain.lane += 1
    const branches = chains.filter((other) => other.parent === chain && other.lane === -1)
    for (const branch of branches.toSorted((a, b) => b.from - a.from || a.to - b.to))
      place(branch, chain.lane)
  }
  for (const chain of chains) if (chain.parent === null && chain.lane === -1) place(chain, -1)
}

/** Two chains on one lane need a column between them, except after an end. */
function collide(a: Chain, b: Chain): boolean {
  const [left, after] = a.from <= b.from ? [a, b] : [b, a]
  return after.from <= left.to + (left.nodes.at(-1)?.isEnd === true ? 0 : 1)
}
