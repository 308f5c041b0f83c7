/** Texts of the graph made short for the overview; the whole is in the tooltip and in the name. */
import { isOperation, type GraphNode } from '#program/graph.ts'

/** About as many characters as an overview has room for: `409 { error: 'out of stock' }` has 29. */
const mostCharacters = 22

/** A condition, an end or a title as the overview has it. */
export function shorten(text: string, most: number = mostCharacters): string {
  if (text.length <= most) return text
  // A value says less than what it belongs to: `409 { error: 'out of stock' }` is `409 { error: … }`.
  const start = text.slice(0, most - 1)
  const cut = Math.max(start.lastIndexOf(' '), start.lastIndexOf('.'))
  return `${(cut > most / 2 ? start.slice(0, cut) : start).trimEnd()}…`
}

/** A node's title, shortened to what tells it apart: `stripe.checkout.sessions.create` is `sessions.create`. */
export function shortTitle(node: GraphNode): string {
  const title = node.kind === 'end' ? node.text || 'done' : node.title
  if (isOperation(node) && title.length > 22) return title.split('.').slice(-2).join('.')
  return title.length > 30 ? `${title.slice(0, 29)}…` : title
}
