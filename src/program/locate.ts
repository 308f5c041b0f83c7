/** From a frame back to the graph and to the line. */

import type { Frame } from './frame.ts'
import type { GraphNode, ProgramFacts } from './graph.ts'
import { positionAt } from './syntax.ts'

export interface Location {
  /** The nearest node around; null where the frame is of another file. */
  readonly nodeId: string | null
  /** The row of the node's card that it is, by number; null for the node itself. */
  readonly row: number | null
  /** Line of the innermost call in this file; null where there is none. */
  readonly line: number | null
}

/** What a frame can be matched with; frames of real runs and those read from a trace alike. */
export type FrameLike = Pick<Frame, 'site' | 'file'> & { readonly parent: FrameLike | null }

/**
 * Finds where a frame is in a program: the innermost of its calls that is a node.
 *
 * A helper that is drawn twice has two nodes with one site; the calls around decide which is meant.
 */
export function locate(
  program: Pick<ProgramFacts, 'file' | 'source' | 'graph'>,
  frame: FrameLike | null,
): Location {
  const sites = sitesOf(program.file, frame)
  const [innermost] = sites
  if (innermost === undefined) return { nodeId: null, row: null, line: null }
  const { line } = positionAt(program.source, innermost)
  let row: { node: GraphNode; row: number } | null = null
  for (const [depth, site] of sites.entries()) {
    const around = sites.slice(depth + 1)
    const node = best(
      program.graph.nodes.filter((each) => each.sites.includes(site)),
      around,
    )
    row ??= rowAt(program.graph.nodes, site, around)
    if (node) return { nodeId: node.id, row: row?.node === node ? row.row : null, line }
  }
  return { nodeId: null, row: null, line }
}

/** Offsets of the calls of one file, innermost first. */
function sitesOf(file: string, frame: FrameLike | null): number[] {
  const sites: number[] = []
  for (let at = frame; at; at = at.parent) if (at.file === file) sites.push(at.site)
  return sites
}

/** The node whose way in, through the calls of helpers, is most like the calls around. */
function best(nodes: readonly GraphNode[], around: readonly number[]): GraphNode | null {
  let found: GraphNode | null = null
  let most = -1
  for (const node of nodes) {
    const score = matches(node.via, around)
    if (score > most) [found, most] = [node, score]
  }
  return found
}

/** How many of a node's calls of helpers are among those around, in the same order, less those that are not. */
function matches(via: readonly number[], around: readonly number[]): number {
  let at = 0
  let found = 0
  for (const site of via.toReversed()) {
    const next = around.indexOf(site, at)
    if (next === -1) continue
    found += 1
    at = next + 1
  }
  return found - (via.length - found)
}

function rowAt(
  nodes: readonly GraphNode[],
  site: number,
  around: readonly number[],
): { node: GraphNode; row: number } | null {
  const withRow = nodes.filter(
    (node) => 'rows' in node && node.rows.some(({ sites }) => sites.includes(site)),
  )
  const node = best(
    withRow.filter((each) => each.sites.some((own) => own === site || around.includes(own))),
    around,
  )
  if (!node || !('rows' in node)) return null
  return { node, row: node.rows.findIndex(({ sites }) => sites.includes(site)) }
}
