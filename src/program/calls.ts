/** Calls: an operation, a helper of the same file drawn in its place, several at once, or nothing worth a node. */

import type { AnyNode, CallExpression, MemberExpression } from 'acorn'
import { choose } from './branches.ts'
import type { DraftNode } from './draft.ts'
import { eachOf } from './loops.ts'
import { type Operation, calleeText, describe, isFunction } from './operations.ts'
import { walkTogether } from './parallel.ts'
import { rowsOf } from './rows.ts'
import { type Value, propertyName, propertyOf, valueOf, keyName } from './scopes.ts'
import {
  type Frontier,
  type Scope,
  type Walk,
  addNode,
  forgetAssigned,
  knowing,
  placeOf,
  textOf,
} from './walk.ts'

const together = new Set(['all', 'allSettled', 'race', 'any'])
const eachMethods = new Set(['forEach', 'map', 'flatMap', 'filter', 'find', 'some', 'every', 'reduce'])

/** Walks a call: what it is made on, its arguments, then the call itself. */
export function walkCall(
  walk: Walk,
  call: CallExpression,
  ends: Frontier,
  scope: Scope,
  used: boolean,
): Frontier {
  const { callee } = call
  const method = callee.type === 'MemberExpression' ? propertyName(callee) : null
  if (callee.type === 'MemberExpression') {
    if (
      callee.object.type === 'Identifier' &&
      callee.object.name === 'Promise' &&
      together.has(method ?? '')
    ) {
      return walkTogether(walk, call, method ?? 'all', ends, scope)
    }
    if (isPromiseLike(callee.object) && ['then', 'catch', 'finally'].includes(method ?? '')) {
      return walkContinuation(walk, call, callee, method ?? 'then', ends, scope)
    }
  }
  const ready = walkParts(walk, call, ends, scope)
  if (ready.length === 0) return ready
  const via = [...scope.via, walk.siteOf(call)]
  const args = call.arguments.map((argument) => valueOf(argument, scope.environment, via))
  const value = callee.type === 'Super' ? null : valueOf(callee, scope.environment, via)
  if (value?.kind === 'function') return walk.inline(value, args, call, ready, scope)
  const functions = args.flatMap((arg, at) =>
    arg?.kind === 'function' && isFunction(call.arguments[at] ?? call) ? [arg] : [],
  )
  if (callee.type === 'MemberExpression') {
    const owner = callee.object.type === 'Super' ? null : valueOf(callee.object, scope.environment, via)
    if (owner?.kind === 'context' && method === 'branch' && functions[0])
      return walk.inline(functions[0], [owner], call, ready, scope)
    if (owner?.kind === 'object' && callee.computed && method === null)
      return walkTable(walk, call, callee, owner, args, ready, scope)
    const [body] = functions
    if (eachMethods.has(method ?? '') && body) return eachOf(walk, call, callee.object, body, ready, scope)
  }
  const operation = describe(walk, call, scope.environment, used || (scope.callsCount && mayThrow(call)))
  const rows = functions.flatMap((body) => rowsOf(walk, body))
  const changed = functions.reduce<Frontier>(
    (left, body) => forgetAssigned(left, body.node, body.environment),
    ready,
  )
  if (operation) {
    const chosen = callee.type === 'MemberExpression' && callee.computed && method === null
    const kind = chosen
      ? { kind: 'opaque' as const, reason: 'chosen from a table at run time' }
      : { kind: operation.kind }
    return addOperation(walk, { ...operation, ...kind, rows }, call, changed, scope)
  }
  if (rows.length === 0) return changed
  const title = calleeText(walk, callee)
  const plain: Operation = { kind: 'call', title, detail: null, operation: title }
  return addOperation(
    walk,
    { ...plain, kind: 'opaque', reason: 'runs what it is given, at a time of its own', rows },
    call,
    changed,
    scope,
  )
}

type NewOperation = Omit<Operation, 'kind'> &
  Pick<Extract<DraftNode, { rows: unknown }>, 'rows'> &
  ({ readonly kind: Operation['kind'] } | { readonly kind: 'opaque'; readonly reason: string })

/** Adds the node of a call. Within a `try` it has an edge to the `catch` too (W3). */
export function addOperation(
  walk: Walk,
  operation: NewOperation,
  call: CallExpression,
  ends: Frontier,
  scope: Scope,
): Frontier {
  const node = { ...operation, sites: [walk.siteOf(call)], ...placeOf(walk, wordOf(call), scope) }
  const { id, end } = addNode(walk, node, ends)
  scope.throwsTo?.push({ ...end, label: 'throws', kind: 'throws' })
  return knowing([end], ({ sources, results }) => ({
    sources: new Map(sources).set(call, id),
    results: new Map([...results].filter(([key]) => key !== call)),
  }))
}

/** The place to point at for a call: the method's name, as a chain may begin lines above. */
function wordOf(call: CallExpression): { start: number } {
  return call.callee.type === 'MemberExpression' ? call.callee.property : call
}

function walkParts(walk: Walk, call: CallExpression, ends: Frontier, scope: Scope): Frontier {
  const { callee } = call
  const made = callee.type === 'MemberExpression' ? walk.expression(callee.object, ends, scope) : ends
  return call.arguments.reduce<Frontier>(
    (left, argument) => (isFunction(argument) ? left : walk.expression(argument, left, scope)),
    made,
  )
}

/** `op().then(f).catch(g)`: what is given runs after the operation, or where it throws. */
function walkContinuation(
  walk: Walk,
  call: CallExpression,
  callee: MemberExpression,
  method: string,
  ends: Frontier,
  scope: Scope,
): Frontier {
  const run = (argument: AnyNode | undefined, from: Frontier): Frontier => {
    const value = argument ? valueOf(argument, scope.environment, [...scope.via, walk.siteOf(call)]) : null
    return value?.kind === 'function' ? walk.inline(value, [], call, from, scope) : from
  }
  const [first, second] = call.arguments
  const failed = method === 'catch' ? first : method === 'then' ? second : undefined
  const throwsTo = failed ? [] : scope.throwsTo
  const done = walk.expression(callee.object, ends, { ...scope, throwsTo }, true)
  const after = method === 'catch' ? done : run(first, done)
  return failed && throwsTo ? [...after, ...run(failed, throwsTo)] : after
}

/** `{ paid: finish, expired: undo }[status](order)`: an arm for each function of the table. */
function walkTable(
  walk: Walk,
  call: CallExpression,
  callee: MemberExpression,
  table: Extract<Value, { kind: 'object' }>,
  args: readonly Value[],
  ends: Frontier,
  scope: Scope,
): Frontier {
  const arms = table.node.properties.flatMap((property) => {
    const key = property.type === 'Property' ? keyName(property.key, property.computed) : null
    const value = key === null ? null : propertyOf(table, key)
    return key !== null && value?.kind === 'function' ? [{ key, value }] : []
  })
  const addOpaque = (reason: string) => {
    const title = textOf(walk, callee, 40)
    return addOperation(
      walk,
      { kind: 'opaque', title, detail: null, operation: title, reason, rows: [] },
      call,
      ends,
      scope,
    )
  }
  if (walk.machines.includes(table.node)) return addOpaque('goes on as the states below say')
  const choices = arms.map(({ key }) => ({ label: key, value: { is: 'value' as const, value: key } }))
  if (callee.property.type === 'PrivateIdentifier' || arms.length < table.node.properties.length)
    return addOpaque('chosen from a table at run time')
  const [...frontiers] = choose(walk, callee.property, choices, ends, scope)
  return arms.flatMap(({ value }, at) => walk.inline(value, args, call, frontiers[at] ?? [], scope))
}

function isPromiseLike(node: AnyNode): boolean {
  return node.type === 'CallExpression' || node.type === 'NewExpression'
}

/** A call of a method of something outside, `stripe.webhooks.constructEvent()`: in a `try` that awaits nothing, the one that may throw. */
function mayThrow(call: CallExpression): boolean {
  return call.callee.type === 'MemberExpression'
}
