/** Expressions: operations in the order in which they are evaluated, and the two ways to leave some out. */

import type { AnyNode, AssignmentExpression, ConditionalExpression, LogicalExpression } from 'acorn'
import { branch, hasWork } from './branches.ts'
import { walkCall } from './calls.ts'
import { evaluate } from './knowledge.ts'
import { assign, noteResult, sourceOf } from './results.ts'
import { valueOf } from './scopes.ts'
import { children } from './syntax.ts'
import { type Frontier, type Scope, type Walk, forgetAssigned, knowing } from './walk.ts'

/** Walks an expression. `used`: whether its value is awaited or returned. */
export function walkExpression(
  walk: Walk,
  node: AnyNode,
  ends: Frontier,
  scope: Scope,
  used: boolean,
): Frontier {
  if (ends.length === 0) return ends
  switch (node.type) {
    case 'AwaitExpression':
      return walk.expression(node.argument, ends, scope, true)
    case 'ParenthesizedExpression':
    case 'ChainExpression':
      return walk.expression(node.expression, ends, scope, used)
    case 'CallExpression':
      return walkCall(walk, node, ends, scope, used)
    case 'NewExpression': {
      const walked = node.arguments.reduce<Frontier>(
        (left, argument) => walk.expression(argument, left, scope),
        ends,
      )
      const [executor] = node.arguments
      const isPromise = node.callee.type === 'Identifier' && node.callee.name === 'Promise'
      const value = executor ? valueOf(executor, scope.environment, scope.via) : null
      // A promise's executor runs at once.
      return isPromise && value?.kind === 'function' ? walk.inline(value, [], node, walked, scope) : walked
    }
    case 'ConditionalExpression':
      return walkConditional(walk, node, ends, scope, used)
    case 'LogicalExpression':
      return walkLogical(walk, node, ends, scope, used)
    case 'AssignmentExpression':
      return walkAssignment(walk, node, ends, scope)
    case 'UpdateExpression':
      return forgetAssigned(walk.expression(node.argument, ends, scope), node, scope.environment)
    case 'SequenceExpression':
      return node.expressions.reduce<Frontier>((left, part) => walk.expression(part, left, scope, used), ends)
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      // It runs later, or never: what it assigns may have changed from here on.
      return forgetAssigned(ends, node, scope.environment)
    case 'ClassExpression':
      return ends
    default:
      return children(node).reduce<Frontier>(
        (left, child) => walk.expression(child as unknown as AnyNode, left, scope),
        ends,
      )
  }
}

function walkConditional(
  walk: Walk,
  node: ConditionalExpression,
  ends: Frontier,
  scope: Scope,
  used: boolean,
): Frontier {
  const { test, consequent, alternate } = node
  if (!hasWork(walk, consequent, ends, scope, used) && !hasWork(walk, alternate, ends, scope, used)) {
    return walk.expression(test, ends, scope)
  }
  const { yes, no } = branch(walk, test, ends, scope)
  return [
    ...valued(node, consequent, walk.expression(consequent, yes, scope, used), scope),
    ...valued(node, alternate, walk.expression(alternate, no, scope, used), scope),
  ]
}

function walkLogical(
  walk: Walk,
  node: LogicalExpression,
  ends: Frontier,
  scope: Scope,
  used: boolean,
): Frontier {
  if (!hasWork(walk, node.right, ends, scope, used)) return walk.expression(node.left, ends, scope, used)
  const { yes, no } = branch(walk, node.left, ends, scope)
  const [goes, stops] = node.operator === '&&' ? [yes, no] : [no, yes]
  const right = walk.expression(node.right, goes, scope, used)
  return [...valued(node, node.right, right, scope), ...valued(node, node.left, stops, scope)]
}

/** Notes that `node` has the value of `part` on these paths. */
function valued(node: AnyNode, part: AnyNode, ends: Frontier, scope: Scope): Frontier {
  return knowing(ends, (end) =>
    noteResult(end, node, evaluate(part, end, scope.environment), sourceOf(part, end, scope)),
  )
}

function walkAssignment(walk: Walk, node: AssignmentExpression, ends: Frontier, scope: Scope): Frontier {
  const name = node.left.type === 'Identifier' ? node.left.name : null
  const walked = walk.expression(node.right, ends, scope, name !== null && walk.awaited.has(name))
  if (node.operator !== '=') return forgetAssigned(walked, node, scope.environment)
  return assign(node.left, node.right, walked, scope)
}
