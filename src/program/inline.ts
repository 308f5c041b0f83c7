/** Helpers of the same file, drawn in place of their calls. */

import type { AnyNode } from 'acorn'
import { addOperation } from './calls.ts'
import { evaluate } from './knowledge.ts'
import { noteResult, sourceOf } from './results.ts'
import { Environment, type FunctionValue, type Value, bindPattern } from './scopes.ts'
import { walkReturn } from './statements.ts'
import { positionAt } from './syntax.ts'
import {
  type Frontier,
  type LooseEnd,
  type Scope,
  type Walk,
  addJunction,
  forgetAssigned,
  isIdle,
  knowing,
  since,
} from './walk.ts'

/** Beyond this, helpers are plain calls: nobody reads a larger graph. */
const nodesMax = 120

/** Draws the body of a function in place of `call`. */
export function walkInline(
  walk: Walk,
  callee: FunctionValue,
  args: readonly Value[],
  call: AnyNode,
  ends: Frontier,
  scope: Scope,
): Frontier {
  if (ends.length === 0) return ends
  if (scope.inlined.some(({ node }) => node === callee.node)) {
    return leaf(walk, `↻ ${callee.name}`, 'calls itself; how deep shows at run time', call, ends, scope)
  }
  const { start, end: last } = callee.node
  if (walk.machines.some((machine) => start <= machine.start && machine.end <= last)) {
    return leaf(walk, callee.name, 'goes on as the states below say', call, ends, scope)
  }
  if (walk.draft.nodes.length >= nodesMax) {
    walk.draft.notes.push({
      ...positionAt(walk.source, call.start),
      text: `${callee.name} is drawn as a call: the graph is full`,
    })
    return leaf(walk, callee.name, 'not drawn in place: the graph is full', call, ends, scope)
  }
  walk.drawn.add(callee.node)
  const before = since(walk)
  const returned: LooseEnd[] = []
  const inner = enter(walk, callee, args, call, scope, returned)
  const { id, end } = addJunction(walk, callee.node, ends, inner)
  const within = { ...inner, inlined: [...scope.inlined, { node: callee.node, head: id }] }
  const { body } = callee.node
  const fell =
    body.type === 'BlockStatement'
      ? walk.block(body, [end], within)
      : walkReturn(walk, body, body, [end], within)
  if (isIdle(walk, before, inner.returns)) return forgetAssigned(ends, callee.node.body, callee.environment)
  const fallen = knowing(fell, (each) => noteResult(each, call, { is: 'value', value: undefined }, undefined))
  return [...returned, ...fallen]
}

function enter(
  walk: Walk,
  callee: FunctionValue,
  args: readonly Value[],
  call: AnyNode,
  scope: Scope,
  returned: LooseEnd[],
): Scope {
  const environment = new Environment(callee.environment)
  for (const [at, parameter] of callee.node.params.entries())
    bindPattern(parameter, args[at] ?? null, environment)
  const { line } = positionAt(walk.source, callee.node.start)
  return {
    ...scope,
    environment,
    via: callee.via ?? [...scope.via, walk.siteOf(call)],
    group: walk.draft.addGroup({ title: callee.name, parent: scope.group, line }),
    targets: [],
    returns: {},
    onReturn: (ends, value, within) => {
      returned.push(
        ...knowing(ends, (end) =>
          noteResult(
            end,
            call,
            value ? evaluate(value, end, within.environment) : { is: 'value', value: undefined },
            value ? sourceOf(value, end, within) : undefined,
          ),
        ),
      )
    },
  }
}

function leaf(
  walk: Walk,
  title: string,
  reason: string,
  call: AnyNode,
  ends: Frontier,
  scope: Scope,
): Frontier {
  if (call.type !== 'CallExpression') return ends
  const node = {
    kind: 'opaque' as const,
    title,
    detail: null,
    operation: title.replace('↻ ', ''),
    reason,
    rows: [],
  }
  return addOperation(walk, node, call, ends, scope)
}
