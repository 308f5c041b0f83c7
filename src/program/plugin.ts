/**
 * The one way from an implementation's file to a module: types stripped, calls tied to frames, and its graph.
 *
 *     import { checkout } from './workflow.ts'            // compiled
 *     import program from './workflow.ts?program'         // { file, source, hash, graph }
 *
 * The same plugin serves the page, its workers (`worker.plugins`), vitest, and Node (`runnerImport`), so that there
 * is one behaviour and one hash.
 */

import { readFile } from 'node:fs/promises'
import { relative, sep } from 'node:path'
import type { Plugin } from 'vite'
import { compile } from './compile.ts'
import { SourceError } from './syntax.ts'

/** Which files are compiled. */
export interface ProgramPluginOptions {
  /** @param file Path from the root, with forward slashes. */
  readonly include?: (file: string, source: string) => boolean
  /** Folder that files are named from; Vite's root unless said otherwise. */
  readonly root?: string
}

/** The Vite plugin; put it before all others. */
export function programPlugin({
  include = isImplementation,
  root: namedFrom,
}: ProgramPluginOptions = {}): Plugin {
  let root = namedFrom ?? process.cwd()
  const fileOf = (id: string): string => relative(root, id).split(sep).join('/')
  return {
    name: 'crashcart:program',
    // Before Vite's own transform: that one would strip the types in its own way, and move the columns.
    enforce: 'pre',
    configResolved(config) {
      root = namedFrom ?? config.root
    },
    async load(id) {
      const path = factsPath(id)
      if (path === null) return null
      this.addWatchFile(path)
      const { file, source, hash, graph } = compileOr(
        (error) => this.error(error),
        await readFile(path, 'utf8'),
        fileOf(path),
      )
      // A string that is parsed is quicker to load than the same object as an expression.
      const json = JSON.stringify(JSON.stringify({ file, source, hash, graph }))
      return {
        code: `export const program = JSON.parse(${json})\nexport default program\n`,
        map: null,
        moduleType: 'js',
      }
    },
    transform(source, id) {
      if (id.includes('?') || id.includes('\0')) return null
      const file = fileOf(id)
      if (!include(file, source)) return null
      // Lines are those of the source, so that it needs no map.
      return { code: compileOr((error) => this.error(error), source, file).code, map: null, moduleType: 'js' }
    },
  }
}

const implementation = /^src\/scenarios\/[^/]+\/(naive|durable|workflow|state-machine|at-least-once)\.ts$/
const inScenario = /^src\/scenarios\/[^/]+\/[^/]+\.ts$/

/** The implementations by name, and whatever in a scenario's folder begins with the comment `// @program`. */
export function isImplementation(file: string, source: string): boolean {
  return implementation.test(file) || (inScenario.test(file) && /^\s*\/\/ @program\b/.test(source))
}

/** The path behind `path?program`, with other parameters (Vite's own `t=`) around it. */
function factsPath(id: string): string | null {
  const at = id.indexOf('?')
  if (at === -1) return null
  return new URLSearchParams(id.slice(at)).has('program') ? id.slice(0, at) : null
}

type Fail = (error: { message: string; loc: { file: string; line: number; column: number } }) => never

function compileOr(fail: Fail, source: string, file: string): ReturnType<typeof compile> {
  try {
    return compile(source, file)
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    const { line, column } = error
    return fail({
      message: `${file}:${line}:${column}: ${error.message}`,
      loc: { file, line, column: column - 1 },
    })
  }
}
