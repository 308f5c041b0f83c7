/** Statements: each maps a frontier to a frontier. */

import type {
  BlockStatement,
  Expression,
  IfStatement,
  LabeledStatement,
  ModuleDeclaration,
  Statement,
  SwitchStatement,
} from 'acorn'
import { branch, choose, decide, hasWork } from './branches.ts'
import { valueText } from './conditions.ts'
import { evaluate } from './knowledge.ts'
import { type Loop, walkLoop } from './loops.ts'
import { assign } from './results.ts'
import { Environment, declareAll, valueOf } from './scopes.ts'
import { walkTry } from './tries.ts'
import {
  type Frontier,
  type Scope,
  type Target,
  type Walk,
  forgetAssigned,
  isIdle,
  since,
  textOf,
  thrown,
} from './walk.ts'

/** Walks a block in a scope of its own. */
export function walkBlock(walk: Walk, block: BlockStatement, ends: Frontier, scope: Scope): Frontier {
  const environment = new Environment(scope.environment)
  declareAll(block.body, environment)
  return block.body.reduce<Frontier>(
    (left, statement) => walk.statement(statement, left, { ...scope, environment }),
    ends,
  )
}

/** Walks a statement. What comes after a `return` is not reached, and not drawn. */
export function walkStatement(
  walk: Walk,
  node: Statement | ModuleDeclaration,
  ends: Frontier,
  scope: Scope,
): Frontier {
  if (ends.length === 0) return ends
  switch (node.type) {
    case 'ExpressionStatement':
      return walk.expression(node.expression, ends, scope)
    case 'VariableDeclaration':
      return node.declarations.reduce<Frontier>((left, { id, init }) => {
        if (!init) return assign(id, null, left, scope)
        const used = id.type === 'Identifier' && walk.awaited.has(id.name)
        return assign(id, init, walk.expression(init, left, scope, used), scope)
      }, ends)
    case 'ReturnStatement':
      return walkReturn(walk, node.argument ?? null, node, ends, scope)
    case 'ThrowStatement': {
      const walked = walk.expression(node.argument, ends, scope)
      walk.exits.push(thrown)
      if (scope.throwsTo) scope.throwsTo.push(...walked.map((end) => ({ ...end, kind: 'throws' as const })))
      else scope.onThrow(walked, textOf(walk, node.argument), scope, node)
      return []
    }
    case 'BlockStatement':
      return walk.block(node, ends, scope)
    case 'IfStatement':
      return walkIf(walk, node, ends, scope)
    case 'SwitchStatement':
      return walkSwitch(walk, node, [], ends, scope)
    case 'TryStatement':
      return walkTry(walk, node, ends, scope)
    case 'LabeledStatement':
      return walkLabeled(walk, node, [], ends, scope)
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ForStatement':
    case 'ForOfStatement':
    case 'ForInStatement':
      return walkLoop(walk, node, [], ends, scope)
    case 'BreakStatement':
      return jump(
        walk,
        ends,
        scope,
        (target) => (node.label ? target.labels.includes(node.label.name) : target.isPlain !== false),
        'breaks',
      )
    case 'ContinueStatement':
      return jump(
        walk,
        ends,
        scope,
        (target) => target.continues !== null && (!node.label || target.labels.includes(node.label.name)),
        'continues',
      )
    case 'ExportNamedDeclaration':
      return node.declaration ? walk.statement(node.declaration, ends, scope) : ends
    default:
      return ends
  }
}

/** Walks what a function returns, be it by a statement or as the body of an arrow function. */
export function walkReturn(
  walk: Walk,
  value: Expression | null,
  at: Statement | Expression,
  ends: Frontier,
  scope: Scope,
): Frontier {
  if (value?.type === 'ParenthesizedExpression') return walkReturn(walk, value.expression, at, ends, scope)
  if (value?.type === 'ConditionalExpression' && isWorthArms(walk, value, ends, scope)) {
    const { yes, no } = branch(walk, value.test, ends, scope)
    walkReturn(walk, value.consequent, at, yes, scope)
    return walkReturn(walk, value.alternate, at, no, scope)
  }
  const again = value ? recursion(value, scope) : null
  if (again) {
    for (const { from, label } of ends)
      walk.draft.connect(from, again.head, label ?? `↻ ${again.name}`, 'back')
    walk.exits.push(scope.returns)
    return []
  }
  const walked = value ? walk.expression(value, ends, scope, true) : ends
  walk.exits.push(scope.returns)
  if (walked.length > 0) scope.onReturn(walked, value, scope, at)
  return []
}

/** Arms of their own for two results that are written out, or that take work to get. */
function isWorthArms(
  walk: Walk,
  value: Extract<Expression, { type: 'ConditionalExpression' }>,
  ends: Frontier,
  scope: Scope,
): boolean {
  const isText = (node: Expression): boolean => node.type === 'Literal' && typeof node.value === 'string'
  const arms = [value.consequent, value.alternate]
  return arms.every(isText) || arms.some((arm) => hasWork(walk, arm, ends, scope, true))
}

/** The function that is being drawn already, where its own call is what is returned. */
function recursion(value: Expression, scope: Scope): { head: number; name: string } | null {
  if (value.type === 'AwaitExpression') return recursion(value.argument, scope)
  if (value.type !== 'CallExpression' || value.callee.type === 'Super') return null
  const callee = valueOf(value.callee, scope.environment, scope.via)
  if (callee?.kind !== 'function') return null
  const open = scope.inlined.find(({ node }) => node === callee.node)
  return open ? { head: open.head, name: callee.name } : null
}

function walkIf(walk: Walk, node: IfStatement, ends: Frontier, scope: Scope): Frontier {
  if (node.test.type === 'LogicalExpression' && hasWork(walk, node.test.right, ends, scope)) {
    return arms(walk, node, ends, scope, false)
  }
  const tested = walk.expression(node.test, ends, scope)
  const before = since(walk)
  const after = arms(walk, node, tested, scope, true)
  if (!isIdle(walk, before, null)) return after
  // Only a split makes ends that were not there: without one, each path went its known way.
  const wasThere = after.every(({ from, label }) =>
    tested.some((end) => end.from === from && end.label === label),
  )
  return wasThere && after.length === tested.length ? after : forgetAssigned(tested, node, scope.environment)
}

function arms(walk: Walk, node: IfStatement, ends: Frontier, scope: Scope, walked: boolean): Frontier {
  const { yes, no } = branch(walk, node.test, ends, scope, walked)
  const then = walk.statement(node.consequent, yes, scope)
  return [...then, ...(node.alternate ? walk.statement(node.alternate, no, scope) : no)]
}

function walkSwitch(
  walk: Walk,
  node: SwitchStatement,
  labels: readonly string[],
  ends: Frontier,
  outer: Scope,
): Frontier {
  const environment = new Environment(outer.environment)
  declareAll(
    node.cases.flatMap(({ consequent }) => consequent),
    environment,
  )
  const target: Target = { labels, breaks: [], continues: null }
  const scope = { ...outer, environment, targets: [...outer.targets, target] }
  const tested = walk.expression(node.discriminant, ends, scope)
  if (walk.machines.includes(node))
    return [decide(walk, node, textOf(walk, node.discriminant), tested, scope)]
  const before = since(walk)
  const cases = node.cases.filter(({ test }) => test)
  const choices = cases.map(({ test }) => ({
    label: test?.type === 'Literal' ? valueText(test.value) : test ? textOf(walk, test, 32) : '',
    value: test && tested[0] ? evaluate(test, tested[0], environment) : null,
  }))
  const frontiers = choose(walk, node.discriminant, choices, tested, scope)
  const rest = frontiers.at(-1) ?? []
  let through: Frontier = []
  for (const each of node.cases) {
    const own = each.test ? (frontiers[cases.indexOf(each)] ?? []) : rest
    through = each.consequent.reduce<Frontier>(
      (left, statement) => walk.statement(statement, left, scope),
      [...through, ...own],
    )
  }
  if (isIdle(walk, before, target)) return forgetAssigned(tested, node, scope.environment)
  const skipped = node.cases.some(({ test }) => !test) ? [] : rest
  return [...through, ...target.breaks, ...skipped]
}

function walkLabeled(
  walk: Walk,
  node: LabeledStatement,
  labels: readonly string[],
  ends: Frontier,
  scope: Scope,
): Frontier {
  const all = [...labels, node.label.name]
  switch (node.body.type) {
    case 'LabeledStatement':
      return walkLabeled(walk, node.body, all, ends, scope)
    case 'SwitchStatement':
      return walkSwitch(walk, node.body, all, ends, scope)
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ForStatement':
    case 'ForOfStatement':
    case 'ForInStatement':
      return walkLoop(walk, node.body satisfies Loop, all, ends, scope)
    default: {
      const target: Target = { labels: all, breaks: [], continues: null, isPlain: false }
      const done = walk.statement(node.body, ends, { ...scope, targets: [...scope.targets, target] })
      return [...done, ...target.breaks]
    }
  }
}

function jump(
  walk: Walk,
  ends: Frontier,
  scope: Scope,
  fits: (target: Target) => boolean,
  how: 'breaks' | 'continues',
): Frontier {
  const target = scope.targets.findLast(fits)
  if (!target) return []
  target[how]?.push(...ends)
  walk.exits.push(target)
  return []
}
