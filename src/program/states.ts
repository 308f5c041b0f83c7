/**
 * State machines, drawn as cards: a card for each state, what it does as its rows, an edge for each next state under
 * its condition. As flow they would be a knot.
 *
 * A machine is a table of functions by state, or a `switch` with a case for each, of which at least two say what
 * comes next: by returning a state's name, by assigning it, or by passing it to what moves an order on.
 */

import type { AnyNode, Expression, ObjectExpression, Program, Statement, SwitchStatement } from 'acorn'
import { guarded, wordsOf } from './conditions.ts'
import { type Walked, rowsIn } from './rows.ts'
import { Environment, type FunctionNode, bindPattern, declareAll, keyName, propertyOf } from './scopes.ts'
import { children } from './syntax.ts'
import type { OperationRow } from './graph.ts'
import { textOf } from './walk.ts'

export interface Machine {
  readonly title: string
  /** The table or the switch. */
  readonly node: ObjectExpression | SwitchStatement
  readonly states: readonly State[]
}

export interface State {
  readonly name: string
  readonly at: AnyNode
  readonly rows: readonly OperationRow[]
  readonly next: readonly Transition[]
}

export interface Transition {
  readonly to: string
  readonly condition: string | null
}

/** A state before it is known which strings are states. */
interface Arm {
  readonly name: string
  readonly at: AnyNode
  readonly statements: readonly Statement[]
  readonly environment: Environment
  /** The function, for a table. */
  readonly owner: FunctionNode | null
}

/** Finds the state machines of a module. */
export function findMachines(walk: Walked, tree: Program): Machine[] {
  const environment = new Environment(null)
  declareAll(tree.body, environment)
  const found: Machine[] = []
  const look = (node: AnyNode, around: Environment, name: string | null): void => {
    const arms = armsOf(node, around)
    const machine = arms
      ? machineOf(walk, node as ObjectExpression | SwitchStatement, name ?? 'states', arms)
      : null
    if (machine) found.push(machine)
    const inner = isFunction(node) ? enter(node, around) : around
    const own = isFunction(node)
      ? (node.id?.name ?? name)
      : node.type === 'VariableDeclarator' && node.id.type === 'Identifier'
        ? node.id.name
        : name
    for (const child of children(node)) look(child as unknown as AnyNode, inner, own)
  }
  for (const statement of tree.body) look(statement, environment, null)
  return found
}

function armsOf(node: AnyNode, environment: Environment): Arm[] | null {
  if (node.type === 'SwitchStatement') {
    const inner = new Environment(environment)
    declareAll(
      node.cases.flatMap(({ consequent }) => consequent),
      inner,
    )
    const arms = node.cases.flatMap((each) => {
      const name =
        each.test?.type === 'Literal' && typeof each.test.value === 'string' ? each.test.value : null
      return name === null
        ? []
        : [{ name, at: each, statements: each.consequent, environment: inner, owner: null }]
    })
    return arms.length >= 2 ? arms : null
  }
  if (node.type !== 'ObjectExpression' || node.properties.length < 2) return null
  const table = { kind: 'object' as const, node, environment, via: null }
  const arms = node.properties.map((property): Arm | null => {
    const name = property.type === 'Property' ? keyName(property.key, property.computed) : null
    const value = name === null ? null : propertyOf(table, name)
    if (name === null || value?.kind !== 'function') return null
    const { node: owner } = value
    const inner = enter(owner, value.environment)
    return { name, at: property, statements: bodyOf(owner), environment: inner, owner }
  })
  return arms.every((arm) => arm !== null) ? arms : null
}

function machineOf(walk: Walked, node: Machine['node'], title: string, arms: readonly Arm[]): Machine | null {
  const names = new Set(arms.map(({ name }) => name))
  const isTable = node.type === 'ObjectExpression'
  const subject = node.type === 'SwitchStatement' ? textOf(walk, node.discriminant) : null
  const movers = new Set<string>()
  for (const { statements } of arms)
    for (const statement of statements) noteMovers(walk, statement, names, movers)
  const context: Context = { walk, names, movers, subject, isTable }
  const states = arms.map(({ name, at, statements, environment, owner }): State => {
    const next = transitionsIn(context, statements, null)
    if (owner && next.length > 0) walk.drawn.add(owner)
    return { name, at, rows: rowsIn(walk, statements, environment), next: distinct(next) }
  })
  const leading = states.filter(({ next }) => next.length > 0)
  // Names of states, not any strings: some state leads to another.
  const isMachine = leading.length >= 2 && leading.some(({ next }) => next.some(({ to }) => names.has(to)))
  return isMachine ? { title, node, states } : null
}

interface Context {
  readonly walk: Walked
  readonly names: ReadonlySet<string>
  /** Callees that were passed a state once: `move`. */
  readonly movers: ReadonlySet<string>
  readonly subject: string | null
  readonly isTable: boolean
}

function noteMovers(walk: Walked, node: AnyNode, names: ReadonlySet<string>, movers: Set<string>): void {
  if (node.type === 'CallExpression' && node.arguments.some((argument) => isName(argument, names))) {
    movers.add(textOf(walk, node.callee))
  }
  for (const child of children(node)) noteMovers(walk, child as unknown as AnyNode, names, movers)
}

function isName(node: AnyNode, names: ReadonlySet<string>): boolean {
  return node.type === 'Literal' && typeof node.value === 'string' && names.has(node.value)
}

function transitionsIn(
  context: Context,
  statements: readonly Statement[],
  condition: string | null,
): Transition[] {
  return guarded(context.walk, statements, condition, (statement, now) =>
    transitions(context, statement, now),
  )
}

function transitions(context: Context, node: AnyNode, condition: string | null): Transition[] {
  const { walk } = context
  switch (node.type) {
    case 'BlockStatement':
      return transitionsIn(context, node.body, condition)
    case 'IfStatement': {
      const { yes, no } = wordsOf(walk, node.test)
      const test = transitions(context, node.test, condition)
      const otherwise = node.alternate ? transitions(context, node.alternate, no) : []
      return [...test, ...transitions(context, node.consequent, yes), ...otherwise]
    }
    case 'ReturnStatement':
      return node.argument ? named(context, node.argument, condition, context.isTable) : []
    case 'ArrowFunctionExpression':
      // Within a callback, `return` is the callback's own.
      return node.body.type === 'BlockStatement'
        ? transitionsIn({ ...context, isTable: false }, node.body.body, condition)
        : transitions({ ...context, isTable: false }, node.body, condition)
    case 'AssignmentExpression': {
      const target = textOf(walk, node.left)
      const isState = target === context.subject || /\b(state|status)$/i.test(target)
      return named(context, node.right, condition, isState)
    }
    case 'CallExpression': {
      const isMover = context.movers.has(textOf(walk, node.callee))
      return node.arguments.flatMap((argument) => named(context, argument as Expression, condition, isMover))
    }
    default:
      return children(node).flatMap((child) => transitions(context, child as unknown as AnyNode, condition))
  }
}

/** The states that an expression may name; `isState`: a string here is a state, known or not. */
function named(context: Context, node: Expression, condition: string | null, isState: boolean): Transition[] {
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' && isState ? [{ to: node.value, condition }] : []
    case 'ConditionalExpression': {
      const { yes, no } = wordsOf(context.walk, node.test)
      return [
        ...named(context, node.consequent, yes, isState),
        ...named(context, node.alternate, no, isState),
      ]
    }
    case 'ParenthesizedExpression':
      return named(context, node.expression, condition, isState)
    default:
      return transitions(context, node, condition)
  }
}

/** One transition for each next state, under all of its conditions. */
function distinct(transitions: readonly Transition[]): Transition[] {
  const merged = new Map<string, Transition>()
  for (const { to, condition } of transitions) {
    const other = merged.get(to)
    const either =
      other && (other.condition === null || condition === null)
        ? null
        : `${other?.condition ?? ''} or ${condition ?? ''}`
    merged.set(to, { to, condition: other && other.condition !== condition ? either : condition })
  }
  return [...merged.values()]
}

function isFunction(node: AnyNode): node is FunctionNode {
  return ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'].includes(node.type)
}

function bodyOf({ body }: FunctionNode): Statement[] {
  if (body.type === 'BlockStatement') return body.body
  // `async () => 'paid'` returns as a statement would.
  return [{ type: 'ReturnStatement', start: body.start, end: body.end, argument: body }]
}

function enter(node: FunctionNode, around: Environment): Environment {
  const inner = new Environment(around)
  for (const parameter of node.params) bindPattern(parameter, null, inner)
  if (node.body.type === 'BlockStatement') declareAll(node.body.body, inner)
  return inner
}
