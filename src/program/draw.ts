/** Draws the graph of a module: an entry after the other, then whatever no entry leads to. */

import type { AnyNode, Expression, Program } from 'acorn'
import { Draft, type Drawn } from './draft.ts'
import { type EntryPoint, findEntries } from './entries.ts'
import { endText } from './ends.ts'
import { walkExpression } from './expressions.ts'
import type { Entry, Graph } from './graph.ts'
import { walkInline } from './inline.ts'
import { type Call, siteOf, sitesOfChains } from './instrument.ts'
import { drawMachine } from './state-cards.ts'
import { findMachines } from './states.ts'
import { Environment, type FunctionNode, type Value, bindPattern } from './scopes.ts'
import { walkBlock, walkReturn, walkStatement } from './statements.ts'
import { type Syntax, children, positionAt } from './syntax.ts'
import { type Frontier, type Scope, type Walk, addNode, placeOf } from './walk.ts'

/** Draws the graph of a module. `tree` is the syntax tree of `source` without its types. */
export function drawGraph(tree: Program, source: string): Graph {
  const { registered, functions } = findEntries(tree)
  const drawn = new Set<FunctionNode>()
  const sites = sitesOfChains(tree)
  const known = { source, drawn, siteOf: (call: AnyNode) => sites.get(call as Call) ?? siteOf(call as Call) }
  const machines = findMachines(known, tree)
  const cards = machines.map(({ node }) => node)
  const context: Context = { ...known, awaited: awaitedNames(tree as unknown as Syntax), machines: cards }
  const entries: Entry[] = []
  const parts: Drawn[] = []
  const idFor = (title: string): string => {
    const same = entries.filter((entry) => entry.title === title).length
    return same === 0 ? title : `${title}~${same + 1}`
  }
  const add = (point: EntryPoint): void => {
    const id = idFor(point.title)
    const part = drawEntry(point, id, context)
    if (point.kind === 'function' && !part.nodes.some((node) => 'operation' in node)) return
    const { line } = positionAt(source, (point.call ?? point.body.node).start)
    entries.push({ id, title: point.title, kind: point.kind, line })
    parts.push(part)
  }
  registered.forEach(add)
  for (const machine of machines) {
    const id = idFor(machine.title)
    const { line } = positionAt(source, machine.node.start)
    entries.push({ id, title: machine.title, kind: 'states', line })
    parts.push(drawMachine(source, machine, id))
  }
  // A factory is not entered by a request, its handlers are; and what goes round a machine is drawn as its cards.
  const inner = [...drawn, ...cards]
  for (const point of functions) {
    const { start, end } = point.body.node
    const isWithin = [...drawn].some((node) => node.start <= start && end <= node.end)
    const isAround = inner.some((node) => start < node.start && node.end <= end)
    if (!isWithin && !isAround) add(point)
  }
  return {
    entries,
    nodes: parts.flatMap(({ nodes }) => nodes),
    edges: parts.flatMap(({ edges }) => edges),
    groups: parts.flatMap(({ groups }) => groups),
    notes: parts.flatMap(({ notes }) => notes),
  }
}

/** What the entries of one module share. */
type Context = Pick<Walk, 'source' | 'drawn' | 'siteOf' | 'awaited' | 'machines'>

function drawEntry(point: EntryPoint, id: string, context: Context): Drawn {
  const walk = makeWalk(context)
  const { node, environment: outer } = point.body
  const environment = new Environment(outer)
  for (const [at, parameter] of node.params.entries())
    bindPattern(parameter, at === 0 ? firstParameter(point) : null, environment)
  const scope = entryScope(walk, environment, node)
  const sites = point.call ? [walk.siteOf(point.call)] : []
  const at = point.call ?? node
  const start = {
    kind: 'start' as const,
    title: point.title,
    detail: null,
    sites,
    ...placeOf(walk, at, scope),
  }
  const { end } = addNode(walk, start, [])
  context.drawn.add(node)
  if (node.body.type !== 'BlockStatement') walkReturn(walk, node.body, node.body, [end], scope)
  else {
    const left = walk.block(node.body, [end], scope)
    if (left.length > 0) addEnd(walk, left, 'return', '', scope, { start: node.end - 1 })
  }
  return walk.draft.finish(id)
}

function firstParameter({ kind, body }: EntryPoint): Value {
  if (kind === 'workflow') return { kind: 'context' }
  if (kind === 'handler') return { kind: 'request' }
  const [first] = body.node.params
  return first?.type === 'Identifier' && first.name === 'ctx' ? { kind: 'context' } : null
}

function entryScope(walk: Walk, environment: Environment, node: FunctionNode): Scope {
  return {
    environment,
    via: [],
    group: null,
    inlined: [{ node, head: 0 }],
    targets: [],
    throwsTo: null,
    callsCount: false,
    returns: {},
    onReturn: (ends, value, scope, at) => {
      // One end for each result that is known: `return outcome` may be several.
      const texts = new Map<string, Frontier>()
      for (const end of ends) {
        const text = endText(walk, value, end, scope)
        texts.set(text, [...(texts.get(text) ?? []), end])
      }
      for (const [text, group] of texts) addEnd(walk, group, 'return', text, scope, at)
    },
    onThrow: (ends, text, scope, at) => {
      if (ends.length > 0) addEnd(walk, ends, 'throw', text, scope, at)
    },
  }
}

function addEnd(
  walk: Walk,
  ends: Frontier,
  outcome: 'return' | 'throw',
  text: string,
  scope: Scope,
  at: { start: number },
): void {
  const title = text === '' ? (outcome === 'throw' ? 'throws' : 'done') : text
  addNode(
    walk,
    { kind: 'end', outcome, text, title, detail: null, sites: [], ...placeOf(walk, at, scope) },
    ends,
  )
}

function makeWalk(context: Context): Walk {
  const walk: Walk = {
    ...context,
    draft: new Draft(),
    exits: [],
    statement: (node, ends, scope) => walkStatement(walk, node, ends, scope),
    block: (node, ends, scope) => walkBlock(walk, node, ends, scope),
    expression: (node, ends, scope, used = false) => walkExpression(walk, node, ends, scope, used),
    inline: (callee, args, call, ends, scope) => walkInline(walk, callee, args, call, ends, scope),
  }
  return walk
}

/** Names whose promise is awaited: `await pending`, `Promise.all([pending])`. */
function awaitedNames(node: Syntax, found = new Set<string>()): Set<string> {
  const note = (part: unknown): void => {
    const { type, name } = part as Expression & { name?: string }
    if (type === 'Identifier' && name !== undefined) found.add(name)
  }
  if (node.type === 'AwaitExpression') note(node['argument'])
  if (node.type === 'CallExpression') {
    const callee = node['callee'] as Syntax
    const object = callee['object'] as Syntax | undefined
    if (object?.['name'] === 'Promise') {
      for (const list of node['arguments'] as Syntax[]) for (const element of children(list)) note(element)
    }
  }
  for (const child of children(node)) awaitedNames(child, found)
  return found
}
