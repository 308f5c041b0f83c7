/**
 * Loads what Postgres needs, once, and compiles it: several workers that compile the same file at once often fail.
 */
import fsBundleUrl from '@electric-sql/pglite/pglite.data?url'
import wasmUrl from '@electric-sql/pglite/pglite.wasm?url'
import type { DatabaseParts } from '#simulator/database.ts'
import snapshotUrl from 'virtual:database-snapshot'
import { partBytes } from './part-bytes.ts'

/** Postgres cannot run in this browser, however often one tries. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable'
}

type OnProgress = (loadedBytes: number, totalBytes: number) => void

let loaded: Promise<DatabaseParts> | null = null
const watchers = new Set<OnProgress>()

/**
 * Loads them at the first call; later ones are given the same.
 *
 * @param onProgress Bytes that have come, of how many in all.
 * @throws {Unavailable} where the browser has no WebAssembly.
 * @throws {Error} where a file does not come; the next call tries again.
 */
export async function loadParts(onProgress: OnProgress): Promise<DatabaseParts> {
  watchers.add(onProgress)
  const attempt = (loaded ??= download((...bytes) => watchers.forEach((watch) => watch(...bytes))))
  try {
    return await attempt
  } catch (error) {
    if (loaded === attempt) loaded = null
    throw error
  } finally {
    watchers.delete(onProgress)
  }
}

async function download(onProgress: OnProgress): Promise<DatabaseParts> {
  if (typeof WebAssembly !== 'object')
    throw new Unavailable('This browser does not run WebAssembly, and with it no Postgres.')
  const totalBytes = partBytes.wasm + partBytes.fsBundle + partBytes.snapshot
  let loadedBytes = 0
  const count = (bytes: number) => {
    loadedBytes += bytes
    onProgress(Math.min(loadedBytes, totalBytes), totalBytes)
  }
  const [wasmModule, fsBundle, snapshot] = await Promise.all([
    fetchPart(wasmUrl, count).then(compile),
    fetchPart(fsBundleUrl, count).then((response) => response.blob()),
    fetchPart(snapshotUrl, count).then((response) => response.blob()),
  ])
  return { wasmModule, fsBundle, snapshot }
}

async function fetchPart(url: string, count: (bytes: number) => void): Promise<Response> {
  const response = await fetch(url).catch((cause: unknown) => {
    throw new Error('Postgres could not be loaded. Is there a connection?', { cause })
  })
  if (!response.ok || response.body === null)
    throw new Error(`Postgres could not be loaded: the server answered ${response.status}.`)
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        count(chunk.byteLength)
        controller.enqueue(chunk)
      },
    }),
  )
  return new Response(counted, { headers: { 'content-type': 'application/wasm' } })
}

async function compile(response: Response): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compileStreaming(response)
  } catch (cause) {
    if (cause instanceof WebAssembly.CompileError)
      throw new Unavailable('This browser does not let the page run WebAssembly, and with it no Postgres.', {
        cause,
      })
    throw cause
  }
}
