import { uniqueText } from '../state/unique-text.ts'
import { watchLife } from './life.ts'

/**
 * Starts a worker from one line in a blob that imports its file: a worker loaded from an address takes no policy from
 * the page, one from a blob inherits it. It gets an error event if it ends by itself.
 *
 * @param file Its address, as `?worker&url` gives it.
 * @throws {Error} where the browser has no workers or refuses this one.
 */
export function startWorker(file: string, what: string): Worker {
  const address = new URL(file, import.meta.url).href
  const blob = new Blob([`import ${JSON.stringify(address)}`], { type: 'text/javascript' })
  const blobUrl = URL.createObjectURL(blob)
  // Among all tabs: locks are shared by an origin.
  const name = `crashcart ${what} ${uniqueText()}`
  const worker = new Worker(blobUrl, { type: 'module', name })
  // The worker has fetched its one line once it says anything at all.
  worker.addEventListener('message', () => URL.revokeObjectURL(blobUrl), { once: true })
  watchLife(worker, name)
  return worker
}
