/** Writes `service-worker.js` beside the built page, with the names of the files that the build has made. */
import { createHash } from 'node:crypto'
import type { Plugin } from 'vite'
import { keepFiles, type KeptFiles } from './service-worker.ts'

/** Postgres: its code, its files, the database that the page starts from. */
const part = /\.(?:wasm|data|tar)$/

/** @param publicFiles what the page uses of the public folder, which is no part of the bundle */
export function offlinePlugin(publicFiles: readonly string[]): Plugin {
  return {
    name: 'crashcart:offline',
    apply: 'build',
    generateBundle: {
      // After the page itself, whose text names all others by their contents.
      order: 'post',
      handler(_, bundle) {
        const names = Object.keys(bundle).toSorted()
        const html = bundle['index.html']
        const text = html?.type === 'asset' ? String(html.source) : ''
        const kept: KeptFiles = {
          version: createHash('sha256')
            .update(JSON.stringify([names, text]))
            .digest('hex')
            .slice(0, 12),
          shell: ['./', ...publicFiles, ...names.filter((name) => !part.test(name) && name !== 'index.html')],
          parts: names.filter((name) => part.test(name)),
        }
        const source = `;(${keepFiles.toString()})(self, ${JSON.stringify(kept)})\n`
        this.emitFile({ type: 'asset', fileName: 'service-worker.js', source })
      },
    },
  }
}
