/**
 * The floor of the page's first answer: the same files, inflated, compiled and opened in a worker as the page does it,
 * and then `select 1`. No engine, no run, no check of what came. The bench measures the page against it.
 */
import parts from 'virtual:postgres-parts'
import type { FloorParts } from './worker.ts'

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
worker.onmessage = () => performance.mark('first-answer')

const [wasmModule, fsBundle, snapshot] = await Promise.all([
  WebAssembly.compileStreaming(inflated(parts.wasm.url)),
  bytesOf(parts.fsBundle.url),
  bytesOf(parts.snapshot.url),
])
worker.postMessage({ wasmModule, fsBundle, snapshot } satisfies FloorParts)

async function inflated(url: string): Promise<Response> {
  const { body } = await fetch(url)
  if (body === null) throw new Error(`${url} is empty.`)
  const headers = { 'content-type': 'application/wasm' }
  return new Response(body.pipeThrough(new DecompressionStream('gzip')), { headers })
}

async function bytesOf(url: string): Promise<Blob> {
  return (await fetch(url)).blob()
}
