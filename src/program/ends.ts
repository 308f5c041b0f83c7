/** What an end of the graph says: the result, as short as the source has it. */

import type { CallExpression, Expression } from 'acorn'
import { evaluate } from './knowledge.ts'
import { sourceOf } from './results.ts'
import { propertyName, valueOf } from './scopes.ts'
import { type LooseEnd, type Scope, textOf } from './walk.ts'

/** `fulfilled` for a string, `409 { error: 'out of stock' }` for a response, empty where an operation's own result is returned. */
export function endText(
  walk: { source: string },
  value: Expression | null,
  end: LooseEnd,
  scope: Scope,
): string {
  if (!value || sourceOf(value, end, scope) !== undefined) return ''
  const known = evaluate(value, end, scope.environment)
  if (known?.is === 'value') return known.value === undefined ? '' : String(known.value)
  const bare = value.type === 'AwaitExpression' ? value.argument : value
  return (bare.type === 'CallExpression' ? responseText(walk, bare, scope) : null) ?? textOf(walk, bare, 40)
}

function responseText(walk: { source: string }, call: CallExpression, scope: Scope): string | null {
  if (call.callee.type !== 'MemberExpression' || call.callee.object.type === 'Super') return null
  if (valueOf(call.callee.object, scope.environment, null)?.kind !== 'request') return null
  const [first, second] = call.arguments
  const code = (standard: string, node = second): string =>
    node?.type === 'Literal' ? String(node.value) : standard
  const body = first?.type === 'Literal' ? String(first.value ?? '') : first ? textOf(walk, first, 36) : ''
  switch (propertyName(call.callee)) {
    case 'json':
    case 'text':
    case 'html':
    case 'body':
      return `${code('200')} ${body}`.trim()
    case 'redirect':
      return `${code('302')} ${body}`
    case 'notFound':
      return '404'
    default:
      return null
  }
}
