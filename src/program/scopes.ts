/** What a name stands for, as far as one can tell without running the program. */

import type {
  AnyNode,
  ArrowFunctionExpression,
  BinaryExpression,
  FunctionDeclaration,
  FunctionExpression,
  ObjectExpression,
  Pattern,
  Statement,
  ModuleDeclaration,
  VariableDeclaration,
} from 'acorn'

export type FunctionNode =
  | FunctionDeclaration
  | FunctionExpression
  | ArrowFunctionExpression
  | (Omit<FunctionDeclaration, 'id' | 'type'> & { type: 'FunctionDeclaration'; id: null })

/** A value that matters for the drawing; null is one of which nothing is known. */
export type Value =
  | {
      readonly kind: 'function'
      readonly node: FunctionNode
      readonly environment: Environment
      /** For a function made as an argument: the calls within which it runs, outermost first (F3). */
      readonly via: readonly number[] | null
      readonly name: string
    }
  | {
      readonly kind: 'object'
      readonly node: ObjectExpression
      readonly environment: Environment
      readonly via: readonly number[] | null
    }
  | { readonly kind: 'constant'; readonly value: string | number | boolean | null }
  /** `30 * 60_000`: a number that is written out as a sum. */
  | { readonly kind: 'number'; readonly node: BinaryExpression; readonly environment: Environment }
  /** A workflow's context. */
  | { readonly kind: 'context' }
  /** What a handler is given, and its parts. */
  | { readonly kind: 'request' }
  | null

export type FunctionValue = Extract<Value, { kind: 'function' }>

export interface Binding {
  readonly name: string
  /** Key of what is known of it along a path. */
  readonly key: string
  readonly value: Value
}

/** The names of a function or block, and those around it. */
export class Environment {
  readonly parent: Environment | null
  readonly #bindings = new Map<string, Binding>()
  static #made = 0

  constructor(parent: Environment | null) {
    this.parent = parent
  }

  declare(name: string, value: Value = null): Binding {
    Environment.#made += 1
    const binding = { name, key: `${name}·${Environment.#made}`, value }
    this.#bindings.set(name, binding)
    return binding
  }

  /** The binding of a name; null for globals. */
  find(name: string): Binding | null {
    return this.#bindings.get(name) ?? this.parent?.find(name) ?? null
  }

  owns(name: string): boolean {
    return this.#bindings.has(name)
  }
}

/** Declares what a list of statements declares, functions with their bodies. */
export function declareAll(
  statements: readonly (Statement | ModuleDeclaration)[],
  environment: Environment,
): void {
  for (const outer of statements) {
    const statement = declarationOf(outer)
    switch (statement?.type) {
      case 'FunctionDeclaration':
        if (statement.id)
          environment.declare(statement.id.name, functionValue(statement, environment, statement.id.name))
        break
      case 'ClassDeclaration':
        if (statement.id) environment.declare(statement.id.name)
        break
      case 'VariableDeclaration':
        for (const { id } of statement.declarations) for (const name of namesIn(id)) environment.declare(name)
        break
      case 'ImportDeclaration':
        for (const { local } of statement.specifiers) environment.declare(local.name)
        break
      default:
        break
    }
  }
  // Constants may name functions further down, so that they come after all declarations.
  for (const outer of statements) {
    const statement = declarationOf(outer)
    if (statement?.type === 'VariableDeclaration') declareConstants(statement, environment)
  }
}

function declareConstants(statement: VariableDeclaration, environment: Environment): void {
  if (statement.kind !== 'const') return
  for (const { id, init } of statement.declarations) {
    if (id.type !== 'Identifier' || !init) continue
    const value = valueOf(init, environment, null, id.name)
    if (value) environment.declare(id.name, value)
  }
}

function declarationOf(
  statement: Statement | ModuleDeclaration,
): Statement | ModuleDeclaration | FunctionDeclaration | null {
  if (statement.type === 'ExportNamedDeclaration') return statement.declaration ?? null
  if (statement.type === 'ExportDefaultDeclaration' && statement.declaration.type === 'FunctionDeclaration') {
    return statement.declaration.id ? statement.declaration : null
  }
  return statement
}

/** What an expression stands for. `via`: the call of which it is an argument, if it is one. */
export function valueOf(
  node: AnyNode,
  environment: Environment,
  via: readonly number[] | null,
  name = 'callback',
): Value {
  switch (node.type) {
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return { kind: 'function', node, environment, via, name: node.id?.name ?? name }
    case 'ObjectExpression':
      return { kind: 'object', node, environment, via }
    case 'Literal':
      return isPrimitive(node.value) ? { kind: 'constant', value: node.value } : null
    case 'BinaryExpression':
      return { kind: 'number', node, environment }
    case 'Identifier':
      return environment.find(node.name)?.value ?? null
    case 'ParenthesizedExpression':
      return valueOf(node.expression, environment, via, name)
    case 'MemberExpression': {
      const object = valueOf(node.object, environment, via)
      if (object?.kind === 'request') return object
      const key = propertyName(node)
      return object?.kind === 'object' && key !== null ? propertyOf(object, key) : null
    }
    default:
      return null
  }
}

/** The value of a property of an object that is written out. */
export function propertyOf(object: Extract<Value, { kind: 'object' }>, name: string): Value {
  for (const property of object.node.properties) {
    if (property.type !== 'Property' || keyName(property.key, property.computed) !== name) continue
    return valueOf(property.value, object.environment, object.via, name)
  }
  return null
}

function functionValue(node: FunctionNode, environment: Environment, name: string): Value {
  return { kind: 'function', node, environment, via: null, name }
}

/** The name of the property that an expression reads; null where it is computed at run time. */
export function propertyName(node: { property: AnyNode; computed: boolean }): string | null {
  return keyName(node.property, node.computed)
}

export function keyName(key: AnyNode, computed: boolean): string | null {
  if (key.type === 'Identifier') return computed ? null : key.name
  return key.type === 'Literal' ? String(key.value) : null
}

/** The names that a pattern binds. */
export function namesIn(pattern: Pattern | null): string[] {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern.name]
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        namesIn(property.type === 'RestElement' ? property.argument : property.value),
      )
    case 'ArrayPattern':
      return pattern.elements.flatMap(namesIn)
    case 'RestElement':
      return namesIn(pattern.argument)
    case 'AssignmentPattern':
      return namesIn(pattern.left)
    default:
      return []
  }
}

/** Binds a pattern (a parameter, a declaration) to the value that it is given. */
export function bindPattern(pattern: Pattern, value: Value, environment: Environment): void {
  switch (pattern.type) {
    case 'Identifier':
      environment.declare(pattern.name, value)
      break
    case 'AssignmentPattern':
      bindPattern(pattern.left, value, environment)
      break
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        if (property.type === 'RestElement') bindPattern(property.argument, null, environment)
        else {
          const name = keyName(property.key, property.computed)
          const part = value?.kind === 'object' && name !== null ? propertyOf(value, name) : null
          bindPattern(property.value, value?.kind === 'request' ? value : part, environment)
        }
      }
      break
    default:
      for (const name of namesIn(pattern)) environment.declare(name)
  }
}

export function isPrimitive(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}
