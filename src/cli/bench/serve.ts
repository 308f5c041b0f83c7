import type { AddressInfo } from 'node:net'
import { preview } from 'vite'
import { repository } from '../install.mjs'

export interface Served {
  readonly address: string
  close(): Promise<void>
}

/** Serves a built page without compression: it is static and relative, and needs none of our configuration. */
export async function serveBuilt(outDir: string): Promise<Served> {
  const server = await preview({
    configFile: false,
    root: repository,
    appType: 'mpa',
    logLevel: 'error',
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1' },
  })
  const { port } = server.httpServer.address() as AddressInfo
  return { address: `http://127.0.0.1:${port}/`, close: () => server.close() }
}
