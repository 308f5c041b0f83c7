import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from '../install.mjs'

const SOURCES = ['src', 'public', 'vite.config.ts', 'package-lock.json']

/** What no page is built from, so that editing it needs no new build. */
const ASIDE = /\.test\.tsx?$|[\\/](?:testing|cli)[\\/]/

/** Whether `dist` holds a page that is newer than all it is built from. */
export function isBuilt() {
  const page = join(repository, 'dist/index.html')
  if (!existsSync(page)) return false
  const builtMs = statSync(page).mtimeMs
  return SOURCES.flatMap(filesIn).every((path) => statSync(path).mtimeMs <= builtMs)
}

function filesIn(source) {
  const path = join(repository, source)
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !ASIDE.test(file))
}
