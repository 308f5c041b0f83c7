/** Where a program is entered: its workflows and handlers, and the functions that others call. */

import type { AnyNode, CallExpression, Program } from 'acorn'
import type { Entry } from './graph.ts'
import { isFunction } from './operations.ts'
import {
  Environment,
  type FunctionValue,
  bindPattern,
  declareAll,
  keyName,
  propertyName,
  valueOf,
} from './scopes.ts'
import { children } from './syntax.ts'

/** A function at which drawing begins. */
export interface EntryPoint {
  readonly kind: Entry['kind']
  readonly title: string
  readonly body: FunctionValue
  /** The call that registers it; null for a plain function. */
  readonly call: CallExpression | null
}

export interface EntryPoints {
  /** Workflows and handlers. */
  readonly registered: readonly EntryPoint[]
  /** Every asynchronous function with a name, outer before inner. */
  readonly functions: readonly EntryPoint[]
}

/** Finds what can be entered, in the order of the source. */
export function findEntries(tree: Program): EntryPoints {
  const found: { registered: EntryPoint[]; functions: EntryPoint[] } = { registered: [], functions: [] }
  const environment = new Environment(null)
  declareAll(tree.body, environment)
  for (const statement of tree.body) search(statement, environment, null, found)
  return found
}

function search(
  node: AnyNode,
  environment: Environment,
  name: string | null,
  found: { registered: EntryPoint[]; functions: EntryPoint[] },
): void {
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression': {
      const title = node.id?.name ?? name
      const body: FunctionValue = {
        kind: 'function',
        node,
        environment,
        via: null,
        name: title ?? 'function',
      }
      if (title !== null && node.async) found.functions.push({ kind: 'function', title, body, call: null })
      const inner = new Environment(environment)
      for (const parameter of node.params) bindPattern(parameter, null, inner)
      if (node.body.type === 'BlockStatement') declareAll(node.body.body, inner)
      return search(node.body, inner, null, found)
    }
    case 'CallExpression': {
      const entry = entryOf(node, environment)
      if (entry) found.registered.push(entry)
      break
    }
    case 'VariableDeclarator':
      if (node.init && node.id.type === 'Identifier')
        return search(node.init, environment, node.id.name, found)
      break
    case 'Property':
    case 'PropertyDefinition':
    case 'MethodDefinition':
      if (node.value) return search(node.value, environment, keyName(node.key, node.computed), found)
      break
    default:
      break
  }
  for (const child of children(node)) search(child as unknown as AnyNode, environment, null, found)
}

const verbs = new Set(['get', 'post', 'put', 'patch', 'delete', 'all', 'options', 'head'])

function entryOf(call: CallExpression, environment: Environment): EntryPoint | null {
  const { callee } = call
  const method =
    callee.type === 'MemberExpression'
      ? propertyName(callee)
      : callee.type === 'Identifier'
        ? callee.name
        : null
  const texts = call.arguments.flatMap((node) =>
    node.type === 'Literal' && typeof node.value === 'string' ? [node.value] : [],
  )
  const last = call.arguments.at(-1)
  const body =
    last && (isFunction(last) || last.type === 'Identifier') ? valueOf(last, environment, null) : null
  const [first, second] = texts
  if (method === null || first === undefined || body?.kind !== 'function') return null
  if (/^(workflow|registerWorkflow|defineWorkflow)$/.test(method))
    return { kind: 'workflow', title: first, body, call }
  if (callee.type !== 'MemberExpression') return null
  if (verbs.has(method) && first.startsWith('/'))
    return { kind: 'handler', title: `${method.toUpperCase()} ${first}`, body, call }
  if (method === 'on' && second?.startsWith('/'))
    return { kind: 'handler', title: `${first.toUpperCase()} ${second}`, body, call }
  return null
}
