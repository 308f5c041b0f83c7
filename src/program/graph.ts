/**
 * The graph of a program: what is drawn, and what a frame of a running program is tied to.
 *
 * Ids are stable under edits elsewhere in the file: they are made of the entry's title, the node's own name and
 * a count among nodes of that name in that entry.
 */

/** An implementation, compiled. */
export interface Program {
  /** Path from the project's root, with forward slashes; the `file` of its frames. */
  readonly file: string
  readonly source: string
  /** 16 hexadecimal digits of the source's SHA-256, line endings apart. */
  readonly hash: string
  /** JavaScript with the lines of the source, in which every call notes its frame. */
  readonly code: string
  readonly graph: Graph
}

/** What a page needs of a program: all but the code. */
export type ProgramFacts = Omit<Program, 'code'>

export interface Graph {
  /** One per workflow, handler or state machine, in the order of the source. */
  readonly entries: readonly Entry[]
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
  readonly groups: readonly Group[]
  /** What could not be drawn, in words, for the reader of the graph. */
  readonly notes: readonly Note[]
}

export interface Entry {
  /** The title, with a count where two entries share it. */
  readonly id: string
  /** `POST /checkout` for a handler, `checkout` for a workflow. */
  readonly title: string
  readonly kind: 'workflow' | 'handler' | 'states' | 'function'
  readonly line: number
}

/** A helper of the same file that was drawn in place of its call. */
export interface Group {
  readonly id: string
  readonly entry: string
  readonly title: string
  /** The group around this one. */
  readonly parent: string | null
  /** Line of the helper's definition. */
  readonly line: number
}

export interface Note {
  readonly line: number
  readonly column: number
  readonly text: string
}

interface NodeBase {
  readonly id: string
  /** Id of the entry that it belongs to. */
  readonly entry: string
  /** `reserveInventory`, `stripe.checkout.sessions.create`, a condition, or the text of an end. */
  readonly title: string
  /** One short line more: `waits up to 30 min`, `3 of 5 rows`. */
  readonly detail: string | null
  readonly line: number
  /** Counted from 1, as editors do. */
  readonly column: number
  /** Offsets of the calls whose run-time frame is this node. */
  readonly sites: readonly number[]
  /** Offsets of the calls of helpers through which it was reached, outermost first. */
  readonly via: readonly number[]
  /** Id of the innermost group around it. */
  readonly group: string | null
}

export type OperationKind = 'transaction' | 'step' | 'event' | 'recv' | 'sleep' | 'call'

/** A place where the world can change. */
export interface OperationNode extends NodeBase {
  readonly kind: OperationKind
  /** The name by which run-time labels refer to it: `reserveInventory`, `recv:payment`. */
  readonly operation: string
  /** What it does inside, in order: the calls of a step's callback. */
  readonly rows: readonly OperationRow[]
}

/** A call that is drawn although nothing is known of what it does. */
export interface OpaqueNode extends NodeBase {
  readonly kind: 'opaque'
  readonly operation: string
  readonly rows: readonly OperationRow[]
  /** Why it is drawn dashed: `chosen from a table at run time`. */
  readonly reason: string
}

/** A state of a state machine, drawn as a card. */
export interface StateNode extends NodeBase {
  readonly kind: 'state'
  readonly rows: readonly OperationRow[]
  readonly initial: boolean
  /** True where no transition leaves it. */
  readonly final: boolean
}

export interface EndNode extends NodeBase {
  readonly kind: 'end'
  readonly outcome: 'return' | 'throw'
  /** What is returned or thrown, as the source has it: `fulfilled`, `409 { error: 'out of stock' }`; empty for nothing. */
  readonly text: string
}

export interface PlainNode extends NodeBase {
  readonly kind: 'start' | 'decision' | 'fork' | 'join'
}

export type GraphNode = OperationNode | OpaqueNode | StateNode | EndNode | PlainNode

export interface OperationRow {
  readonly title: string
  readonly operation: string
  readonly kind: OperationKind
  readonly line: number
  readonly sites: readonly number[]
  /** The condition under which it is reached within its card; null if always. */
  readonly condition: string | null
}

export interface GraphEdge {
  readonly id: string
  readonly from: string
  readonly to: string
  /** The condition under which it is taken; null if always. */
  readonly label: string | null
  readonly kind: 'flow' | 'throws' | 'back'
}

/** Whether a fault can be placed at a node: it reaches outside. */
export function isOperation(node: GraphNode): node is OperationNode | OpaqueNode | StateNode {
  switch (node.kind) {
    case 'transaction':
    case 'step':
    case 'event':
    case 'recv':
    case 'sleep':
    case 'call':
    case 'opaque':
      return true
    case 'state':
      return node.rows.length > 0
    case 'start':
    case 'decision':
    case 'fork':
    case 'join':
    case 'end':
      return false
  }
}
