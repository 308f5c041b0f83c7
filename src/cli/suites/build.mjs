import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { filesIn } from '../bundle/sources.mjs'
import { repository } from '../install.mjs'

const SOURCES = ['src', 'public', 'vite.config.ts', 'package-lock.json']

/** What no page is built from, so that editing it needs no new build. */
const ASIDE = /\.test\.tsx?$|[\\/](?:testing|cli)[\\/]/

/** Whether `dist` holds a page that is newer than all it is built from. */
export function isBuilt() {
  const page = join(repository, 'dist/index.html')
  if (!existsSync(page)) return false
  const builtMs = statSync(page).mtimeMs
  return SOURCES.flatMap((source) => filesIn(join(repository, source)))
    .filter((path) => !ASIDE.test(path))
    .every((path) => statSync(path).mtimeMs <= builtMs)
}
