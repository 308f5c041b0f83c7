/** Loops: one body with a back edge. Which time round it is shows at run time. */

import type {
  AnyNode,
  CallExpression,
  DoWhileStatement,
  ForInStatement,
  ForOfStatement,
  ForStatement,
  Statement,
  WhileStatement,
} from 'acorn'
import { branch, decide } from './branches.ts'
import { assign } from './results.ts'
import { Environment, type FunctionValue, declareAll } from './scopes.ts'
import {
  type Arms,
  type Frontier,
  type Scope,
  type Target,
  type Walk,
  addJunction,
  forgetAssigned,
  isIdle,
  since,
  textOf,
} from './walk.ts'

export type Loop = WhileStatement | DoWhileStatement | ForStatement | ForOfStatement | ForInStatement

/** Walks a loop; `labels` are those written before it. */
export function walkLoop(
  walk: Walk,
  loop: Loop,
  labels: readonly string[],
  ends: Frontier,
  outer: Scope,
): Frontier {
  const scope = { ...outer, environment: new Environment(outer.environment) }
  const ready = walkHead(walk, loop, ends, scope)
  return circle(walk, loop, labels, ready, scope, (head, inner): Round => {
    const body = (from: Frontier): Frontier => walk.statement(loop.body, from, inner)
    switch (loop.type) {
      case 'WhileStatement': {
        const { yes, no } = condition(walk, loop.test, head, scope)
        return { again: () => body(yes), leaves: no }
      }
      case 'DoWhileStatement':
        return { again: () => body(head), leaves: [], test: loop.test }
      case 'ForStatement': {
        const { yes, no } = loop.test ? condition(walk, loop.test, head, scope) : { yes: head, no: [] }
        return { again: () => body(yes), leaves: no, update: loop.update ?? null }
      }
      case 'ForOfStatement':
      case 'ForInStatement': {
        const [next, done] = each(walk, loop.left, loop.right, head, scope)
        return { again: () => body(next), leaves: done }
      }
    }
  })
}

/** Walks `items.forEach(body)` and its kin: the body once, for each. */
export function eachOf(
  walk: Walk,
  call: CallExpression,
  items: AnyNode,
  body: FunctionValue,
  ends: Frontier,
  scope: Scope,
): Frontier {
  return circle(walk, call, [], ends, scope, (head, inner) => {
    const [next, done] = each(walk, body.node.params[0] ?? items, items, head, scope)
    return { again: () => walk.inline(body, [], call, next, inner), leaves: done }
  })
}

interface Round {
  /** Walks the body. */
  readonly again: () => Frontier
  /** The ends that leave without a further round. */
  readonly leaves: Frontier
  /** What comes after the body, before the next round. */
  readonly update?: AnyNode | null
  /** The condition of a `do … while`. */
  readonly test?: DoWhileStatement['test']
}

function circle(
  walk: Walk,
  at: Loop | CallExpression,
  labels: readonly string[],
  ends: Frontier,
  scope: Scope,
  round: (head: Frontier, inner: Scope) => Round,
): Frontier {
  const target: Target = { labels, breaks: [], continues: [] }
  const before = since(walk)
  // Nothing is known, at the head, of what a round before may have changed.
  const ready = forgetAssigned(ends, at, scope.environment)
  const { id, end } = addJunction(walk, at, ready, scope)
  const { again, leaves, update, test } = round([end], { ...scope, targets: [...scope.targets, target] })
  const ended = [...again(), ...(target.continues ?? [])]
  const updated = update ? walk.expression(update, ended, scope) : ended
  const { yes, no }: Arms = test ? condition(walk, test, updated, scope) : { yes: updated, no: [] }
  for (const { from, label } of yes) walk.draft.connect(from, id, label, 'back')
  return isIdle(walk, before, target) ? ready : [...leaves, ...no, ...target.breaks]
}

/** `while (true)` has no way out by its condition. */
function condition(walk: Walk, test: WhileStatement['test'], ends: Frontier, scope: Scope): Arms {
  return branch(walk, test, ends, scope)
}

function walkHead(walk: Walk, loop: Loop, ends: Frontier, scope: Scope): Frontier {
  switch (loop.type) {
    case 'ForStatement':
      if (!loop.init) return ends
      return loop.init.type === 'VariableDeclaration'
        ? walk.statement(declaring(loop.init, scope), ends, scope)
        : walk.expression(loop.init, ends, scope)
    case 'ForOfStatement':
    case 'ForInStatement':
      if (loop.left.type === 'VariableDeclaration') declaring(loop.left, scope)
      // `for await (const x of stream())` asks the outside for each item.
      return walk.expression(loop.right, ends, scope, loop.type === 'ForOfStatement' && loop.await)
    default:
      return ends
  }
}

function declaring<T extends Statement>(statement: T, scope: Scope): T {
  declareAll([statement], scope.environment)
  return statement
}

function each(walk: Walk, item: AnyNode, items: AnyNode, head: Frontier, scope: Scope): [Frontier, Frontier] {
  const pattern = item.type === 'VariableDeclaration' ? item.declarations[0]?.id : undefined
  const title = `each ${textOf(walk, pattern ?? item, 24)} of ${textOf(walk, items, 24)}`
  const end = decide(walk, items, title, head, scope)
  const next = [{ ...end, label: 'next' }]
  return [pattern ? assign(pattern, null, next, scope) : next, [{ ...end, label: 'done' }]]
}
