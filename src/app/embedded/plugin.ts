/**
 * What the build puts into the page, so that it need not be computed by everybody who opens it: the runs that it opens
 * on, and the database's data directory. Both come out of the very code that the page runs.
 *
 *     import runs from 'virtual:embedded-runs'              // Run[], the opening one first
 *     import snapshotUrl from 'virtual:database-snapshot'   // the address of a gzipped tar
 *     import versions from 'virtual:versions'               // of what is real: PGlite, its Postgres, Stripe's client
 */
import { readFile } from 'node:fs/promises'
import { runnerImport, type Plugin } from 'vite'

const runsId = 'virtual:embedded-runs'
const snapshotId = 'virtual:database-snapshot'
const versionsId = 'virtual:versions'

/** @param plugins what `embed.ts` needs in order to be loaded: the compiler of implementations */
export function embedPlugin(plugins: () => Plugin[]): Plugin {
  let embedded: Promise<Embedded> | null = null
  let command = 'build'
  let configuredRoot = ''
  const load = (): Promise<Embedded> => (embedded ??= importEmbedded(plugins(), configuredRoot))
  return {
    name: 'crashcart:embed',
    configResolved(config) {
      command = config.command
      configuredRoot = config.root
    },
    resolveId: (id) => ([runsId, snapshotId, versionsId].includes(id) ? `\0${id}` : null),
    async load(id) {
      if (id === `\0${runsId}`) {
        const { runs } = await load()
        // A string that is parsed is quicker to load than the same object as an expression.
        return `export default JSON.parse(${JSON.stringify(JSON.stringify(runs))})`
      }
      if (id === `\0${versionsId}`) {
        const { postgresVersion } = await load()
        const versions = {
          pglite: await versionOf('@electric-sql/pglite'),
          postgres: postgresVersion,
          stripe: await versionOf('stripe'),
        }
        return `export default ${JSON.stringify(versions)}`
      }
      if (id !== `\0${snapshotId}`) return null
      if (command === 'serve') return `export default '/${snapshotFile}'`
      const { snapshot } = await load()
      const reference = this.emitFile({ type: 'asset', name: 'database.tar.gz', source: snapshot })
      return `export default import.meta.ROLLUP_FILE_URL_${reference}`
    },
    configureServer(server) {
      server.middlewares.use(`/${snapshotFile}`, (_request, response) => {
        void load().then(({ snapshot }) => response.end(snapshot))
      })
    },
  }
}

const snapshotFile = '@database-snapshot'

interface Embedded {
  readonly runs: readonly unknown[]
  readonly snapshot: Uint8Array
  readonly postgresVersion: string
}

/** As it is installed. */
async function versionOf(name: string): Promise<string> {
  const path = new URL(`../../../node_modules/${name}/package.json`, import.meta.url)
  const { version } = JSON.parse(await readFile(path, 'utf8')) as { version: string }
  return version
}

async function importEmbedded(plugins: Plugin[], root: string): Promise<Embedded> {
  const { module } = await runnerImport<{ embed(): Promise<Embedded> }>(
    new URL('embed.ts', import.meta.url).pathname,
    {
      root,
      configFile: false,
      plugins,
    },
  )
  return module.embed()
}
