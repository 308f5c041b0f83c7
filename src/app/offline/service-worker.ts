/**
 * Keeps the page for when there is no network.
 *
 * Invariants:
 * O1 The shell, which is all that opens the page and starts a simulation, is kept when a version is installed.
 * O2 Parts, which are Postgres's megabytes, are kept when they are first used, or when a page that has come to rest
 *    asks for all of them: nobody waits for what is only for later.
 * O3 A page that is opened comes from the network where there is one, so nobody stays with an old version.
 * O4 The version before is kept too: a page that is open still finds the files that belong to it.
 * O5 Only files of this build are answered for; every other request goes its own way.
 */

/** What a build tells its worker. Files are relative to the page. */
export interface KeptFiles {
  /** Names the shell's contents. */
  readonly version: string
  readonly shell: readonly string[]
  readonly parts: readonly string[]
}

/**
 * Becomes the service worker. Its text is written into a file of its own by `plugin.ts`, so it may use nothing from
 * outside of itself.
 *
 * @param worker the service worker's global scope
 */
export function keepFiles(worker: ServiceWorkerGlobalScope, { version, shell, parts }: KeptFiles): void {
  const { caches, clients, registration } = worker
  const absolute = (file: string) => new URL(file, registration.scope).href
  // Caches belong to an origin, which may serve other pages beside this one.
  const prefix = `crashcart ${registration.scope} `
  const [shellCache, partsCache] = [`${prefix}shell ${version}`, `${prefix}parts`]
  const page = absolute('./')
  const partAddresses = new Set(parts.map(absolute))
  const patienceMs = 4_000

  worker.addEventListener('install', (event) => {
    event.waitUntil(keepShell().then(() => worker.skipWaiting()))
  })
  worker.addEventListener('activate', (event) => {
    event.waitUntil(tidy().then(() => clients.claim()))
  })
  worker.addEventListener('fetch', (event) => {
    const { request } = event
    if (request.method !== 'GET') return
    if (request.mode === 'navigate' && isPage(request.url)) event.respondWith(openPage(request))
    else if (request.url.startsWith(registration.scope)) event.respondWith(findFile(event, request))
  })
  worker.addEventListener('message', (event) => {
    const wish: unknown = event.data
    if (wish === 'keep-parts') event.waitUntil(keepParts())
    // A part that the page loaded before this worker was there: it comes from the browser's own cache.
    else if (typeof wish === 'string' && partAddresses.has(wish)) event.waitUntil(keepPart(wish))
  })

  /** O1. */
  async function keepShell(): Promise<void> {
    const cache = await caches.open(shellCache)
    // A page without a version in its name must be the newest, the others cannot be older.
    await cache.addAll(
      shell.map((file) => new Request(absolute(file), file === './' ? { cache: 'reload' } : {})),
    )
  }

  /** O4: `keys` come in the order in which they were made. */
  async function tidy(): Promise<void> {
    const shells = (await caches.keys()).filter((name) => name.startsWith(`${prefix}shell `))
    const old = shells.filter((name) => name !== shellCache).slice(0, -1)
    await Promise.all(old.map((name) => caches.delete(name)))
    const cache = await caches.open(partsCache)
    const gone = (await cache.keys()).filter(({ url }) => !partAddresses.has(url))
    await Promise.all(gone.map((request) => cache.delete(request)))
  }

  function isPage(address: string): boolean {
    const { origin, pathname } = new URL(address)
    return [page, absolute('index.html')].includes(origin + pathname)
  }

  /** O3; a network that is there and does not answer is none. */
  async function openPage(request: Request): Promise<Response> {
    const kept = await caches.open(shellCache).then((cache) => cache.match(page))
    if (kept === undefined) return fetch(request)
    const late = new Promise<Response>((resolve) => setTimeout(() => resolve(kept), patienceMs))
    const fresh = fetch(request).then(
      (response) => (response.ok ? response : kept),
      () => kept,
    )
    return Promise.race([fresh, late])
  }

  async function findFile(event: FetchEvent, request: Request): Promise<Response> {
    const names = (await caches.keys()).filter((name) => name.startsWith(prefix))
    for (const cacheName of names) {
      // The same file is meant whoever asks. Servers that allow other origins say "Vary: Origin", and scripts are
      // asked for with an origin where what was kept was not.
      const kept = await caches.match(request, { cacheName, ignoreVary: true })
      if (kept !== undefined) return kept
    }
    const response = await fetch(request)
    // O2, O5.
    if (response.ok && partAddresses.has(request.url)) {
      const copy = response.clone()
      event.waitUntil(caches.open(partsCache).then((cache) => cache.put(request, copy)))
    }
    return response
  }

  /** O2: one after the other, so that the page's own requests have the most of the line. */
  async function keepParts(): Promise<void> {
    for (const address of partAddresses) await keepPart(address)
  }

  async function keepPart(address: string): Promise<void> {
    const cache = await caches.open(partsCache)
    if ((await cache.match(address)) === undefined)
      await cache.add(new Request(address, { cache: 'force-cache' }))
  }
}
