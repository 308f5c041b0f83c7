/** A layout as a page of plain SVG, to be looked at. Not a part of the product. */

import type { Graph, GraphNode } from '../graph.ts'
import { isOperation } from '../graph.ts'
import { type Layout, type Size, layout } from '../layout.ts'

/** Sizes like those of the page: an open card has its rows, an end is a pill. */
export function pageSize(node: GraphNode): Size {
  const textWidth = (text: string, each: number): number => Math.ceil(text.length * each)
  switch (node.kind) {
    case 'transaction':
    case 'step':
      return { width: 184, height: 92 }
    case 'state':
      return {
        width: Math.max(150, ...node.rows.map(({ title }) => textWidth(title, 6.7) + 34)),
        height: 32 + node.rows.length * 18 + (node.rows.length ? 6 : 0),
      }
    case 'event':
    case 'recv':
    case 'sleep':
    case 'call':
    case 'opaque':
      return { width: Math.min(200, Math.max(130, textWidth(node.title, 7.3) + 28)), height: 56 }
    case 'start':
    case 'end':
      return { width: Math.min(150, textWidth(node.title, 6.4) + 28), height: 28 }
    case 'decision':
      return { width: Math.min(190, textWidth(node.title, 6.4) + 44), height: 44 }
    case 'fork':
    case 'join':
      return { width: 10, height: 64 }
  }
}

/** A standalone page with the layout of each graph. */
export function pictures(graphs: readonly { title: string; graph: Graph }[], widthPx: number): string {
  const parts = graphs.map(({ title, graph }) => {
    const placed = layout(graph, { widthPx, nodeSize: pageSize })
    return `<h2>${title} · ${Math.round(placed.width)} × ${Math.round(placed.height)}</h2>${picture(graph, placed, widthPx)}`
  })
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 16px; background: #f7f7f5; font: 13px Inter, sans-serif; color: #17181a }
    h2 { font-size: 13px; margin: 12px 0 6px } svg { background: #fff; outline: 1px solid #e5e5e1; overflow: visible }
    .code { font: 600 12px 'JetBrains Mono', 'DejaVu Sans Mono', monospace } .small { font: 11px Inter, sans-serif; fill: #696d75 }
    .edge { fill: none; stroke: #8e9198; stroke-width: 1.2 } .throws { stroke: #d55e00; stroke-dasharray: 2 3 } .back { stroke-dasharray: 5 3 }
    .node { fill: #fff; stroke: #8e9198; stroke-width: 1.5 } .gap { fill: #fff; stroke: #d55e00 }
  </style>${parts.join('')}`
}

function picture(graph: Graph, placed: Layout, widthPx: number): string {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]))
  const edges = placed.edges.map(({ path, kind, label }) => {
    const text = label
      ? `<text class="small" x="${label.x + 2}" y="${label.y + 11}">${escape(label.text)}</text>`
      : ''
    return `<path class="edge ${kind}" d="${path}" marker-end="url(#arrow)"/>${text}`
  })
  const shapes = placed.nodes.map(({ id, x, y, width, height }) => {
    const node = nodes.get(id)
    return node ? shape(node, { x, y, width, height }) : ''
  })
  const gaps = placed.gaps.map(({ x, y }) => `<circle class="gap" cx="${x}" cy="${y}" r="4"/>`)
  const titles = placed.entries.map(({ title, titleAt }) =>
    titleAt ? `<text class="code" x="${titleAt.x}" y="${titleAt.y}">${escape(title)}</text>` : '',
  )
  return `<svg width="${widthPx}" height="${placed.height}"><defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0.5 8 4 0 7.5z" fill="#8e9198"/></marker></defs>${[...titles, ...edges, ...shapes, ...gaps].join('')}</svg>`
}

function shape(
  node: GraphNode,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
): string {
  const text = (value: string, dx: number, dy: number, kind: string, limit: number): string => {
    const cut = value.length > limit ? `${value.slice(0, limit - 1)}…` : value
    return `<text class="${kind}" x="${x + dx}" y="${y + dy}">${escape(cut)}</text>`
  }
  switch (node.kind) {
    case 'decision': {
      const [cx, cy, edge] = [x + width / 2, y + height / 2, 16]
      const points = [
        [x, cy],
        [x + edge, y + 4],
        [x + width - edge, y + 4],
        [x + width, cy],
        [x + width - edge, y + height - 4],
        [x + edge, y + height - 4],
      ]
      return `<polygon class="node" points="${points.map((point) => point.join(',')).join(' ')}"/><text class="small" text-anchor="middle" x="${cx}" y="${cy + 4}">${escape(node.title.slice(0, 26))}</text>`
    }
    case 'start':
    case 'end':
      return `<rect class="node" x="${x}" y="${y}" width="${width}" height="${height}" rx="14"/><text class="small" text-anchor="middle" x="${x + width / 2}" y="${y + 18}">${escape(node.title.length > 21 ? `${node.title.slice(0, 20)}…` : node.title)}</text>`
    case 'fork':
    case 'join':
      return `<rect x="${x + 2}" y="${y}" width="6" height="${height}" rx="3" fill="#4d5057"/>`
    default: {
      const dash = node.kind === 'opaque' ? ' stroke-dasharray="4 3"' : ''
      const rows = isOperation(node) ? node.rows.map(({ title }) => title) : []
      const lines = [node.detail ?? node.kind, ...rows].slice(0, 4)
      const small = lines.map((line, at) => text(line, 12, 38 + at * 17, 'small', 26)).join('')
      return `<rect class="node"${dash} x="${x}" y="${y}" width="${width}" height="${height}" rx="8"/>${text(node.title, 12, 20, 'code', 24)}${height > 32 ? small : ''}`
    }
  }
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
