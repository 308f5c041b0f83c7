/**
 * Adds to JavaScript what ties each operation to its call: `__leave(__enter(842), await createOrder(db, cart))`.
 *
 * `__enter` pushes a frame, the call's arguments and its synchronous part run inside it, and on resumption
 * `__leave` restores the frame above before any other code of the file runs (F1–F3 in `frame.ts`). Nothing is
 * inserted that has a line break, so lines stay; the imports go to the end, which they may.
 */

import type {
  CallExpression,
  ChainExpression,
  Expression,
  NewExpression,
  Program,
  Super,
  TaggedTemplateExpression,
} from 'acorn'
import MagicString from 'magic-string'
import { SourceError, type Syntax, children, positionAt } from './syntax.ts'

/** Anything that calls: it has a frame of its own at run time. */
export type Call = CallExpression | NewExpression | TaggedTemplateExpression

/** Where instrumented code finds `frame.ts`, unless told otherwise. */
const frameModule = '#program/frame.ts'

const names = ['__enter', '__leave', '__back', '__bind', '__now', '__set', '__push', '__frame']

/** Returns `code` with its calls tied to frames. `code` has no types, `tree` is its syntax tree. */
export function instrument(code: string, tree: Program, file: string, runtime: string = frameModule): string {
  const edits = new MagicString(code)
  visit(tree as unknown as Syntax, { edits, code, parent: null, body: null })
  edits.append(
    `\nimport { push as __push, leave as __leave, back as __back, bind as __bind, currentFrame as __now, setCurrentFrame as __set } from ${JSON.stringify(runtime)};` +
      // A function declaration is there before the first line of the module runs; a constant would not be.
      `\nfunction __enter(site) { return __push(${JSON.stringify(file)}, site) }\n`,
  )
  return edits.toString()
}

/** The offset by which a call is known, in graph and frame: where its callee ends. No two calls share it. */
export function siteOf(call: Call): number {
  return call.type === 'TaggedTemplateExpression' ? call.tag.end : call.callee.end
}

/**
 * The outermost call of an optional chain (`a?.b(c)?.d`) that the chain may leave out. It lends its site to the
 * whole chain: a call after a `?.` cannot be wrapped by itself without ending the chain.
 */
function outermostCall(chain: ChainExpression): CallExpression | null {
  let at: Expression | Super = chain.expression
  while (at.type === 'MemberExpression') at = at.object
  return at.type === 'CallExpression' && isBehindOptional(at as unknown as Syntax) ? at : null
}

/** The sites of calls that have none of their own: those that an optional chain may leave out. */
export function sitesOfChains(tree: Program): Map<Call, number> {
  const sites = new Map<Call, number>()
  const look = (node: Syntax): void => {
    const call = node.type === 'ChainExpression' ? outermostCall(node as unknown as ChainExpression) : null
    for (
      let at = call as unknown as Syntax | undefined;
      call && at;
      at = (at['callee'] ?? at['object']) as Syntax | undefined
    ) {
      if (at.type === 'CallExpression' && isBehindOptional(at)) sites.set(at as unknown as Call, siteOf(call))
    }
    children(node).forEach(look)
  }
  look(tree as unknown as Syntax)
  return sites
}

interface Place {
  readonly edits: MagicString
  readonly code: string
  readonly parent: Syntax | null
  /** Body of the innermost function, or the program: where its frame is noted. */
  readonly body: { readonly start: number; noted: boolean } | null
}

function visit(node: Syntax, place: Place): void {
  const inner = { ...place, parent: node }
  switch (node.type) {
    case 'Program':
      return children(node).forEach((child) =>
        visit(child, { ...inner, body: { start: node.start, noted: false } }),
      )
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression': {
      const block = node['body'] as Syntax
      const body = { start: block.start + 1, noted: false }
      return children(node).forEach((child) => visit(child, { ...inner, body }))
    }
    case 'AwaitExpression':
      // `await f()` is wrapped as a whole when the walk comes to the call.
      if (!isCall(node['argument'] as Syntax)) wrap(node, '__back(__now(), ', place)
      break
    case 'YieldExpression':
      wrap(node, '__back(__now(), ', place)
      break
    case 'ChainExpression': {
      const call = outermostCall(node as unknown as ChainExpression)
      if (call) wrap(withAwait(node, place), `__leave(__enter(${siteOf(call)}), `, place)
      break
    }
    case 'CallExpression':
    case 'NewExpression':
    case 'TaggedTemplateExpression':
      if (isBehindOptional(node)) break
      wrap(withAwait(node, place), `__leave(__enter(${siteOf(node as unknown as Call)}), `, place)
      break
    case 'TryStatement': {
      const { handler, finalizer } = node as unknown as {
        handler: { body: Syntax } | null
        finalizer: Syntax | null
      }
      for (const block of [handler?.body, finalizer]) if (block) restore(block.start + 1, place)
      break
    }
    case 'ForOfStatement':
      if (node['await'] === true) restoreInLoop(node, place)
      break
    case 'Identifier':
      if (names.includes(String(node['name']))) refuseName(node, place)
      break
  }
  const bound = argumentsOf(node).flatMap(functionsIn)
  for (const child of bound) wrap(child, '__bind(', place)
  children(node).forEach((child) => visit(child, inner))
}

/** `await f()` is one wrap, around the `await`: what comes after it must find the frame restored. */
function withAwait(node: Syntax, { parent }: Place): Syntax {
  return parent?.type === 'AwaitExpression' ? parent : node
}

function isCall(node: Syntax): boolean {
  if (node.type === 'ChainExpression') return outermostCall(node as unknown as ChainExpression) !== null
  return ['CallExpression', 'NewExpression', 'TaggedTemplateExpression'].includes(node.type)
}

/** A call that an optional link before it can leave out: it belongs to its chain. */
function isBehindOptional(node: Syntax): boolean {
  for (let at: Syntax | undefined = node; at; at = (at['callee'] ?? at['object']) as Syntax | undefined) {
    if (at['optional'] === true) return true
    if (at.type === 'NewExpression') return false
  }
  return false
}

function wrap(node: Syntax, before: string, { edits }: Place): void {
  edits.appendRight(node.start, before)
  edits.prependLeft(node.end, ')')
}

/** F1, where control comes by another way than past the end of a call. */
function restore(offset: number, { edits, body }: Place): void {
  if (!body) return
  if (!body.noted) edits.prependLeft(body.start, 'const __frame = __now();')
  body.noted = true
  edits.appendLeft(offset, '__set(__frame);')
}

function restoreInLoop(loop: Syntax, place: Place): void {
  const body = loop['body'] as Syntax
  if (body.type === 'BlockStatement') restore(body.start + 1, place)
  else {
    place.edits.appendLeft(body.start, '{')
    restore(body.start, place)
    place.edits.appendLeft(body.end, '}')
  }
  // A label belongs to its loop: the braces go around both.
  const whole = place.parent?.type === 'LabeledStatement' ? place.parent : loop
  place.edits.appendLeft(whole.start, '{')
  restore(whole.end, place)
  place.edits.appendLeft(whole.end, '}')
}

function argumentsOf(node: Syntax): Syntax[] {
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return []
  return node['arguments'] as Syntax[]
}

/** The functions that are written out in an argument, within objects and lists too. */
function functionsIn(node: Syntax): Syntax[] {
  switch (node.type) {
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return [node]
    case 'ArrayExpression':
      return (node['elements'] as (Syntax | null)[]).flatMap((element) =>
        element ? functionsIn(element) : [],
      )
    case 'ObjectExpression':
      return (node['properties'] as Syntax[]).flatMap((property) =>
        property.type === 'Property' && property['method'] !== true && property['kind'] === 'init'
          ? functionsIn(property['value'] as Syntax)
          : [],
      )
    case 'ConditionalExpression':
      return [node['consequent'], node['alternate']].flatMap((arm) => functionsIn(arm as Syntax))
    default:
      return []
  }
}

function refuseName(node: Syntax, { code }: Place): never {
  const { line, column } = positionAt(code, node.start)
  throw new SourceError(`the name ${String(node['name'])} is taken by Crashcart`, line, column)
}
