/** From source text to everything that is known of it. */

import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { eraseTypes } from './erase-types.ts'
import type { Graph, Program } from './graph.ts'
import { instrument } from './instrument.ts'
import { parse } from './syntax.ts'
import { drawGraph } from './draw.ts'

/** How to compile, where the defaults do not fit. */
export interface CompileOptions {
  /** Module specifier or URL of `frame.ts`, where compiled code cannot import `#program/frame.ts` (a blob). */
  readonly frameModule?: string
}

/**
 * Compiles an implementation.
 *
 * @param source TypeScript or JavaScript, a module.
 * @param file Path by which its frames are known, from the project's root.
 * @throws {SourceError} with line and column, for what is no TypeScript or cannot be erased.
 */
export function compile(source: string, file: string, options: CompileOptions = {}): Program {
  const code = eraseTypes(source)
  const tree = parse(code)
  const graph: Graph = drawGraph(tree, source)
  return {
    file,
    source,
    hash: hashOf(source),
    code: instrument(code, tree, file, options.frameModule),
    graph,
  }
}

/** The same for a text with either kind of line ending, as a checkout on Windows has the other. */
export function hashOf(source: string): string {
  return bytesToHex(sha256(utf8ToBytes(source.replaceAll('\r\n', '\n')))).slice(0, 16)
}
