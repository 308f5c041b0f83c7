/** What a bundle is made from. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/**
 * All source files of a project, without its tests.
 *
 * @param {Pick<import('./bundle.mjs').Project, 'root' | 'sources'>} project
 * @returns {string[]} paths from the root, with slashes, sorted
 */
export function sourceFiles({ root, sources }) {
  return sources
    .flatMap((source) => filesIn(join(root, source)))
    .map((path) => relative(root, path).split(sep).join('/'))
    .filter((path) => !/\.test\.tsx?$/.test(path))
    .toSorted()
}

/** The file itself, or all files of a folder and of those in it. @param {string} path @returns {string[]} paths */
export function filesIn(path) {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/**
 * A name for what a bundle is made from: the sources, Node, and the project's place, which the bundle's imports of
 * plain JavaScript and its source maps contain.
 *
 * @param {import('./bundle.mjs').Project} project
 * @returns {string} 16 hexadecimal digits
 */
export function hashSources(project) {
  const { root, entries, data } = project
  const hash = createHash('sha256').update(JSON.stringify([process.version, root, entries, data]))
  for (const path of sourceFiles(project)) {
    const content = readFileSync(join(root, path))
    hash.update(`\0${path}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex').slice(0, 16)
}
