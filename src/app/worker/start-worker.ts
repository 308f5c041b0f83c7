/**
 * Starts a worker from one line in a blob that imports its file: a worker loaded from an address takes no policy from
 * the page, one from a blob inherits it.
 *
 * @param file Its address, as `?worker&url` gives it.
 * @throws {Error} where the browser has no workers or refuses this one.
 */
export function startWorker(file: string, name: string): Worker {
  const address = new URL(file, import.meta.url).href
  const blob = new Blob([`import ${JSON.stringify(address)}`], { type: 'text/javascript' })
  const blobUrl = URL.createObjectURL(blob)
  const worker = new Worker(blobUrl, { type: 'module', name })
  // The worker has fetched its one line once it says anything at all.
  worker.addEventListener('message', () => URL.revokeObjectURL(blobUrl), { once: true })
  return worker
}
