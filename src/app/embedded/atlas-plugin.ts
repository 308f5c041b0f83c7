/**
 * The atlas that the build embeds, in a file of its own that is asked for when the atlas is opened:
 *
 *     import atlasUrl from 'virtual:embedded-atlas'         // the address of an `Atlas` as JSON
 *
 * It is computed by the very code that the page runs, and kept under `node_modules/.cache` by the hash of that code: a
 * build that changes none of it need not compute it again.
 */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join, posix, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runnerImport, type Plugin } from 'vite'
import type { Atlas } from '#explorer/singles.ts'

const atlasId = 'virtual:embedded-atlas'
const servedFile = '@atlas.json'
/** What of the page itself it depends on. */
const ownSources = ['src/app/embedded/atlas.ts', 'src/app/state/usual-customers.ts']
const repository = fileURLToPath(new URL('../../..', import.meta.url))

/** @param plugins what `atlas.ts` needs in order to be loaded: the compiler of implementations */
export function atlasPlugin(plugins: () => Plugin[]): Plugin {
  let json: Promise<string> | null = null
  let command = 'build'
  let configuredRoot = ''
  const load = (): Promise<string> => (json ??= computeOnce(plugins(), configuredRoot))
  return {
    name: 'crashcart:atlas',
    configResolved(config) {
      command = config.command
      configuredRoot = config.root
    },
    resolveId: (id) => (id === atlasId ? `\0${id}` : null),
    async load(id) {
      if (id !== `\0${atlasId}`) return null
      if (command === 'serve') return `export default '/${servedFile}'`
      const reference = this.emitFile({ type: 'asset', name: 'atlas.json', source: await load() })
      return `export default import.meta.ROLLUP_FILE_URL_${reference}`
    },
    configureServer(server) {
      server.middlewares.use(`/${servedFile}`, (_request, response) => {
        void load().then((text) => response.end(text))
      })
    },
  }
}

async function computeOnce(plugins: Plugin[], root: string): Promise<string> {
  const source = await hashSources()
  const folder = join(repository, 'node_modules/.cache/crashcart')
  const file = join(folder, `atlas-${source}.json`)
  const kept = await readFile(file, 'utf8').catch(() => null)
  if (kept !== null) return kept
  const { module } = await runnerImport<typeof import('./atlas.ts')>(
    new URL('atlas.ts', import.meta.url).pathname,
    { root, configFile: false, plugins },
  )
  const atlas: Atlas = {
    source,
    computedOn: new Date().toISOString().slice(0, 10),
    ...(await module.computeAtlas()),
  }
  const text = JSON.stringify(atlas)
  // A folder that cannot be written to costs the next build half a minute, no more.
  await mkdir(folder, { recursive: true })
    .then(() => writeFile(file, text))
    .catch(() => undefined)
  return text
}

/** Of all that a run's verdict depends on. */
async function hashSources(): Promise<string> {
  const folders = ['engine', 'explorer', 'program', 'scenarios', 'simulator', 'stripe']
  const sources = await Promise.all(folders.map((folder) => filesIn(`src/${folder}`)))
  const files = [...sources.flat(), ...ownSources, 'package-lock.json']
    .filter((name) => !/\.test\.ts$|\/testing\//.test(name))
    .toSorted()
  const hash = createHash('sha256')
  for (const name of files) hash.update(name).update(await readFile(join(repository, name)))
  return hash.digest('hex').slice(0, 16)
}

/** From the repository's root. */
async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(repository, folder), { recursive: true, withFileTypes: true })
  return entries.flatMap((entry) =>
    entry.isFile()
      ? [posix.join(relative(repository, entry.parentPath).replaceAll('\\', '/'), entry.name)]
      : [],
  )
}
