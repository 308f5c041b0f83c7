/**
 * How the page notices that a worker has ended. The browser does not say: a worker that ran out of memory, or whose
 * process was killed, stops answering.
 *
 * The worker holds a lock of the Web Locks API for as long as it lives, and the page waits for that lock. Browsers give
 * a lock back when its holder is gone, whatever the reason, and a worker that is busy keeps it. Where there are no locks
 * (pages on plain http, sandboxed frames) only the time limits of its clients help.
 */

/** The message that a worker sends when it holds its lock; only `watchLife` handles it. */
const alive = 'alive'

/**
 * To be called once in a worker whose page has given it a name of its own. A worker that ends before the lock is held
 * goes unnoticed: it says that it is ready only after this.
 *
 * @returns resolves once the lock is held and the page has been told, or where there are no locks
 */
export function holdLife(): Promise<void> {
  const locks = locksOf()
  if (locks === null) return Promise.resolve()
  return new Promise((resolve) => {
    const hold = () => {
      postMessage(alive)
      resolve()
      return new Promise<never>(() => undefined)
    }
    locks.request(self.name, hold).catch(() => resolve())
  })
}

/**
 * Dispatches an error event on a worker that has ended, as browsers do for one whose code throws.
 *
 * @param name the worker's, unique among those of this origin
 */
export function watchLife(worker: Worker, name: string): void {
  worker.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.data !== alive) return
    event.stopImmediatePropagation()
    const gone = () =>
      void worker.dispatchEvent(new ErrorEvent('error', { message: 'the browser has ended it' }))
    locksOf()
      ?.request(name, gone)
      .catch(() => undefined)
  })
}

function locksOf(): LockManager | null {
  return 'locks' in navigator && isSecureContext ? navigator.locks : null
}
