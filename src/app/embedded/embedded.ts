/** What `embed.ts` computes, once for all plugins that put some of it into the page. */
import { runnerImport, type Plugin } from 'vite'
import { fileURLToPath } from 'node:url'

export interface Embedded {
  readonly runs: readonly unknown[]
  /** A data directory as a gzipped tar. */
  readonly snapshot: Uint8Array
  readonly postgresVersion: string
}

const pageRoot = fileURLToPath(new URL('..', import.meta.url))

/**
 * @param plugins what `embed.ts` needs in order to be loaded: the compiler of implementations
 * @returns a function that computes at its first call and gives the same afterwards
 */
export function embeddedOnce(plugins: () => Plugin[]): () => Promise<Embedded> {
  let embedded: Promise<Embedded> | null = null
  return () => (embedded ??= compute(plugins()))
}

async function compute(plugins: Plugin[]): Promise<Embedded> {
  const { module } = await runnerImport<{ embed(): Promise<Embedded> }>(
    fileURLToPath(new URL('embed.ts', import.meta.url)),
    { root: pageRoot, configFile: false, plugins },
  )
  return module.embed()
}
