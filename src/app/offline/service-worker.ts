/**
 * Keeps the page for when there is no network.
 *
 * Invariants:
 * O1 The shell, which is all that opens the page and starts a simulation, is kept when a version is installed.
 * O2 Parts, which are Postgres's megabytes, are kept when they are first used, or when a page that is idle asks for all
 *    of them: nobody waits for what is only for later.
 * O3 A page that is opened comes from the network if there is one, so nobody stays with an old version.
 * O4 The files of the version before, and of every version that an open tab uses, are kept: after a deployment the host
 *    may no longer have them.
 * O5 Only files of a build are answered for; every other request goes its own way.
 * O6 What is kept and what is answered from it is checked against the build's list of hashes. Some hosts answer 200 and
 *    a page of their own for a file that is missing, which would otherwise be kept under the name of a script.
 * O7 If Cache Storage fails, requests are answered by the network.
 */

/** What a build tells its worker. Files are relative to the page. */
export interface KeptFiles {
  /** Names the shell's contents. */
  readonly version: string
  /** The page's own script. Its name is another one in every build. */
  readonly entry: string
  /** SHA-256 of each file in hexadecimal digits, by its name; without the page itself. */
  readonly shell: Readonly<Record<string, string>>
  readonly parts: Readonly<Record<string, string>>
}

/**
 * Becomes the service worker. Its text is written into a file of its own by `plugin.ts`, so it may use nothing from
 * outside of itself.
 *
 * @param worker the service worker's global scope
 */
export function keepFiles(
  worker: ServiceWorkerGlobalScope,
  { version, entry, shell, parts }: KeptFiles,
): void {
  const { caches, clients, registration } = worker
  const absolute = (file: string) => new URL(file, registration.scope).href
  // Caches belong to an origin, which may serve other pages beside this one.
  const prefix = `crashcart ${registration.scope} `
  const [shellCache, partsCache] = [`${prefix}shell ${version}`, `${prefix}parts`]
  /** The name of the lock that a page holds while it is open, followed by the address of its own script. */
  const lockPrefix = 'crashcart build '
  const page = absolute('./')
  const hashes = new Map(
    [...Object.entries(shell), ...Object.entries(parts)].map(([file, hash]) => [absolute(file), hash]),
  )
  const partAddresses = new Set(Object.keys(parts).map(absolute))
  /** Of files of older builds, whose list this worker does not have, their hash is kept in a header. */
  const hashHeader = 'crashcart-sha256'
  const patienceMs = 4_000

  worker.addEventListener('install', (event) => {
    event.waitUntil(keepShell().then(() => worker.skipWaiting()))
  })
  worker.addEventListener('activate', (event) => {
    event.waitUntil(
      tidy()
        .catch(ignore)
        .then(() => clients.claim()),
    )
  })
  worker.addEventListener('fetch', (event) => {
    const { request } = event
    if (request.method !== 'GET') return
    if (request.mode === 'navigate' && isPage(request.url)) event.respondWith(openPage(request))
    else if (request.url.startsWith(registration.scope)) event.respondWith(findFile(event, request))
  })
  worker.addEventListener('message', (event) => {
    const wish: unknown = event.data
    if (wish === 'keep-parts') event.waitUntil(keepParts().then(tidy).catch(ignore))
    // A part that the page loaded before this worker was there: it comes from the browser's own cache.
    else if (typeof wish === 'string' && partAddresses.has(wish))
      event.waitUntil(keepPart(wish).catch(ignore))
  })

  /** O7: what could not be kept is loaded again when it is needed. */
  function ignore(): void {}

  /** O1, O6: all of it or nothing. The version before stays in charge until the host has all files. */
  async function keepShell(): Promise<void> {
    const cache = await caches.open(shellCache)
    // A page without a version in its name must be the newest, the others cannot be older.
    const modes: [string, RequestCache][] = [[page, 'reload']]
    for (const file of Object.keys(shell)) modes.push([absolute(file), 'default'])
    try {
      await Promise.all(modes.map(([address, mode]) => keep(cache, address, mode)))
    } catch (error) {
      await caches.delete(shellCache)
      throw error
    }
  }

  /** O4: `keys` come in the order in which they were made. */
  async function tidy(): Promise<void> {
    const shells = (await caches.keys()).filter((name) => name.startsWith(`${prefix}shell `))
    const olderShells = shells.filter((name) => name !== shellCache)
    const inUse = await buildsInUse()
    let isOlderInUse = false
    for (const name of olderShells) {
      const addresses = (await (await caches.open(name)).keys()).map(({ url }) => url)
      const isInUse = addresses.some((address) => inUse.has(address))
      isOlderInUse ||= isInUse
      if (!isInUse && name !== olderShells.at(-1)) await caches.delete(name)
    }
    if (isOlderInUse) return
    const cache = await caches.open(partsCache)
    const gone = (await cache.keys()).filter(({ url }) => !partAddresses.has(url))
    await Promise.all(gone.map((request) => cache.delete(request)))
  }

  /** Addresses of the own scripts of all open pages: the browser ends their locks when they are closed. */
  async function buildsInUse(): Promise<ReadonlySet<string>> {
    const { held = [] } = await worker.navigator.locks.query()
    return new Set(
      held.flatMap(({ name = '' }) => (name.startsWith(lockPrefix) ? [name.slice(lockPrefix.length)] : [])),
    )
  }

  function isPage(address: string): boolean {
    const { origin, pathname } = new URL(address)
    return [page, absolute('index.html')].includes(origin + pathname)
  }

  /** O3; a network that is there and does not answer is none. */
  async function openPage(request: Request): Promise<Response> {
    const kept = await keptIn(shellCache, page).catch(() => null)
    if (kept === null) return fetch(request)
    const late = new Promise<Response>((resolve) => setTimeout(() => resolve(kept), patienceMs))
    const fresh = fetch(request).then(
      (response) => (response.ok ? response : kept),
      () => kept,
    )
    return Promise.race([fresh, late])
  }

  async function findFile(event: FetchEvent, request: Request): Promise<Response> {
    const kept = await findKept(request.url).catch(() => null)
    if (kept !== null) return kept
    const response = await fetch(request)
    // O5.
    if (!hashes.has(request.url) || !response.ok) return response
    if (isForeignPage(response)) return loadAgain(request.url)
    // O2.
    if (partAddresses.has(request.url)) {
      const copy = response.clone()
      event.waitUntil(
        caches
          .open(partsCache)
          .then((cache) => put(cache, request.url, copy))
          .catch(ignore),
      )
    }
    return response
  }

  /** The browser's own cache may hold it for a year, if that is how the host sends all files of this folder. */
  async function loadAgain(address: string): Promise<Response> {
    const response = await fetch(address, { cache: 'reload' })
    return isForeignPage(response) ? new Response('Not a file of this build', { status: 404 }) : response
  }

  /** Whether the host has sent a page for a file that is none: O6 without a look at its megabytes. */
  function isForeignPage(response: Response): boolean {
    return response.headers.get('content-type')?.startsWith('text/html') === true
  }

  /** Of all versions, this one first: it is known where a file of it is kept, so most are found at once. */
  async function findKept(address: string): Promise<Response | null> {
    const own = partAddresses.has(address) ? partsCache : shellCache
    const kept = await keptIn(own, address)
    if (kept !== null) return kept
    const others = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== own)
    for (const name of others) {
      const older = await keptIn(name, address)
      if (older !== null) return older
    }
    return null
  }

  /** O6: what is kept under an address, unless it is something else; then it is no longer kept. */
  async function keptIn(cacheName: string, address: string): Promise<Response | null> {
    // Servers that allow other origins say "Vary: Origin", and scripts are asked for with an origin where what was kept
    // was not: the same file is meant.
    const options = { ignoreVary: true }
    const kept = await caches.match(address, { cacheName, ...options })
    if (kept === undefined) return null
    const checked = await checkedCopy(address, kept)
    if (checked === null) await (await caches.open(cacheName)).delete(address, options)
    return checked
  }

  /** O2: one after the other, so that the page's own requests have the most of the line. */
  async function keepParts(): Promise<void> {
    for (const address of partAddresses) await keepPart(address)
  }

  async function keepPart(address: string): Promise<void> {
    const isKept = (await keptIn(partsCache, address)) !== null
    if (!isKept) await keep(await caches.open(partsCache), address, 'force-cache')
  }

  /** @throws if the host has no such file, or another one under this name */
  async function keep(cache: Cache, address: string, mode: RequestCache): Promise<void> {
    try {
      await put(cache, address, await fetch(address, { cache: mode }))
    } catch {
      await put(cache, address, await fetch(address, { cache: 'reload' }))
    }
  }

  async function put(cache: Cache, address: string, response: Response): Promise<void> {
    const checked = response.ok ? await checkedCopy(address, response) : null
    if (checked === null) throw new Error(`${address} is not the file of this build`)
    await cache.put(address, checked)
  }

  /** O6. @returns null if it is not what the build made */
  async function checkedCopy(address: string, response: Response): Promise<Response | null> {
    const bytes = await response.arrayBuffer()
    const headers = new Headers(response.headers)
    // They are those of the bytes on the line.
    headers.delete('content-encoding')
    headers.delete('content-length')
    if (address === page) {
      // Hosts may add something of their own to a page. Its script belongs to this build, or it is another page.
      const isOurs = new TextDecoder().decode(bytes).includes(entry)
      return isOurs ? new Response(bytes, { headers }) : null
    }
    const hash = await sha256(bytes)
    if (hash !== (hashes.get(address) ?? headers.get(hashHeader))) return null
    headers.set(hashHeader, hash)
    return new Response(bytes, { headers })
  }

  async function sha256(bytes: ArrayBuffer): Promise<string> {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
  }
}
