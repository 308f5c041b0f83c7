/** `Promise.all` and its kin: a fork, a branch for each element, a join. */

import type { AnyNode, CallExpression } from 'acorn'
import { type FunctionValue, propertyName, valueOf } from './scopes.ts'
import {
  type Frontier,
  type LooseEnd,
  type Scope,
  type Walk,
  addNode,
  placeOf,
  since,
  textOf,
} from './walk.ts'

const joinTitles: Readonly<Record<string, string>> = {
  all: 'all done',
  allSettled: 'all settled',
  race: 'first to settle',
  any: 'first to succeed',
}

/** Walks `Promise.all([…])` or `Promise.all(items.map(…))`. */
export function walkTogether(
  walk: Walk,
  call: CallExpression,
  method: string,
  ends: Frontier,
  scope: Scope,
): Frontier {
  const [list] = call.arguments
  if (!list) return ends
  const within = { ...scope, via: [...scope.via, walk.siteOf(call)] }
  const parts = partsOf(walk, list, within)
  const before = since(walk)
  const caught = scope.throwsTo?.length ?? 0
  const fork = addNode(
    walk,
    {
      kind: 'fork',
      title: `Promise.${method}`,
      detail: null,
      sites: [walk.siteOf(call)],
      ...placeOf(walk, call, scope),
    },
    ends,
  )
  const branches: Frontier[] = []
  for (const part of parts) {
    const start = since(walk).mark
    const first: LooseEnd = { ...fork.end, label: part.each ? `each ${eachName(walk, part.each)}` : null }
    const branch = part.each
      ? walk.inline(part.each, [], call, [first], scope)
      : walk.expression(part.node, [first], within, true)
    if (walk.draft.hasWorkSince(start)) branches.push(branch)
  }
  if (branches.length >= 2 || (branches.length === 1 && parts.some(({ each }) => each))) {
    const node = {
      kind: 'join' as const,
      title: joinTitles[method] ?? method,
      detail: null,
      sites: [],
      ...placeOf(walk, call, scope),
    }
    return [addNode(walk, node, branches.flat()).end]
  }
  // One operation, or none, needs no fork.
  walk.draft.rollback(before.mark)
  walk.exits.length = before.exits
  if (scope.throwsTo) scope.throwsTo.length = caught
  return parts.reduce<Frontier>((left, { node }) => walk.expression(node, left, within, true), ends)
}

interface Part {
  readonly node: AnyNode
  /** For `items.map(f)`: f, once for all. */
  readonly each: FunctionValue | null
}

function partsOf(walk: Walk, list: AnyNode, scope: Scope): Part[] {
  if (list.type === 'ArrayExpression')
    return list.elements.flatMap((element) => (element ? partOf(walk, element, scope) : []))
  return partOf(walk, list, scope)
}

function partOf(walk: Walk, node: AnyNode, scope: Scope): Part[] {
  const inner = node.type === 'SpreadElement' ? node.argument : node
  if (
    inner.type === 'CallExpression' &&
    inner.callee.type === 'MemberExpression' &&
    propertyName(inner.callee) === 'map'
  ) {
    const [body] = inner.arguments
    const value = body ? valueOf(body, scope.environment, [...scope.via, walk.siteOf(inner)]) : null
    if (value?.kind === 'function') return [{ node: inner, each: value }]
  }
  return [{ node: inner, each: null }]
}

function eachName(walk: Walk, { node }: FunctionValue): string {
  return node.params[0] ? textOf(walk, node.params[0], 20) : 'item'
}
