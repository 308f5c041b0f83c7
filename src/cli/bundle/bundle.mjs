/**
 * The project's commands as JavaScript that Node runs at once. Compiling them takes several seconds of processor time,
 * so the result is kept and used again until a source changes.
 *
 * B1 A bundle is used only if its sources, Node's version and its place are what they were when it was built.
 * B2 A bundle is used only if each of its files is whole. `bundle.json` lists them with their hashes and is written last.
 * B3 A folder is never renamed, replaced or written to again: processes that start at once build one each.
 * B4 A folder that no command has used for a day is deleted by the next build.
 * B5 If the cache cannot be written to, the bundle goes to a temporary folder that is deleted with the process.
 */
import { createHash } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { hashSources } from './sources.mjs'

const listName = 'bundle.json'

/** Longer than any command runs that may still import a part of its bundle. */
const keptMs = 24 * 60 * 60 * 1000

/**
 * What is bundled.
 *
 * @typedef {object} Project
 * @property {string} root an absolute path; all others are from here, with slashes
 * @property {readonly string[]} sources files and folders that decide what the bundle is
 * @property {readonly string[]} entries TypeScript files that can be imported: `src/a.ts` becomes `src/a.mjs`
 * @property {Readonly<Record<string, string>>} [data] further files by name, each with the entry whose `make()` resolves
 *   with its bytes
 * @property {string} cache an absolute path
 */

/**
 * Finds the bundle of a project, or builds it.
 *
 * @param {Project} project
 * @returns {Promise<string>} its folder
 * @throws Error if the sources cannot be compiled
 */
export async function openBundle(project) {
  const hash = hashSources(project)
  const kept = foldersOf(project.cache).find((folder) => isOf(hash, folder) && isWhole(folder))
  if (kept === undefined) return make(project, hash)
  touch(kept)
  return kept
}

async function make(project, hash) {
  // Vite takes half a second to load.
  const { compile } = await import('./compile.mjs')
  const files = await compile(project)
  try {
    mkdirSync(project.cache, { recursive: true })
    const folder = await write(project, files, mkdtempSync(join(project.cache, `${hash}-`)))
    deleteUnused(project.cache)
    return folder
  } catch (error) {
    // Errors of the file system alone have it.
    if (error.syscall === undefined) throw error
    return write(project, files, temporaryFolder())
  }
}

/** @see B2: the list comes last. */
async function write({ root, data = {} }, files, folder) {
  try {
    // Imports of packages start from here, wherever the folder is: a cache may be a link to another disk. Windows lets
    // everyone make a junction; elsewhere the type means nothing.
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
    const list = {}
    const add = (name, content) => {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), content)
      list[name] = sha256(content)
    }
    for (const [name, content] of files) add(name, content)
    for (const [name, entry] of Object.entries(data)) {
      const { make: makeData } = await import(pathToFileURL(join(folder, entryFile(entry))).href)
      add(name, await makeData())
    }
    writeFileSync(join(folder, listName), JSON.stringify(list))
    return folder
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

/** The file of a bundle that an entry becomes. @param {string} entry */
export const entryFile = (entry) => entry.replace(/\.ts$/, '.mjs')

/** @see B5 */
function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'crashcart-commands-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function foldersOf(cache) {
  try {
    return readdirSync(cache).map((name) => join(cache, name))
  } catch {
    return []
  }
}

const isOf = (hash, folder) => basename(folder).startsWith(`${hash}-`)

/** @see B2 */
function isWhole(folder) {
  try {
    const list = Object.entries(JSON.parse(readFileSync(join(folder, listName), 'utf8')))
    return list.every(([name, hash]) => sha256(readFileSync(join(folder, name))) === hash)
  } catch {
    // Another process is still writing it, or somebody has deleted a part of it.
    return false
  }
}

const sha256 = (content) => createHash('sha256').update(content).digest('hex')

/** @see B4 */
function touch(folder) {
  const now = new Date()
  try {
    utimesSync(folder, now, now)
  } catch {
    // The cache cannot be written to, so nothing will be deleted from it either.
  }
}

function deleteUnused(cache) {
  for (const folder of foldersOf(cache))
    try {
      if (Date.now() - statSync(folder).mtimeMs > keptMs) rmSync(folder, { recursive: true, force: true })
    } catch {
      // Another process is deleting it too, or it belongs to another user.
    }
}
