/**
 * Where an error happened, in the TypeScript.
 *
 * Node's own `--enable-source-maps` costs time even if no error is shown: Stripe's client reads the stack of a new error
 * at each request, and Node would look up every position of it.
 */
import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { fileURLToPath } from 'node:url'

const position = /(file:\/\/[^\s()]+?\.mjs):(\d+):(\d+)/g

/**
 * @param {string} text such as the stack of an error
 * @returns {string} the same, with the positions in files that have a source map as positions in the sources
 */
export function toSourcePositions(text) {
  return text.replaceAll(position, (found, url, line, column) => {
    const map = mapOf(url)
    // Node counts from 1, a source map from 0.
    const { originalSource, originalLine, originalColumn } = map?.findEntry(line - 1, column - 1) ?? {}
    return originalSource === undefined
      ? found
      : `${originalSource}:${originalLine + 1}:${originalColumn + 1}`
  })
}

function mapOf(url) {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, 'utf8')))
  } catch {
    // Plain JavaScript has none.
    return null
  }
}
