import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { repository } from '../install.mjs'
import { buildPage } from './build-page.ts'
import { serveBuilt, type Served } from './serve.ts'

/**
 * Builds and serves the page in `e2e/floor`: the least that a first answer by Postgres takes. It takes as long as
 * building the page itself, since Postgres's files are compressed for it in the same way.
 */
export async function serveFloor(): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), 'crashcart-floor-'))
  await buildPage(['--config', join(repository, 'e2e/floor/vite.config.ts'), '--outDir', folder])
  const { address, close } = await serveBuilt(folder)
  return {
    address,
    async close() {
      await close()
      await rm(folder, { recursive: true })
    },
  }
}
