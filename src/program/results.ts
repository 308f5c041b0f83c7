/** What names and calls stand for on a path: the operation that gave them their value, and what is known of it. */

import type { AnyNode, Pattern } from 'acorn'
import { type Known, evaluate, learn, pathOf } from './knowledge.ts'
import { namesIn } from './scopes.ts'
import { type Frontier, type LooseEnd, type Scope, knowing } from './walk.ts'

/** Notes what a pattern's names are now, `value` having been walked. */
export function assign(pattern: Pattern, value: AnyNode | null, ends: Frontier, scope: Scope): Frontier {
  return knowing(ends, (end) => {
    const source = value ? sourceOf(value, end, scope) : undefined
    const origin = new Map(end.origin)
    if (pattern.type === 'Identifier' || pattern.type === 'MemberExpression') {
      const path = pathOf(pattern, scope.environment)
      if (path === null) return {}
      origin.delete(path)
      if (source !== undefined && pattern.type === 'Identifier') origin.set(path, source)
      return { origin, known: learn(end.known, path, value ? evaluate(value, end, scope.environment) : null) }
    }
    let known = end.known
    for (const name of namesIn(pattern)) {
      const key = scope.environment.find(name)?.key
      if (key === undefined) continue
      known = learn(known, key, null)
      origin.delete(key)
      if (source !== undefined) origin.set(key, source)
    }
    return { origin, known }
  })
}

/** What a call or an arm gave. */
export function noteResult(
  end: LooseEnd,
  node: AnyNode,
  known: Known | null,
  source: number | undefined,
): Partial<LooseEnd> {
  const results = new Map(end.results)
  const sources = new Map(end.sources)
  results.delete(node)
  sources.delete(node)
  if (known) results.set(node, known)
  if (source !== undefined) sources.set(node, source)
  return { results, sources }
}

/** Which operation gave an expression its value: `payment` in `payment?.status`. */
export function sourceOf(node: AnyNode, end: LooseEnd, scope: Scope): number | undefined {
  const source = end.sources.get(node)
  if (source !== undefined) return source
  switch (node.type) {
    case 'AwaitExpression':
      return sourceOf(node.argument, end, scope)
    case 'ParenthesizedExpression':
    case 'ChainExpression':
      return sourceOf(node.expression, end, scope)
    case 'MemberExpression':
      return sourceOf(node.object, end, scope)
    case 'Identifier':
      return end.origin.get(scope.environment.find(node.name)?.key ?? '')
    default:
      return undefined
  }
}
