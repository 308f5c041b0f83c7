/** Where to break a graph into bands: as a paragraph is broken into lines, by the least total cost. */

import { type Band, placeBand } from './band.ts'
import type { Ranked } from './ranks.ts'

/** Height that a break costs by itself, and for each edge that it cuts. */
const breakCost = { base: 30, edge: 26 }

/** Breaks the columns of a graph into bands no wider than `widthPx`, where its nodes allow. */
export function breakIntoBands(ranked: Ranked, widthPx: number): Band[] {
  const columns = Math.max(0, ...ranked.nodes.map(({ rank }) => rank + 1))
  // best[n]: the cheapest way to set the first n columns.
  const best: { cost: number; bands: Band[] }[] = [{ cost: 0, bands: [] }]
  for (let end = 1; end <= columns; end += 1) {
    let cheapest: { cost: number; bands: Band[] } | null = null
    for (let start = end - 1; start >= 0; start -= 1) {
      const loose = placeBand(ranked, start, end - 1)
      const band = loose.width <= widthPx ? loose : placeBand(ranked, start, end - 1, true)
      // A single column that is too wide stays so: there is nothing left to break.
      if (band.width > widthPx && start < end - 1) break
      const before = best[start]
      if (!before) continue
      const cost =
        before.cost + band.height + breakCost.base + (end < columns ? cut(ranked, end) * breakCost.edge : 0)
      if (!cheapest || cost < cheapest.cost) cheapest = { cost, bands: [...before.bands, band] }
    }
    best.push(cheapest ?? { cost: Infinity, bands: [] })
  }
  return best[columns]?.bands ?? []
}

/** How many edges a break before a column cuts. */
function cut(ranked: Ranked, column: number): number {
  const ranks = new Map(ranked.nodes.map(({ id, rank }) => [id, rank]))
  const isCut = ({ from, to }: { from: string; to: string }): boolean => {
    return (ranks.get(from) ?? 0) < column !== (ranks.get(to) ?? 0) < column
  }
  return ranked.forward.filter(isCut).length + ranked.backward.filter(isCut).length
}
