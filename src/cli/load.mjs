/**
 * Imports the project's TypeScript from a bundle. The page's own compiler of implementations makes it, so that a
 * scenario is the same instrumented code in the command line, in a worker thread and in the browser.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { entryFile, openBundle } from './bundle/bundle.mjs'
import { repository } from './install.mjs'

/** The file of the bundle that holds a database: see src/cli/snapshot.ts. */
const databaseFile = 'database.tar.gz'

/** @type {import('./bundle/bundle.mjs').Project} */
const project = {
  root: repository,
  sources: [
    ...['cli', 'engine', 'explorer', 'program', 'scenarios', 'simulator', 'stripe'].map(
      (name) => `src/${name}`,
    ),
    'e2e/determinism',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
  ],
  entries: [
    ...['simulate', 'explore', 'bench', 'soak'].map((command) => `src/cli/${command}.ts`),
    'src/cli/pool-worker.ts',
    'src/cli/snapshot.ts',
    'e2e/determinism/inputs.ts',
    'e2e/determinism/simulate-all.ts',
  ],
  data: { [databaseFile]: 'src/cli/snapshot.ts' },
  cache: join(repository, 'node_modules/.cache/crashcart/commands'),
}

/** One bundle for a process, whatever is edited meanwhile: worker threads run the code that their parent runs. */
let bundle

/**
 * Imports one of the entries.
 *
 * @param {string} path from the repository's root, such as `src/cli/simulate.ts`
 * @returns {Promise<any>} the module's exports
 */
export async function load(path) {
  return import((await entryUrl(path)).href)
}

/**
 * Where an entry is, for a worker thread to start with.
 *
 * @param {string} path see {@link load}
 * @returns {Promise<URL>}
 */
export async function entryUrl(path) {
  if (!project.entries.includes(path)) throw new Error(`${path} is not an entry of the bundle.`)
  bundle ??= openBundle(project)
  return pathToFileURL(join(await bundle, entryFile(path)))
}

/** @returns {Promise<Blob>} a snapshot of a database that has the scenario's tables */
export async function databaseSnapshot() {
  bundle ??= openBundle(project)
  return new Blob([await readFile(join(await bundle, databaseFile))])
}
