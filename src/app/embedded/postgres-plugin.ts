/**
 * Puts Postgres's three files into the build, compressed: static hosts mostly compress neither WebAssembly nor files
 * of an unknown type, and gzip takes 18 MB to 6.
 *
 *     import parts from 'virtual:postgres-parts'
 *     // { wasm, fsBundle, snapshot }, each { url, packedBytes, bytes }
 *
 * No name ends in `.gz`: Apache and others then say `Content-Encoding: gzip`, and the browser inflates by itself.
 * Sizes are known to the page because a server that compresses on the fly does not tell the size of the result.
 */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'
import type { Embedded } from './embedded.ts'

const id = 'virtual:postgres-parts'

/** Vite emits PGlite's own files too, since PGlite names them; the page loads the compressed ones instead. */
const uncompressed = /(?:^|\/)(?:pglite|initdb)-[^/]*\.(?:wasm|data)$/

interface PartFile {
  readonly part: 'wasm' | 'fsBundle' | 'snapshot'
  /** What the build makes its name of. */
  readonly name: string
  readonly read: () => Promise<Uint8Array>
}

/** @param embedded for the snapshot */
export function postgresPlugin(embedded: () => Promise<Embedded>): Plugin {
  const files: readonly PartFile[] = [
    { part: 'wasm', name: 'postgres.wasm', read: () => readPglite('pglite.wasm') },
    { part: 'fsBundle', name: 'postgres-files.data', read: () => readPglite('pglite.data') },
    {
      part: 'snapshot',
      name: 'postgres-database.tar',
      read: async () => gunzipSync((await embedded()).snapshot),
    },
  ]
  let isServing = false
  return {
    name: 'crashcart:postgres',
    configResolved(config) {
      isServing = config.command === 'serve'
    },
    resolveId: (wanted) => (wanted === id ? `\0${id}` : null),
    async load(wanted) {
      if (wanted !== `\0${id}`) return null
      const parts = await Promise.all(
        files.map(async ({ part, name, read }) => {
          const source = await read()
          const served = `url: '/@${name}', packedBytes: ${source.length}`
          if (isServing) return `${part}: { ${served}, bytes: ${source.length} }`
          const packed = gzipSync(source, { level: 9 })
          const reference = this.emitFile({ type: 'asset', name, source: packed })
          const url = `import.meta.ROLLUP_FILE_URL_${reference}`
          return `${part}: { url: ${url}, packedBytes: ${packed.length}, bytes: ${source.length} }`
        }),
      )
      return `export default { ${parts.join(', ')} }`
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        for (const name of Object.keys(bundle)) if (uncompressed.test(name)) delete bundle[name]
      },
    },
    configureServer(server) {
      // As they are: the page inflates only what is still compressed.
      for (const { name, read } of files)
        server.middlewares.use(`/@${name}`, (_request, response) => {
          void read().then((source) => response.end(source))
        })
    },
  }
}

function readPglite(name: string): Promise<Uint8Array> {
  const folder = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'))
  return readFile(join(folder, name))
}
