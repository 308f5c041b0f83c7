/**
 * TypeScript to JavaScript by blanking: every type becomes spaces, so that each offset, line and column of the
 * result is that of the source (the idea is ts-blank-space's). Syntax that would need code of its own (enums,
 * namespaces, parameter properties, `import =`) is refused with its line.
 */

import { tsPlugin } from '@sveltejs/acorn-typescript'
import { Parser } from 'acorn'
import { SourceError, type Syntax, children, parse, positionAt } from './syntax.ts'

const TypeScriptParser = Parser.extend(tsPlugin())

/**
 * Returns JavaScript of the same length as `source`.
 *
 * @throws {SourceError} for a syntax error, and for syntax that cannot be erased.
 */
export function eraseTypes(source: string): string {
  const tree = parse(source, TypeScriptParser) as unknown as Syntax
  const text = source.split('')
  erase(tree, { source, text })
  return text.join('')
}

interface Page {
  readonly source: string
  /** One UTF-16 unit each, blanked in place. */
  readonly text: string[]
}

function erase(node: Syntax, page: Page): void {
  if (isRefused(node)) refuse(node, page)
  if (vanishesAsStatement(node)) return blank(page, node.start, node.end, ';')
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return eraseAssertion(node, page)
    case 'TSNonNullExpression':
      blank(page, node.end - 1, node.end)
      return erase(node['expression'] as Syntax, page)
    case 'TSInstantiationExpression':
      break
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
      for (const specifier of list(node['specifiers'])) {
        if (isTypeOnly(specifier)) blank(page, specifier.start, afterComma(specifier.end, page))
      }
      break
    case 'ClassDeclaration':
    case 'ClassExpression':
      eraseClassHead(node, page)
      break
    case 'PropertyDefinition':
    case 'AccessorProperty':
    case 'MethodDefinition':
      eraseModifiers(node, page)
      break
    case 'ArrowFunctionExpression':
      keepOneLine(node, page)
      break
    case 'VariableDeclarator':
      if (node['definite'] === true) blankMark(page, '!', (node['id'] as Syntax).start, node.end)
      break
    case 'Identifier':
      if (node['optional'] === true) blankMark(page, '?', node.start, node.end)
      break
  }
  for (const parameter of list(node['params'])) {
    const isThis = parameter.type === 'Identifier' && parameter['name'] === 'this'
    if (isThis) blank(page, parameter.start, afterComma(parameter.end, page))
  }
  for (const child of children(node)) {
    if (isType(child)) blank(page, child.start, child.end)
    else erase(child, page)
  }
}

const refusals: Readonly<Record<string, string>> = {
  TSEnumDeclaration: 'an enum has code of its own: write an object `as const`, or a union of strings',
  TSModuleDeclaration: 'a namespace has code of its own: write a module',
  TSParameterProperty:
    'a parameter property assigns by itself: declare the field, and assign it in the constructor',
  TSImportEqualsDeclaration: '`import =` is not JavaScript: write `import … from`',
  TSExportAssignment: '`export =` is not JavaScript: write `export`',
  TSNamespaceExportDeclaration: '`export as namespace` is for declaration files',
  TSTypeAssertion: 'write `value as Type` instead of `<Type>value`',
}

function isRefused(node: Syntax): boolean {
  return node.type in refusals && node['declare'] !== true
}

function refuse(node: Syntax, page: Page): never {
  const { line, column } = positionAt(page.source, node.start)
  throw new SourceError(refusals[node.type] ?? node.type, line, column)
}

/** Declarations that leave nothing behind, whole statements and members of classes. */
function vanishesAsStatement(node: Syntax): boolean {
  switch (node.type) {
    case 'TSTypeAliasDeclaration':
    case 'TSInterfaceDeclaration':
    case 'TSDeclareFunction':
    case 'TSIndexSignature':
      return true
    case 'ImportDeclaration': {
      const specifiers = list(node['specifiers'])
      return isTypeOnly(node) || (specifiers.length > 0 && specifiers.every(isTypeOnly))
    }
    case 'ExportNamedDeclaration': {
      const specifiers = list(node['specifiers'])
      const declaration = node['declaration'] as Syntax | null
      if (declaration && !isRefused(declaration) && vanishesAsStatement(declaration)) return true
      return isTypeOnly(node) || (specifiers.length > 0 && specifiers.every(isTypeOnly))
    }
    case 'ExportAllDeclaration':
      return isTypeOnly(node)
    case 'ExportDefaultDeclaration':
      return vanishesAsStatement(node['declaration'] as Syntax)
    case 'MethodDefinition':
      return (node['value'] as Syntax).type === 'TSDeclareMethod' || node['abstract'] === true
    case 'PropertyDefinition':
      return node['abstract'] === true || node['declare'] === true
    default:
      return node['declare'] === true
  }
}

function isTypeOnly(node: Syntax): boolean {
  return node['importKind'] === 'type' || node['exportKind'] === 'type'
}

const expressionWrappers = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSInstantiationExpression',
])

/** A node that holds nothing of the program that runs. */
function isType(node: Syntax): boolean {
  if (!node.type.startsWith('TS')) return false
  return !expressionWrappers.has(node.type) && !isRefused(node) && !vanishesAsStatement(node)
}

function eraseAssertion(node: Syntax, page: Page): void {
  const type = node['typeAnnotation'] as Syntax
  const keyword = node.type === 'TSAsExpression' ? 'as' : 'satisfies'
  const start = page.source.lastIndexOf(keyword, type.start - keyword.length)
  // `x as T` ends a statement where the next line begins with a bracket; `x` alone would go on there.
  const next = /^[ \t]*(?:\/\/.*)?\r?\n\s*[([`]/.test(page.source.slice(node.end, node.end + 400))
  blank(page, start, node.end, next ? ';' : ' ')
  erase(node['expression'] as Syntax, page)
}

function eraseClassHead(node: Syntax, page: Page): void {
  const body = node['body'] as Syntax
  if (node['abstract'] === true) blankWords(page, /\babstract\b/g, node.start, body.start)
  const clauses = list(node['implements'])
  const [first] = clauses
  const last = clauses.at(-1)
  if (first && last) blank(page, page.source.lastIndexOf('implements', first.start - 1), last.end)
}

function eraseModifiers(node: Syntax, page: Page): void {
  const key = node['key'] as Syntax
  const decorated = list(node['decorators']).at(-1)?.end ?? node.start
  const from = page.source.slice(decorated).search(/\S/) + decorated
  const words = /\b(public|private|protected|readonly|override|abstract|declare)\b/g
  // A modifier ends the member before it, where that has no semicolon.
  if (blankWords(page, words, from, key.start) === from) page.text[from] = ';'
  const rest = (node['typeAnnotation'] ?? node['value']) as Syntax | null
  if (node['optional'] === true) blankMark(page, '?', key.end, rest?.start ?? node.end)
  if (node['definite'] === true) blankMark(page, '!', key.end, rest?.start ?? node.end)
}

/** An arrow must stand on the line of its parameters' `)`, and `async` on that of their `(`. */
function keepOneLine(node: Syntax, page: Page): void {
  const { source, text } = page
  const returns = node['returnType'] as Syntax | undefined
  if (returns && source.slice(returns.start, returns.end).includes('\n')) {
    const close = source.lastIndexOf(')', returns.start)
    blank(page, returns.start, returns.end)
    delete (node as { returnType?: unknown }).returnType
    text[close] = ' '
    text[returns.end - 1] = ')'
  }
  const generics = node['typeParameters'] as Syntax | undefined
  if (generics && source.slice(generics.start, generics.end).includes('\n')) {
    const open = source.indexOf('(', generics.end)
    blank(page, generics.start, generics.end)
    delete (node as { typeParameters?: unknown }).typeParameters
    text[open] = ' '
    text[generics.start] = '('
  }
}

function blank(page: Page, start: number, end: number, first = ' '): void {
  for (let at = start; at < end; at += 1) {
    if (page.text[at] !== '\n' && page.text[at] !== '\r') page.text[at] = ' '
  }
  page.text[start] = first
}

/** Blanks the first `mark` between two offsets. */
function blankMark(page: Page, mark: string, start: number, end: number): void {
  const at = page.source.indexOf(mark, start)
  if (at !== -1 && at < end) blank(page, at, at + 1)
}

/** Blanks words between two offsets; returns the offset of the first. */
function blankWords(page: Page, words: RegExp, start: number, end: number): number | null {
  let first: number | null = null
  for (const match of page.source.slice(start, end).matchAll(words)) {
    first ??= start + match.index
    blank(page, start + match.index, start + match.index + match[0].length)
  }
  return first
}

/** The offset past the comma that follows, or `offset` itself where none does. */
function afterComma(offset: number, page: Page): number {
  const match = /^\s*,/.exec(page.source.slice(offset, offset + 200))
  return match ? offset + match[0].length : offset
}

function list(value: unknown): Syntax[] {
  return Array.isArray(value) ? value.filter((item): item is Syntax => item !== null) : []
}
