/** What a step does inside: the calls of its callback, as rows of its card. */

import type { AnyNode, CallExpression, Statement } from 'acorn'
import { guarded, wordsOf } from './conditions.ts'
import type { OperationRow } from './graph.ts'
import { describe } from './operations.ts'
import {
  type Environment,
  Environment as Scopes,
  type FunctionNode,
  type FunctionValue,
  bindPattern,
  declareAll,
  valueOf,
} from './scopes.ts'
import { children, positionAt } from './syntax.ts'
import type { Walk } from './walk.ts'

/** The calls that a function makes to the outside, those of helpers in the same file included. */
export function rowsOf(walk: Walked, body: FunctionValue): OperationRow[] {
  return inFunction({ walk, within: [], condition: null, isDeep: true }, body)
}

/** The same for statements; what an operation does inside is left out. */
export function rowsIn(
  walk: Walked,
  statements: readonly Statement[],
  environment: Environment,
): OperationRow[] {
  const place: Place = { walk, within: [], condition: null, isDeep: false }
  return inStatements(place, statements, environment)
}

export type Walked = Pick<Walk, 'source' | 'siteOf' | 'drawn'>

interface Place {
  readonly walk: Walked
  /** Functions around, against recursion. */
  readonly within: readonly FunctionNode[]
  readonly condition: string | null
  /** Whether to list what is done inside an operation, too. */
  readonly isDeep: boolean
}

function inFunction(place: Place, { node, environment }: FunctionValue): OperationRow[] {
  if (place.within.includes(node) || place.within.length > 4) return []
  place.walk.drawn.add(node)
  const inner = new Scopes(environment)
  for (const parameter of node.params) bindPattern(parameter, null, inner)
  const within = { ...place, within: [...place.within, node] }
  if (node.body.type !== 'BlockStatement') return inNode(within, node.body, inner, true)
  declareAll(node.body.body, inner)
  return inStatements(within, node.body.body, inner)
}

function inStatements(
  place: Place,
  statements: readonly Statement[],
  environment: Environment,
): OperationRow[] {
  return guarded(place.walk, statements, place.condition, (statement, condition) =>
    inNode({ ...place, condition }, statement, environment, false),
  )
}

function inNode(place: Place, node: AnyNode, environment: Environment, used: boolean): OperationRow[] {
  const inside = (child: AnyNode | null | undefined, isUsed = false): OperationRow[] =>
    child ? inNode(place, child, environment, isUsed) : []
  switch (node.type) {
    case 'AwaitExpression':
      return inside(node.argument, true)
    case 'ReturnStatement':
      return inside(node.argument, true)
    case 'ParenthesizedExpression':
    case 'ChainExpression':
      return inside(node.expression, used)
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return []
    case 'IfStatement':
    case 'ConditionalExpression': {
      const { yes, no } = wordsOf(place.walk, node.test)
      const arm = (child: AnyNode | null | undefined, condition: string): OperationRow[] =>
        child ? inNode({ ...place, condition }, child, environment, used) : []
      return [...inside(node.test), ...arm(node.consequent, yes), ...arm(node.alternate, no)]
    }
    case 'CallExpression':
      return inCall(place, node, environment, used)
    case 'BlockStatement':
      return inStatements(place, node.body, environment)
    case 'ArrayExpression':
      return node.elements.flatMap((element) => inside(element, used))
    default:
      return children(node).flatMap((child) => inside(child as unknown as AnyNode))
  }
}

function inCall(place: Place, call: CallExpression, environment: Environment, used: boolean): OperationRow[] {
  const { walk } = place
  const site = walk.siteOf(call)
  const { callee } = call
  const isTogether =
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    callee.object.name === 'Promise'
  const before = callee.type === 'MemberExpression' ? inNode(place, callee.object, environment, false) : []
  const args = call.arguments.flatMap((argument) => {
    const value = valueOf(argument, environment, null)
    return value?.kind === 'function' && argument.type !== 'Identifier'
      ? inFunction(place, value)
      : inNode(place, argument, environment, isTogether)
  })
  const value = callee.type === 'Super' ? null : valueOf(callee, environment, null)
  if (value?.kind === 'function') return [...before, ...args, ...inFunction(place, value)]
  const operation = isTogether ? null : describe(walk, call, environment, used)
  if (!operation) return [...before, ...args]
  const { title, kind, detail } = operation
  const { line } = positionAt(walk.source, site)
  const row: OperationRow = {
    title: detail !== null && title.endsWith('.query') ? detail : title,
    operation: operation.operation,
    kind,
    line,
    sites: [site],
    condition: place.condition,
  }
  return place.isDeep ? [...before, row, ...args] : [...before, row]
}
