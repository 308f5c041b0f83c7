/** `try`: one edge from each operation inside to the `catch` (W3); a `finally` is drawn once, whatever leads to it. */

import type { BlockStatement, Expression, TryStatement } from 'acorn'
import { decide } from './branches.ts'
import { Environment, namesIn } from './scopes.ts'
import {
  type Frontier,
  type LooseEnd,
  type Scope,
  type Walk,
  addJunction,
  forgetAssigned,
  isIdle,
  since,
  thrown,
} from './walk.ts'

/** Walks a `try` statement. */
export function walkTry(walk: Walk, node: TryStatement, ends: Frontier, scope: Scope): Frontier {
  if (!node.finalizer || isQuiet(walk, node.finalizer, ends, scope)) return walkCatch(walk, node, ends, scope)
  return walkFinally(walk, node, node.finalizer, ends, scope)
}

function walkCatch(walk: Walk, node: TryStatement, ends: Frontier, scope: Scope): Frontier {
  const { handler } = node
  if (!handler) return walk.block(node.block, ends, scope)
  const caught: LooseEnd[] = []
  const before = since(walk)
  let done = walk.block(node.block, ends, { ...scope, throwsTo: caught })
  if (caught.length === 0 && isIdle(walk, before, null)) {
    // Nothing is awaited, so that it is a plain call that may throw: a signature check, say.
    done = walk.block(node.block, ends, { ...scope, throwsTo: caught, callsCount: true })
  }
  if (caught.length === 0) {
    const end = decide(walk, node, 'throws?', done, scope)
    const mark = since(walk)
    const handled = walkHandler(walk, handler, [{ ...end, label: 'throws', kind: 'throws' }], scope)
    if (isIdle(walk, mark, null)) {
      isIdle(walk, before, null)
      return forgetAssigned(ends, node, scope.environment)
    }
    return [{ ...end, label: null }, ...handled]
  }
  // The block may have been left anywhere: what it assigns is open.
  const { end } = addJunction(
    walk,
    handler.body,
    forgetAssigned(caught, node.block, scope.environment),
    scope,
  )
  return [...done, ...walkHandler(walk, handler, [end], scope)]
}

function walkHandler(
  walk: Walk,
  handler: NonNullable<TryStatement['handler']>,
  ends: Frontier,
  scope: Scope,
): Frontier {
  const environment = new Environment(scope.environment)
  for (const name of namesIn(handler.param ?? null)) environment.declare(name)
  return walk.block(handler.body, ends, { ...scope, environment })
}

function walkFinally(
  walk: Walk,
  node: TryStatement,
  finalizer: BlockStatement,
  ends: Frontier,
  scope: Scope,
): Frontier {
  const returned: {
    ends: Frontier
    value: Expression | null
    scope: Scope
    at: Parameters<Scope['onReturn']>[3]
  }[] = []
  const failed: LooseEnd[] = []
  const inner: Scope = {
    ...scope,
    throwsTo: failed,
    onReturn: (from, value, within, at) => returned.push({ ends: from, value, scope: within, at }),
  }
  const done = walkCatch(walk, node, ends, inner)
  const all = [...done, ...returned.flatMap((each) => each.ends), ...failed]
  const { end } = addJunction(walk, finalizer, all, scope)
  const after = walk.block(finalizer, [end], scope)
  for (const { value, scope: within, at } of returned) {
    scope.onReturn(labelled(after, 'returns'), value, within, at)
  }
  if (failed.length > 0) {
    walk.exits.push(thrown)
    const rethrown = labelled(after, 'rethrows').map((each) => ({ ...each, kind: 'throws' as const }))
    if (scope.throwsTo) scope.throwsTo.push(...rethrown)
    else scope.onThrow(rethrown, '', scope, finalizer)
  }
  if (done.length === 0) return []
  return returned.length + failed.length > 0 ? labelled(after, 'goes on') : after
}

function labelled(ends: Frontier, label: string): Frontier {
  return ends.map((end) => ({ ...end, label: end.label ?? label }))
}

/** Whether a `finally` does nothing that is worth a node; found by walking it and forgetting it. */
function isQuiet(walk: Walk, finalizer: BlockStatement, ends: Frontier, scope: Scope): boolean {
  const before = since(walk)
  walk.block(finalizer, ends, { ...scope, throwsTo: [], onReturn: () => undefined, onThrow: () => undefined })
  if (isIdle(walk, before, null)) return true
  walk.draft.rollback(before.mark)
  walk.exits.length = before.exits
  return false
}
