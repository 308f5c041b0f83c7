/**
 * What the build puts into the page, so that it need not be computed by everybody who opens it: the runs that it opens
 * on, and the database's data directory. Both come out of the very code that the page runs, and both are files of their own.
 *
 *     import runsUrl from 'virtual:embedded-runs'           // the address of Run[] as JSON, the opening one first
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
      if (id === `\0${versionsId}`) {
        const { postgresVersion } = await load()
        const versions = {
          pglite: await versionOf('@electric-sql/pglite'),
          postgres: postgresVersion,
          stripe: await versionOf('stripe'),
        }
        return `export default ${JSON.stringify(versions)}`
      }
      const file = files.find((each) => id === `\0${each.id}`)
      if (file === undefined) return null
      if (command === 'serve') return `export default '/${file.served}'`
      const source = file.contents(await load())
      const reference = this.emitFile({ type: 'asset', name: file.name, source })
      return `export default import.meta.ROLLUP_FILE_URL_${reference}`
    },
    // Nothing is drawn without the runs: they come at the same time as the code, not after it. What else the build
    // embeds is asked for when it is wanted.
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle = {} }) =>
        Object.keys(bundle)
          .filter((name) => /opening-runs-[^/]*\.json$/.test(name))
          .map((name) => ({
            tag: 'link',
            attrs: { rel: 'preload', as: 'fetch', crossorigin: true, href: `./${name}` },
            injectTo: 'head',
          })),
    },
    configureServer(server) {
      for (const { served, contents } of files)
        server.middlewares.use(`/${served}`, (_request, response) => {
          void load().then((all) => response.end(contents(all)))
        })
    },
  }
}

interface Embedded {
  readonly runs: readonly unknown[]
  readonly snapshot: Uint8Array
  readonly postgresVersion: string
}

interface EmbeddedFile {
  readonly id: string
  /** What the build makes its name of. */
  readonly name: string
  /** Its address while developing. */
  readonly served: string
  readonly contents: (embedded: Embedded) => string | Uint8Array
}

const files: readonly EmbeddedFile[] = [
  {
    id: runsId,
    name: 'opening-runs.json',
    served: '@opening-runs',
    contents: ({ runs }) => JSON.stringify(runs),
  },
  {
    id: snapshotId,
    name: 'database.tar.gz',
    served: '@database-snapshot',
    contents: ({ snapshot }) => snapshot,
  },
]

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
