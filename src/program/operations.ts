/**
 * Which calls reach outside, and what they are called.
 *
 * A node is: a method of the workflow's context, a `transaction('name', …)` of any object, an awaited or returned
 * call that the file does not define. The handler's own request is none, nor is what only computes.
 */

import type { AnyNode, CallExpression } from 'acorn'
import type { OperationKind } from './graph.ts'
import { type Environment, keyName, propertyName, valueOf } from './scopes.ts'
import { textOf } from './walk.ts'

/** What a call does, before it has a place in the graph. */
export interface Operation {
  readonly kind: OperationKind
  readonly title: string
  readonly detail: string | null
  readonly operation: string
}

interface Source {
  readonly source: string
}

/**
 * Describes a call whose callee the file does not define; null for one that is not drawn.
 *
 * @param used Whether its value is awaited or returned.
 */
export function describe(
  walk: Source,
  call: CallExpression,
  environment: Environment,
  used: boolean,
): Operation | null {
  const { callee } = call
  const method = callee.type === 'MemberExpression' ? propertyName(callee) : null
  const owner = callee.type === 'MemberExpression' ? valueOf(callee.object, environment, null) : null
  if (owner?.kind === 'context' && method !== null) return contextMethod(walk, call, environment, method)
  if (owner?.kind === 'request') return null
  const name = nameIn(call.arguments[0])
  if (method === 'transaction' && name !== null && call.arguments.some(isFunction)) {
    return { kind: 'transaction', title: name, detail: null, operation: name }
  }
  if (!used || isPure(callee, environment)) return null
  return plainCall(walk, call)
}

/** Methods of a workflow's context that ask nothing of the outside, or that only lead to other calls. */
const quietMethods = new Set(['branch', 'log'])

function contextMethod(
  walk: Source,
  call: CallExpression,
  environment: Environment,
  method: string,
): Operation | null {
  const [first, second] = call.arguments
  const name = nameIn(first) ?? (first ? textOf(walk, first, 30) : method)
  switch (method) {
    case 'transaction':
    case 'step':
      return { kind: method, title: name, detail: null, operation: name }
    case 'setEvent':
      return { kind: 'event', title: 'setEvent', detail: name, operation: `event:${name}` }
    case 'recv':
      return {
        kind: 'recv',
        title: `recv ${name}`,
        detail: waitIn(walk, second, environment),
        operation: `recv:${name}`,
      }
    case 'sleep': {
      const wait = [second, first].flatMap((node) =>
        node && node.type !== 'SpreadElement' ? durationOf(walk, node, environment) : [],
      )[0]
      return { kind: 'sleep', title: 'sleep', detail: wait ?? null, operation: 'sleep' }
    }
    case 'now':
    case 'uuid':
      return { kind: 'step', title: method, detail: null, operation: method }
    default:
      return quietMethods.has(method) ? null : { ...plainCall(walk, call), operation: `${method}:${name}` }
  }
}

function plainCall(walk: Source, call: CallExpression): Operation {
  const title = calleeText(walk, call.callee)
  const method = call.callee.type === 'MemberExpression' ? propertyName(call.callee) : null
  const texts = call.arguments.flatMap((node) => nameIn(node) ?? [])
  const [text] = texts
  const first = subjectOf(call.arguments[0])
  if (/engine\b/i.test(title) && method !== null) {
    // The engine's own operations are labelled by workflow, topic or key.
    const subject = method === 'start' ? first : text
    const label = { start: 'start', send: 'send', getEvent: 'event' }[method]
    if (subject && label !== undefined)
      return { kind: 'call', title, detail: subject, operation: `${label}:${subject}` }
  }
  const detail = method === 'query' || method === 'execute' ? first : (text ?? null)
  return { kind: 'call', title, detail, operation: title }
}

/** `stripe.checkout.sessions.create`, with what is computed on the way as `…`. */
export function calleeText(walk: Source, callee: AnyNode): string {
  switch (callee.type) {
    case 'Identifier':
      return callee.name
    case 'ThisExpression':
      return 'this'
    case 'ParenthesizedExpression':
    case 'ChainExpression':
      return calleeText(walk, callee.expression)
    case 'AwaitExpression':
      return calleeText(walk, callee.argument)
    case 'CallExpression':
      return `${calleeText(walk, callee.callee)}()`
    case 'MemberExpression': {
      const name = propertyName(callee)
      return (
        calleeText(walk, callee.object) +
        (name === null ? `[${textOf(walk, callee.property, 24)}]` : `.${name}`)
      )
    }
    default:
      return textOf(walk, callee, 24)
  }
}

const pureGlobals = new Set(
  (
    'Array BigInt Boolean Date Error JSON Map Math Number Object Reflect Set String Symbol ' +
    'console isNaN parseFloat parseInt structuredClone encodeURIComponent'
  ).split(' '),
)

const pureMethods = new Set(
  (
    'at concat endsWith entries every filter find findIndex flat flatMap has includes indexOf ' +
    'join keys map match padStart pop push reduce replace replaceAll reverse shift slice some ' +
    'sort split startsWith test toFixed toISOString toLowerCase toString toUpperCase trim ' +
    'values'
  ).split(' '),
)

/** A call that only computes, whatever it is given. */
function isPure(callee: AnyNode, environment: Environment): boolean {
  if (callee.type === 'MemberExpression') {
    if (pureMethods.has(propertyName(callee) ?? '')) return true
    // `(await fetch(url)).json()` reads what has come already.
    if (callee.object.type === 'AwaitExpression' || callee.object.type === 'ParenthesizedExpression')
      return true
    return isPure(callee.object, environment)
  }
  return (
    callee.type === 'Identifier' && pureGlobals.has(callee.name) && environment.find(callee.name) === null
  )
}

/** Text of a string argument, `reserve …` for a template; null for anything else. */
function nameIn(node: AnyNode | undefined): string | null {
  switch (node?.type) {
    case 'Literal':
      return typeof node.value === 'string' ? node.value : null
    case 'TemplateLiteral':
      return node.quasis.map((quasi) => quasi.value.cooked ?? '').join('…')
    case 'BinaryExpression':
      if (node.operator !== '+') return null
      return nameIn(node.left) === null ? null : `${nameIn(node.left) ?? ''}…`
    default:
      return null
  }
}

/** What a query asks: the name of a statement, or of the function that made it. */
function subjectOf(node: AnyNode | undefined): string | null {
  switch (node?.type) {
    case 'Identifier':
      return node.name
    case 'MemberExpression':
      return propertyName(node)
    case 'CallExpression':
      return subjectOf(node.callee)
    case 'ObjectExpression':
      for (const property of node.properties) {
        if (property.type !== 'Property' || keyName(property.key, property.computed) !== 'label') continue
        return property.value.type === 'Literal' ? String(property.value.value) : subjectOf(property.value)
      }
      return null
    default:
      return null
  }
}

function waitIn(walk: Source, options: AnyNode | undefined, environment: Environment): string | null {
  if (!options) return 'waits for ever'
  if (options.type !== 'ObjectExpression') return durationOf(walk, options, environment)[0] ?? null
  for (const property of options.properties) {
    if (property.type !== 'Property' || !/timeout/i.test(keyName(property.key, property.computed) ?? ''))
      continue
    return `waits up to ${durationOf(walk, property.value, environment)[0] ?? textOf(walk, property.value, 24)}`
  }
  return null
}

/** A duration in words, where it is written out: `30 * 60_000` is `30 min`, and one of two is the one or the other. */
function durationOf(walk: Source, node: AnyNode, environment: Environment): string[] {
  if (node.type === 'ConditionalExpression') {
    const arms = [node.alternate, node.consequent].flatMap((arm) => durationOf(walk, arm, environment))
    return arms.length === 2 ? [arms.join(' or ')] : []
  }
  const ms = numberIn(node, environment)
  if (ms === null) return node.type === 'Literal' ? [] : [textOf(walk, node, 24)]
  const units = [
    [86_400_000, 'days'],
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1000, 's'],
  ] as const
  for (const [size, unit] of units) if (ms >= size && ms % size === 0) return [`${ms / size} ${unit}`]
  return [`${ms} ms`]
}

function numberIn(node: AnyNode, environment: Environment): number | null {
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'number' ? node.value : null
    case 'Identifier': {
      const value = environment.find(node.name)?.value
      if (value?.kind === 'constant') return typeof value.value === 'number' ? value.value : null
      return value?.kind === 'number' ? numberIn(value.node, value.environment) : null
    }
    case 'ParenthesizedExpression':
      return numberIn(node.expression, environment)
    case 'BinaryExpression': {
      const [left, right] = [numberIn(node.left, environment), numberIn(node.right, environment)]
      if (left === null || right === null) return null
      return (
        { '*': left * right, '+': left + right, '-': left - right, '/': left / right }[
          String(node.operator)
        ] ?? null
      )
    }
    default:
      return null
  }
}

export function isFunction(node: AnyNode): boolean {
  return node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression'
}
