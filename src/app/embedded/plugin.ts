/**
 * What the build puts into the page, so that it need not be computed by everybody who opens it: the runs that it opens
 * on, as a file of their own. They come out of the very code that the page runs.
 *
 *     import runsUrl from 'virtual:embedded-runs'           // the address of Run[] as JSON, the opening one first
 *     import versions from 'virtual:versions'               // of what is real: PGlite, its Postgres, Stripe's client
 */
import { readFile } from 'node:fs/promises'
import type { Plugin } from 'vite'
import type { Embedded } from './embedded.ts'

const runsId = 'virtual:embedded-runs'
const versionsId = 'virtual:versions'
/** Its address while developing. */
const servedRuns = '/@opening-runs'

export function embedPlugin(embedded: () => Promise<Embedded>): Plugin {
  let isServing = false
  return {
    name: 'crashcart:embed',
    configResolved(config) {
      isServing = config.command === 'serve'
    },
    resolveId: (id) => ([runsId, versionsId].includes(id) ? `\0${id}` : null),
    async load(id) {
      if (id === `\0${versionsId}`) {
        const { postgresVersion } = await embedded()
        const versions = {
          pglite: await versionOf('@electric-sql/pglite'),
          postgres: postgresVersion,
          stripe: await versionOf('stripe'),
        }
        return `export default ${JSON.stringify(versions)}`
      }
      if (id !== `\0${runsId}`) return null
      if (isServing) return `export default '${servedRuns}'`
      const source = JSON.stringify((await embedded()).runs)
      const reference = this.emitFile({ type: 'asset', name: 'opening-runs.json', source })
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
      server.middlewares.use(servedRuns, (_request, response) => {
        void embedded().then(({ runs }) => response.end(JSON.stringify(runs)))
      })
    },
  }
}

/** As it is installed. */
async function versionOf(name: string): Promise<string> {
  const path = new URL(`../../../node_modules/${name}/package.json`, import.meta.url)
  const { version } = JSON.parse(await readFile(path, 'utf8')) as { version: string }
  return version
}
