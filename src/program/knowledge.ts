/**
 * What is known of values along one path of the graph: enough to let a helper's `return false` go straight to the
 * arm for `!ok`, and no more. Unknown is always a right answer.
 */

import type { AnyNode, Expression } from 'acorn'
import { type Environment, isPrimitive, propertyName } from './scopes.ts'

export type Primitive = string | number | boolean | null | undefined

export type Known =
  | { readonly is: 'value'; readonly value: Primitive }
  | { readonly is: 'truthy' }
  | { readonly is: 'falsy' }
  /** Neither null nor undefined. */
  | { readonly is: 'present' }
  | { readonly is: 'other'; readonly than: readonly Primitive[] }

/** By binding and path: `payment·12.status`. */
export type Knowledge = ReadonlyMap<string, Known>

/** Results of calls and awaits that were walked on this path. */
export type Results = ReadonlyMap<AnyNode, Known>

export interface Facts {
  readonly known: Knowledge
  readonly results: Results
}

/** What is known of an expression's value; null for nothing. */
export function evaluate(node: AnyNode, facts: Facts, environment: Environment): Known | null {
  const result = facts.results.get(node)
  if (result) return result
  const inner = (part: AnyNode): Known | null => evaluate(part, facts, environment)
  switch (node.type) {
    case 'Literal':
      return isPrimitive(node.value) ? { is: 'value', value: node.value } : { is: 'truthy' }
    case 'TemplateLiteral':
      return node.expressions.length === 0 ? { is: 'value', value: node.quasis[0]?.value.cooked ?? '' } : null
    case 'ObjectExpression':
    case 'ArrayExpression':
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
    case 'NewExpression':
      return { is: 'truthy' }
    case 'AwaitExpression':
      return inner(node.argument)
    case 'ParenthesizedExpression':
    case 'ChainExpression':
      return inner(node.expression)
    case 'Identifier': {
      if (node.name === 'undefined') return { is: 'value', value: undefined }
      const binding = environment.find(node.name)
      if (binding?.value?.kind === 'constant') return { is: 'value', value: binding.value.value }
      return binding ? (facts.known.get(binding.key) ?? null) : null
    }
    case 'MemberExpression': {
      const path = pathOf(node, environment)
      const known = path === null ? null : facts.known.get(path)
      if (known) return known
      const object = node.object.type === 'Super' ? null : inner(node.object)
      return node.optional && isNullish(object) === true ? { is: 'value', value: undefined } : null
    }
    case 'UnaryExpression': {
      if (node.operator !== '!') return null
      const truth = truthOf(inner(node.argument))
      return truth === null ? null : { is: 'value', value: !truth }
    }
    case 'LogicalExpression': {
      const left = inner(node.left)
      const stops =
        node.operator === '??'
          ? negate(isNullish(left))
          : node.operator === '||'
            ? truthOf(left)
            : negate(truthOf(left))
      if (stops === null) return null
      return stops ? left : inner(node.right)
    }
    case 'ConditionalExpression': {
      const truth = truthOf(inner(node.test))
      return truth === null ? null : inner(truth ? node.consequent : node.alternate)
    }
    case 'BinaryExpression': {
      const equal =
        /^[!=]==?$/.test(node.operator) && node.left.type !== 'PrivateIdentifier'
          ? compare(inner(node.left), inner(node.right), node.operator.length === 2)
          : null
      return equal === null ? null : { is: 'value', value: node.operator.startsWith('!') ? !equal : equal }
    }
    default:
      return null
  }
}

/** Facts with what follows from a condition having been true or false. */
export function assume(test: Expression, truth: boolean, facts: Facts, environment: Environment): Knowledge {
  switch (test.type) {
    case 'UnaryExpression':
      return test.operator === '!' ? assume(test.argument, !truth, facts, environment) : facts.known
    case 'LogicalExpression': {
      // `a && b` being true says both; being false says neither for sure.
      if ((test.operator === '&&') !== truth || test.operator === '??') return facts.known
      const known = assume(test.left, truth, facts, environment)
      return assume(test.right, truth, { ...facts, known }, environment)
    }
    case 'BinaryExpression': {
      const other = evaluate(test.right, facts, environment)
      const path = pathOf(test.left, environment)
      if (path === null || other?.is !== 'value' || !/^[!=]==?$/.test(test.operator)) return facts.known
      const same = test.operator.startsWith('=') === truth
      if (other.value === null && test.operator.length === 2 && !same)
        return learn(facts.known, path, { is: 'present' })
      if (same) return learn(facts.known, path, { is: 'value', value: other.value })
      const before = facts.known.get(path)
      const than = before?.is === 'other' ? [...before.than, other.value] : [other.value]
      return learn(facts.known, path, { is: 'other', than })
    }
    case 'Identifier':
    case 'MemberExpression': {
      const path = pathOf(test, environment)
      return path === null ? facts.known : learn(facts.known, path, { is: truth ? 'truthy' : 'falsy' })
    }
    default:
      return facts.known
  }
}

/** Knowledge with one fact more, or with all facts of a path and its parts gone. */
export function learn(known: Knowledge, path: string, fact: Known | null): Knowledge {
  const learned = new Map(known)
  for (const key of learned.keys()) if (key.startsWith(`${path}.`)) learned.delete(key)
  if (fact) learned.set(path, fact)
  else learned.delete(path)
  return learned
}

/** `payment·12.status` for `payment.status` and `payment?.status`. */
export function pathOf(node: AnyNode, environment: Environment): string | null {
  switch (node.type) {
    case 'Identifier':
      return environment.find(node.name)?.key ?? null
    case 'ChainExpression':
    case 'ParenthesizedExpression':
      return pathOf(node.expression, environment)
    case 'MemberExpression': {
      const object = pathOf(node.object, environment)
      const property = propertyName(node)
      return object === null || property === null ? null : `${object}.${property}`
    }
    default:
      return null
  }
}

/** Whether a value is true in a condition; null if that is open. */
export function truthOf(known: Known | null): boolean | null {
  switch (known?.is) {
    case 'value':
      return Boolean(known.value)
    case 'truthy':
      return true
    case 'falsy':
      return false
    default:
      return null
  }
}

function isNullish(known: Known | null): boolean | null {
  switch (known?.is) {
    case 'value':
      return known.value === null || known.value === undefined
    case 'truthy':
    case 'present':
      return false
    default:
      return null
  }
}

function compare(left: Known | null, right: Known | null, loosely: boolean): boolean | null {
  if (!left || !right) return null
  if (left.is === 'value' && right.is === 'value') {
    return loosely && (left.value ?? null) === null
      ? (right.value ?? null) === null
      : left.value === right.value
  }
  const [open, value] = left.is === 'value' ? [right, left] : [left, right]
  if (value.is !== 'value') return null
  const nullish = value.value === null || value.value === undefined
  switch (open.is) {
    case 'truthy':
      return value.value ? null : false
    case 'falsy':
      return value.value ? false : null
    case 'present':
      return nullish ? false : null
    case 'other':
      return open.than.includes(value.value) ? false : null
    case 'value':
      return null
  }
}

const negate = (truth: boolean | null): boolean | null => (truth === null ? null : !truth)
