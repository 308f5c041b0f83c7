/** The cards of a state machine, as a graph of its own. */

import type { Drawn } from './draft.ts'
import type { GraphEdge, GraphNode } from './graph.ts'
import type { Machine } from './states.ts'
import { positionAt } from './syntax.ts'

/** Draws a machine; `entry` is the id of its entry. States that only others name are final. */
export function drawMachine(source: string, { states }: Machine, entry: string): Drawn {
  const own = new Set(states.map(({ name }) => name))
  const order = [...own, ...states.flatMap(({ next }) => next.map(({ to }) => to))].filter(
    (name, at, all) => all.indexOf(name) === at,
  )
  const reached = new Set(
    states.flatMap(({ name, next }) => next.flatMap(({ to }) => (to === name ? [] : [to]))),
  )
  const idOf = (name: string): string => `${entry}/${name}#1`
  const nodes = order.map((name): GraphNode => {
    const state = states.find((each) => each.name === name)
    const namedBy = states.find(({ next }) => next.some(({ to }) => to === name))
    const at = state ?? namedBy
    const rows = state?.rows ?? []
    return {
      kind: 'state',
      id: idOf(name),
      entry,
      title: name,
      detail: null,
      ...positionAt(source, at?.at.start ?? 0),
      sites: rows.flatMap(({ sites }) => sites),
      via: [],
      group: null,
      rows,
      initial: !reached.has(name),
      final: (state?.next ?? []).every(({ to }) => to === name),
    }
  })
  const edges = states.flatMap(({ name, next }) =>
    next.map(({ to, condition }): GraphEdge => {
      const kind = order.indexOf(to) <= order.indexOf(name) && own.has(to) ? 'back' : 'flow'
      return { id: `${idOf(name)} → ${idOf(to)}`, from: idOf(name), to: idOf(to), label: condition, kind }
    }),
  )
  return { nodes, edges, groups: [], notes: [] }
}
