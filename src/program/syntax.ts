/** Parsing, and the few things that every walk over a syntax tree needs. */

import { type Node, type Program as ProgramNode, Parser } from 'acorn'

/** A source text that cannot be compiled. Line and column are counted from 1. */
export class SourceError extends Error {
  override readonly name = 'SourceError'
  readonly line: number
  readonly column: number

  constructor(message: string, line: number, column: number, options?: ErrorOptions) {
    super(message, options)
    this.line = line
    this.column = column
  }
}

/** A node of a tree whose kinds are not known to the type checker (TypeScript's own). */
export interface Syntax {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

/**
 * Parses JavaScript, types already blanked out.
 *
 * @throws {SourceError} at the first thing that is no JavaScript.
 */
export function parse(code: string, parser: typeof Parser = Parser): ProgramNode {
  try {
    return parser.parse(code, { ecmaVersion: 'latest', sourceType: 'module', locations: true })
  } catch (error) {
    throw asSourceError(error)
  }
}

/** Line and column, both from 1, of an offset. */
export function positionAt(source: string, offset: number): { line: number; column: number } {
  let line = 1
  let lineStart = 0
  for (let at = source.indexOf('\n'); at !== -1 && at < offset; at = source.indexOf('\n', at + 1)) {
    line += 1
    lineStart = at + 1
  }
  return { line, column: offset - lineStart + 1 }
}

/** The nodes directly below a node, in the order of the source's grammar. */
export function children(node: Node | Syntax): Syntax[] {
  const found: Syntax[] = []
  for (const [key, value] of Object.entries(node)) {
    if (key === 'loc') continue
    if (Array.isArray(value)) found.push(...value.filter(isSyntax))
    else if (isSyntax(value)) found.push(value)
  }
  return found
}

function isSyntax(value: unknown): value is Syntax {
  return typeof value === 'object' && value !== null && typeof (value as Syntax).type === 'string'
}

function asSourceError(error: unknown): unknown {
  if (!(error instanceof SyntaxError)) return error
  const { loc } = error as SyntaxError & { loc?: { line: number; column: number } }
  if (!loc) return error
  // acorn ends its messages with "(3:14)", which is said by line and column already.
  const message = error.message.replace(/ \(\d+:\d+\)$/, '')
  return new SourceError(message, loc.line, loc.column + 1, { cause: error })
}
