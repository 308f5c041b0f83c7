/** Writes `service-worker.js` beside the built page, with the names and hashes of the files that the build has made. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { partName } from './part-names.ts'
import { keepFiles, type KeptFiles } from './service-worker.ts'

/** @param publicFiles what the page uses of the public folder, which is no part of the bundle */
export function offlinePlugin(publicFiles: readonly string[]): Plugin {
  let publicDir = ''
  return {
    name: 'crashcart:offline',
    apply: 'build',
    configResolved(config) {
      publicDir = config.publicDir
    },
    generateBundle: {
      // After the page itself, whose text names all others by their contents.
      order: 'post',
      handler(_, bundle) {
        const shell: Record<string, string> = {}
        const parts: Record<string, string> = {}
        for (const name of publicFiles) shell[name] = sha256(readFileSync(join(publicDir, name)))
        for (const [name, file] of Object.entries(bundle)) {
          if (name === 'index.html') continue
          const list = partName.test(name) ? parts : shell
          list[name] = sha256(file.type === 'chunk' ? file.code : file.source)
        }
        const entry = Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry)?.fileName
        if (entry === undefined) throw new Error('The build has no script for the page')
        const html = bundle['index.html']
        const text = html?.type === 'asset' ? String(html.source) : ''
        const version = sha256(JSON.stringify([shell, parts, text])).slice(0, 12)
        const kept: KeptFiles = { version, entry, shell, parts }
        const source = `;(${keepFiles.toString()})(self, ${JSON.stringify(kept)})\n`
        this.emitFile({ type: 'asset', fileName: 'service-worker.js', source })
      },
    },
  }
}

function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
