/** Lets the test ask for hashes, computed where the page computes its runs: in a worker. */
import type { Input } from '#simulator'

declare global {
  interface Window {
    hashesOf(inputs: readonly Input[]): Promise<readonly string[]>
  }
}

window.hashesOf = (inputs) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
    worker.onmessage = ({ data }: MessageEvent<readonly string[]>) => resolve(data)
    worker.onerror = (event) => reject(new Error(event.message))
    worker.postMessage(inputs)
  })
