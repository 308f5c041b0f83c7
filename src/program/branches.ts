/**
 * Conditions: a known value chooses its arm; a test of the operation just before becomes labels on that operation's
 * own edges; everything else is a decision.
 */

import type { AnyNode, Expression } from 'acorn'
import { valueText } from './conditions.ts'
import { type Known, assume, evaluate, learn, pathOf, truthOf } from './knowledge.ts'
import { keyName } from './scopes.ts'
import {
  type Arms,
  type Frontier,
  type LooseEnd,
  type Scope,
  type Walk,
  addNode,
  placeOf,
  textOf,
} from './walk.ts'

/**
 * Splits a frontier by a condition, after walking the condition's own operations.
 *
 * @param walked True where those are in the frontier already.
 */
export function branch(walk: Walk, test: Expression, ends: Frontier, scope: Scope, walked = false): Arms {
  const bare = unwrap(test)
  if (bare.type === 'UnaryExpression' && bare.operator === '!') {
    const { yes, no } = branch(walk, bare.argument, ends, scope, walked)
    return { yes: no, no: yes }
  }
  if (walked) return split(walk, bare, ends, scope)
  if (bare.type === 'LogicalExpression' && bare.operator !== '??' && hasWork(walk, bare.right, ends, scope)) {
    const left = branch(walk, bare.left, ends, scope)
    const stays = bare.operator === '&&' ? left.yes : left.no
    const right = branch(walk, bare.right, stays, scope)
    return bare.operator === '&&'
      ? { yes: right.yes, no: [...left.no, ...right.no] }
      : { yes: [...left.yes, ...right.yes], no: right.no }
  }
  return split(walk, bare, walk.expression(bare, ends, scope), scope)
}

/** One arm of a choice among values: a `case`, or a row of a table. */
export interface Choice {
  readonly label: string
  /** Null for a value that is computed, or for the rest. */
  readonly value: Known | null
}

/** Splits a frontier by which value a subject has; the last arm is for all others. */
export function choose(
  walk: Walk,
  subject: Expression,
  choices: readonly Choice[],
  ends: Frontier,
  scope: Scope,
): Frontier[] {
  const arms: LooseEnd[][] = [...choices.map(() => []), []]
  const open: LooseEnd[] = []
  for (const end of ends) {
    const known = evaluate(subject, end, scope.environment)
    const at =
      known?.is === 'value'
        ? choices.findIndex(({ value }) => value?.is === 'value' && value.value === known.value)
        : -1
    const isKnown = known?.is === 'value' && choices.every(({ value }) => value !== null)
    if (isKnown) arms[at === -1 ? choices.length : at]?.push(end)
    else open.push(end)
  }
  if (open.length === 0) return arms
  const from = foldable(subject, open, scope) ?? decide(walk, subject, textOf(walk, subject), open, scope)
  const path = pathOf(subject, scope.environment)
  for (const [at, arm] of arms.entries()) {
    const choice = choices[at]
    const fact: Known | null = choice
      ? choice.value
      : { is: 'other', than: choices.flatMap(({ value }) => (value?.is === 'value' ? [value.value] : [])) }
    const known = path === null ? from.known : learn(from.known, path, fact)
    arm.push({ ...from, label: choice?.label ?? 'else', known })
  }
  return arms
}

function split(walk: Walk, test: Expression, ends: Frontier, scope: Scope): Arms {
  const yes: LooseEnd[] = []
  const no: LooseEnd[] = []
  const open: LooseEnd[] = []
  for (const end of ends) {
    const truth = truthOf(evaluate(test, end, scope.environment))
    ;(truth === null ? open : truth ? yes : no).push(end)
  }
  if (open.length > 0) {
    const { from, labels } =
      again(walk, test, open) ?? fold(walk, test, open, scope) ?? fresh(walk, test, open, scope)
    const { elseOf: _, ...plain } = from
    const subject = subjectOf(test)
    const arm = (truth: boolean): LooseEnd => ({
      ...plain,
      ...(subject.kind === 'value' && subject.equal !== truth ? { elseOf: textOf(walk, subject.node) } : {}),
      label: labels[truth ? 0 : 1],
      known: assume(test, truth, from, scope.environment),
    })
    yes.push(arm(true))
    no.push(arm(false))
  }
  return { yes, no }
}

interface Fork {
  readonly from: LooseEnd
  readonly labels: readonly [string, string]
}

/** Labels on the edges of the operation whose result is tested. */
function fold(walk: Walk, test: Expression, open: Frontier, scope: Scope): Fork | null {
  const subject = subjectOf(test)
  const from = foldable(subject.node, open, scope)
  if (!from || subject.kind === 'other') return null
  return { from, labels: wordsFor(subject, walk.draft.nodes[from.from]?.kind === 'recv') }
}

/** The loose end of an operation, if nothing came between it and a test of its result. */
function foldable(subject: AnyNode, open: Frontier, scope: Scope): LooseEnd | null {
  const [end] = open
  if (!end || open.length > 1 || end.label !== null || end.kind !== 'flow') return null
  const root = rootOf(subject)
  const binding = root.type === 'Identifier' ? scope.environment.find(root.name) : null
  const source = binding ? end.origin.get(binding.key) : end.sources.get(root)
  return source === end.from ? end : null
}

type Subject =
  | { readonly kind: 'truth'; readonly node: AnyNode }
  | { readonly kind: 'null'; readonly node: AnyNode; readonly equal: boolean }
  | { readonly kind: 'value'; readonly node: AnyNode; readonly equal: boolean; readonly text: string }
  | { readonly kind: 'other'; readonly node: AnyNode }

function subjectOf(test: Expression): Subject {
  switch (test.type) {
    case 'Identifier':
    case 'MemberExpression':
    case 'ChainExpression':
    case 'AwaitExpression':
    case 'CallExpression':
      return { kind: 'truth', node: test }
    case 'BinaryExpression': {
      const { left, right, operator } = test
      if (!/^[!=]==?$/.test(operator)) return { kind: 'other', node: test }
      const equal = operator.startsWith('=')
      if (isNull(right)) return { kind: 'null', node: left, equal }
      if (right.type === 'Literal') return { kind: 'value', node: left, equal, text: valueText(right.value) }
      return { kind: 'other', node: test }
    }
    default:
      return { kind: 'other', node: test }
  }
}

function wordsFor(subject: Subject, isRecv: boolean): readonly [string, string] {
  switch (subject.kind) {
    case 'truth': {
      const name = nameOf(subject.node)
      if (name === null) return ['yes', 'no']
      return isRecv && subject.node.type === 'Identifier' ? ['message', 'timeout'] : [name, `!${name}`]
    }
    case 'null': {
      const name = nameOf(subject.node) ?? 'value'
      const words = isRecv ? (['message', 'timeout'] as const) : ([name, `!${name}`] as const)
      return subject.equal ? [words[1], words[0]] : words
    }
    case 'value':
      return subject.equal ? [subject.text, `not ${subject.text}`] : [`not ${subject.text}`, subject.text]
    case 'other':
      return ['yes', 'no']
  }
}

/** `event.type === 'a'` … else `event.type === 'b'`: one node with an edge for each value. */
function again(walk: Walk, test: Expression, open: Frontier): Fork | null {
  const subject = subjectOf(test)
  const [from] = open
  if (subject.kind !== 'value' || !from || open.length > 1) return null
  if (from.elseOf === undefined || from.elseOf !== textOf(walk, subject.node)) return null
  return { from, labels: subject.equal ? [subject.text, 'else'] : ['else', subject.text] }
}

function fresh(walk: Walk, test: Expression, open: Frontier, scope: Scope): Fork {
  const subject = subjectOf(test)
  if (subject.kind === 'value') {
    const from = decide(walk, subject.node, textOf(walk, subject.node), open, scope)
    return { from, labels: subject.equal ? [subject.text, 'else'] : ['else', subject.text] }
  }
  return { from: decide(walk, test, textOf(walk, test), open, scope), labels: ['yes', 'no'] }
}

/** Adds a decision. */
export function decide(walk: Walk, at: AnyNode, title: string, ends: Frontier, scope: Scope): LooseEnd {
  return addNode(
    walk,
    { kind: 'decision', title, detail: null, sites: [], ...placeOf(walk, at, scope) },
    ends,
  ).end
}

function nameOf(node: AnyNode): string | null {
  switch (node.type) {
    case 'Identifier':
      return node.name
    case 'ChainExpression':
    case 'ParenthesizedExpression':
      return nameOf(node.expression)
    case 'MemberExpression':
      return keyName(node.property, node.computed)
    default:
      return null
  }
}

function rootOf(node: AnyNode): AnyNode {
  switch (node.type) {
    case 'ChainExpression':
    case 'ParenthesizedExpression':
      return rootOf(node.expression)
    case 'MemberExpression':
      return rootOf(node.object)
    case 'AwaitExpression':
      return rootOf(node.argument)
    default:
      return node
  }
}

function isNull(node: AnyNode): boolean {
  return (
    (node.type === 'Literal' && node.value === null && !('regex' in node && node.regex)) ||
    (node.type === 'Identifier' && node.name === 'undefined')
  )
}

function unwrap(test: Expression): Expression {
  return test.type === 'ParenthesizedExpression' ? unwrap(test.expression) : test
}

/** Whether an expression reaches outside, found by walking it and forgetting it. */
export function hasWork(walk: Walk, node: AnyNode, ends: Frontier, scope: Scope, used = false): boolean {
  const mark = walk.draft.mark()
  const exits = walk.exits.length
  // What is thrown while trying must not stay in the collector of the real walk.
  walk.expression(node, ends, { ...scope, throwsTo: scope.throwsTo && [] }, used)
  const found = walk.draft.hasWorkSince(mark)
  walk.draft.rollback(mark)
  walk.exits.length = exits
  return found
}
