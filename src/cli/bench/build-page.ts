import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { repository } from '../install.mjs'

/**
 * Runs `vite build` in a process of its own, without the NODE_ENV of this one: Vite sets it when it serves a page, and
 * React would be built for that.
 */
export async function buildPage(options: readonly string[] = []): Promise<void> {
  const { NODE_ENV: _, ...env } = process.env
  const vite = join(repository, 'node_modules/vite/bin/vite.js')
  await promisify(execFile)(process.execPath, [vite, 'build', '--logLevel', 'error', ...options], {
    cwd: repository,
    env,
  })
}

/** @param tell hears that it takes a while */
export async function buildIfMissing(tell: (progress: string) => void): Promise<void> {
  if (existsSync(join(repository, 'dist/index.html'))) return
  tell('building the page, since dist is missing')
  await buildPage()
}
