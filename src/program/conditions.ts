/** Conditions in words, for rows and transitions that are listed rather than drawn as flow. */

import type { Expression, Statement } from 'acorn'
import { textOf } from './walk.ts'

/** Text of a condition, and of its opposite: `reserved` and `!reserved`, or `else` where that would be long. */
export function wordsOf(walk: { source: string }, test: Expression): { yes: string; no: string } {
  if (test.type === 'ParenthesizedExpression') return wordsOf(walk, test.expression)
  if (test.type === 'UnaryExpression' && test.operator === '!') {
    const { yes, no } = wordsOf(walk, test.argument)
    return { yes: no === 'else' ? textOf(walk, test, 44) : no, no: yes }
  }
  if (
    test.type === 'BinaryExpression' &&
    /^[!=]==?$/.test(test.operator) &&
    typeof literal(test.right) === 'string'
  ) {
    const value = valueText(literal(test.right))
    return test.operator.startsWith('=')
      ? { yes: value, no: `not ${value}` }
      : { yes: `not ${value}`, no: value }
  }
  const yes = textOf(walk, test, 44)
  return { yes, no: /^[\w.$?]+$/.test(yes) ? `!${yes}` : 'else' }
}

/** A value as a label: of a long dotted name its last part, `…completed`. */
export function valueText(value: unknown): string {
  const text = String(value)
  return text.length > 18 && text.includes('.') ? `…${text.slice(text.lastIndexOf('.') + 1)}` : text
}

function literal(node: Expression): unknown {
  return node.type === 'Literal' ? node.value : undefined
}

/** Whether a statement never goes on to the next: what follows it holds only under the opposite of its condition. */
function leaves(statement: Statement): boolean {
  switch (statement.type) {
    case 'ReturnStatement':
    case 'ThrowStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return true
    case 'BlockStatement': {
      const last = statement.body.at(-1)
      return last !== undefined && leaves(last)
    }
    case 'IfStatement':
      return leaves(statement.consequent) && statement.alternate != null && leaves(statement.alternate)
    default:
      return false
  }
}

/** The conditions under which each of a list of statements is reached, by what comes before it in the list. */
export function guarded<T>(
  walk: { source: string },
  statements: readonly Statement[],
  condition: string | null,
  visit: (statement: Statement, condition: string | null) => readonly T[],
): T[] {
  const found: T[] = []
  let now = condition
  for (const statement of statements) {
    found.push(...visit(statement, now))
    if (statement.type === 'IfStatement' && !statement.alternate && leaves(statement.consequent)) {
      now = now === null || now === condition ? wordsOf(walk, statement.test).no : 'else'
    }
  }
  return found
}
