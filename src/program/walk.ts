/**
 * The parts that the walk over a program shares.
 *
 * The walk keeps a *frontier*: the list of loose ends of the graph so far. Each statement maps a frontier to a
 * frontier; an empty one is code that is not reached. Numbered invariants:
 *
 * - **W1** A loose end never leads from a node that was rolled back.
 * - **W2** Every call that reaches outside, by the rules of `operations.ts`, becomes a node, a row of one, or a note.
 * - **W3** An operation within a `try` has one edge to its `catch`, whatever the statement around it.
 */

import type { AnyNode, BlockStatement, Expression, ModuleDeclaration, Statement } from 'acorn'
import type { Draft, DraftNode, Mark } from './draft.ts'
import type { GraphEdge } from './graph.ts'
import { type Facts, type Knowledge, type Known, learn } from './knowledge.ts'
import { type Environment, type FunctionNode, type FunctionValue, type Value, namesIn } from './scopes.ts'
import { type Syntax, children, positionAt } from './syntax.ts'

/** One end of the graph that is not connected yet, and what is known on the way to it. */
export interface LooseEnd extends Facts {
  readonly from: number
  readonly label: string | null
  readonly kind: GraphEdge['kind']
  /** Which operation gave a binding its value: key of the binding to node. */
  readonly origin: ReadonlyMap<string, number>
  /** The subject whose tested values this is the rest of: another value of it can still be told apart here. */
  readonly elseOf?: string
  /** Which operation gave a call its value. */
  readonly sources: ReadonlyMap<AnyNode, number>
}

export type Frontier = readonly LooseEnd[]

/** Where `break` and `continue` go. */
export interface Target {
  readonly labels: readonly string[]
  readonly breaks: LooseEnd[]
  readonly continues: LooseEnd[] | null
  /** False for a labelled block, which a `break` without its label does not leave. */
  readonly isPlain?: boolean
}

/** A function that is being drawn in place of its call. */
export interface Inlining {
  readonly node: FunctionNode
  readonly head: number
}

/** Where in the program the walk is. */
export interface Scope {
  readonly environment: Environment
  readonly via: readonly number[]
  readonly group: number | null
  readonly inlined: readonly Inlining[]
  readonly targets: readonly Target[]
  /** Loose ends that lead to the `catch` around; null outside of any. */
  readonly throwsTo: LooseEnd[] | null
  /** True where a plain call that is not awaited counts: see `tries.ts`. */
  readonly callsCount: boolean
  /** What a return is noted under in `exits`: one for each function. */
  readonly returns: object
  readonly onReturn: (ends: Frontier, value: Expression | null, scope: Scope, at: AnyNode) => void
  readonly onThrow: (ends: Frontier, text: string, scope: Scope, at: AnyNode) => void
}

/** The walk: what its parts call each other by, so that no two files import one another. */
export interface Walk {
  readonly source: string
  readonly draft: Draft
  /** Everything that left where it was: returns by their function, jumps by their target, `thrown` for throws. */
  readonly exits: object[]
  /** Tables and switches that are drawn as cards, not as flow. */
  readonly machines: readonly AnyNode[]
  /** The site of a call; one after a `?.` has that of its chain. */
  siteOf(call: AnyNode): number
  /** Names that are awaited somewhere: a call whose promise they hold counts as awaited. */
  readonly awaited: ReadonlySet<string>
  /** Functions whose bodies were walked. */
  readonly drawn: Set<FunctionNode>
  statement(node: Statement | ModuleDeclaration, ends: Frontier, scope: Scope): Frontier
  block(node: BlockStatement, ends: Frontier, scope: Scope): Frontier
  /** `used`: whether the value is awaited or returned. */
  expression(node: AnyNode, ends: Frontier, scope: Scope, used?: boolean): Frontier
  /** Draws the body of a function in place of `call`; `args` are what its parameters stand for. */
  inline(callee: FunctionValue, args: readonly Value[], call: AnyNode, ends: Frontier, scope: Scope): Frontier
}

/** What a `throw` is noted under in `exits`. */
export const thrown: object = {}

/** Whether code since a mark does nothing that is worth a node: then it is forgotten. `own`: exits that end in it. */
export function isIdle(walk: Walk, since: { mark: Mark; exits: number }, own: object | null): boolean {
  const left = walk.exits.slice(since.exits).filter((exit) => exit !== own)
  walk.exits.length = since.exits
  walk.exits.push(...left)
  if (left.length > 0 || walk.draft.hasWorkSince(since.mark)) return false
  walk.draft.rollback(since.mark)
  return true
}

export function since(walk: Walk): { mark: Mark; exits: number } {
  return { mark: walk.draft.mark(), exits: walk.exits.length }
}

export interface Arms {
  readonly yes: Frontier
  readonly no: Frontier
}

/** Text of a node, on one line. */
export function textOf(walk: { source: string }, node: { start: number; end: number }, limit = 60): string {
  const text = walk.source.slice(node.start, node.end).replace(/\s+/g, ' ').trim()
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text
}

/** The parts of a node that come from its place in the source. */
export function placeOf(
  walk: { source: string },
  node: { start: number },
  scope: Scope,
): Pick<DraftNode, 'line' | 'column' | 'via' | 'group'> {
  return { ...positionAt(walk.source, node.start), via: scope.via, group: scope.group }
}

/** Adds a node at which all loose ends end; the frontier is then one end that leads on from it. */
export function addNode(walk: Walk, node: DraftNode, ends: Frontier): { id: number; end: LooseEnd } {
  const id = walk.draft.add(node)
  for (const { from, label, kind } of ends) walk.draft.connect(from, id, label, kind)
  return { id, end: { ...meet(ends), from: id, label: null, kind: 'flow' } }
}

export function addJunction(
  walk: Walk,
  at: AnyNode,
  ends: Frontier,
  scope: Scope,
): { id: number; end: LooseEnd } {
  return addNode(
    walk,
    { kind: 'junction', title: '', detail: null, sites: [], ...placeOf(walk, at, scope) },
    ends,
  )
}

/** What is known where paths meet: what is known on each. */
function meet(ends: Frontier): Omit<LooseEnd, 'from' | 'label' | 'kind'> {
  const [first, ...rest] = ends
  if (!first) return { known: new Map(), results: new Map(), origin: new Map(), sources: new Map() }
  const everywhere = <K, V>(pick: (end: LooseEnd) => ReadonlyMap<K, V>): ReadonlyMap<K, V> =>
    rest.length === 0
      ? pick(first)
      : new Map(
          [...pick(first)].filter(([key, value]) => rest.every((end) => same(pick(end).get(key), value))),
        )
  return {
    known: everywhere<string, Known>((end) => end.known),
    results: everywhere<AnyNode, Known>((end) => end.results),
    origin: everywhere((end) => end.origin),
    sources: everywhere((end) => end.sources),
  }
}

function same(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right)
}

/** Every loose end with something more or less known. */
export function knowing(ends: Frontier, change: (end: LooseEnd) => Partial<LooseEnd>): Frontier {
  return ends.map((end) => ({ ...end, ...change(end) }))
}

/** Loose ends with nothing known of the names that a piece of code assigns. */
export function forgetAssigned(ends: Frontier, code: AnyNode, environment: Environment): Frontier {
  const names = assignedIn(code as unknown as Syntax)
  if (names.length === 0) return ends
  const keys = names.flatMap((name) => environment.find(name)?.key ?? [])
  return knowing(ends, (end) => ({ known: forget(end.known, keys), origin: without(end.origin, keys) }))
}

function forget(known: Knowledge, keys: readonly string[]): Knowledge {
  return keys.reduce((left, key) => learn(left, key, null), known)
}

function without(origin: ReadonlyMap<string, number>, keys: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...origin].filter(([key]) => !keys.includes(key)))
}

/** The names that a piece of code assigns, functions within it included. */
function assignedIn(node: Syntax): string[] {
  const own =
    node.type === 'AssignmentExpression'
      ? namesIn(node['left'] as never)
      : node.type === 'UpdateExpression'
        ? namesIn(node['argument'] as never)
        : []
  return [...own, ...children(node).flatMap(assignedIn)]
}
