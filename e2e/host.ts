/** A static host of a test's own, which can lack files, answer wrongly, and get another build while pages are open. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'

/** The files of a build by their paths: `assets/index-….js`. */
export type Build = ReadonlyMap<string, Buffer>

interface Host {
  readonly url: string
  /** Replaces all files. */
  readonly deploy: (build: Build) => void
  /** Files whose path matches are missing: the host answers 200 and a page of its own, or 404. */
  readonly lose: (path: RegExp, answer: 'html' | '404') => void
  /** Files whose path matches come with other bytes. */
  readonly alter: (path: RegExp, change: (bytes: Buffer) => Buffer) => void
  /** Has all files again, as they were built. */
  readonly repair: () => void
  /** Paths that were requested so far. */
  readonly requested: () => readonly string[]
  readonly close: () => void
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

const dist = join(import.meta.dirname, '../dist')

/** What `npm start` builds. */
export function builtPage(): Build {
  const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((file) => file.isFile())
  return new Map(
    files.map((file) => {
      const path = join(file.parentPath, file.name)
      return [path.slice(dist.length + 1).replaceAll('\\', '/'), readFileSync(path)]
    }),
  )
}

/** Serves a build at the root of a port of its own, with the headers of a host that knows its hashes. */
export async function startHost(first: Build): Promise<Host> {
  let build = first
  let lost: { readonly path: RegExp; readonly answer: 'html' | '404' } | null = null
  let altered: { readonly path: RegExp; readonly change: (bytes: Buffer) => Buffer } | null = null
  const requested: string[] = []
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host')
    const path = pathname === '/' ? 'index.html' : pathname.slice(1)
    requested.push(path)
    const body = lost?.path.test(path) === true ? undefined : build.get(path)
    // As hosts do that know that a name with a hash never changes.
    const age = path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
    if (body !== undefined && altered?.path.test(path) === true) {
      const type = types[extname(path)] ?? 'application/octet-stream'
      response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(altered.change(body))
    } else if (body !== undefined) {
      const type = types[extname(path)] ?? 'application/octet-stream'
      response.writeHead(200, { 'content-type': type, 'cache-control': age }).end(body)
    } else if (lost?.answer === 'html')
      response
        .writeHead(200, { 'content-type': types['.html'], 'cache-control': age })
        .end('<!doctype html><title>Not here</title><h1>Welcome to the host</h1>')
    else response.writeHead(404, { 'cache-control': 'no-store' }).end('Not found')
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    deploy: (next) => (build = next),
    lose: (path, answer) => (lost = { path, answer }),
    alter: (path, change) => (altered = { path, change }),
    repair: () => {
      lost = null
      altered = null
    },
    requested: () => [...requested],
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** The same page as another build would be: each file with a hash in its name has another name. */
export function rebuilt(build: Build, mark: string): Build {
  const names = [...build.keys()].filter((path) => path.startsWith('assets/'))
  // Of the same length, so that what is compiled into the code stays as it is. No hash has a tilde: with the mark alone
  // a file whose hash ends with it would keep its name, and have other contents.
  const renamed = new Map(names.map((path) => [path, path.replace(/..(\.[^.]+)$/, `~${mark}$1`)]))
  const base = (path: string) => path.slice('assets/'.length)
  const isText = (path: string) => /\.(?:js|css|html|json)$/.test(path)
  const next = new Map(
    [...build].map(([path, bytes]) => {
      const rename = (text: string) =>
        names.reduce((all, name) => all.replaceAll(base(name), base(renamed.get(name) ?? name)), text)
      return [renamed.get(path) ?? path, isText(path) ? Buffer.from(rename(bytes.toString())) : bytes]
    }),
  )
  const worker = next.get('service-worker.js')?.toString() ?? ''
  const at = worker.lastIndexOf('(self, ') + '(self, '.length
  const kept = JSON.parse(worker.slice(at, worker.lastIndexOf(')'))) as KeptFiles
  const hashesOf = (list: object) =>
    Object.fromEntries(Object.keys(list).map((path) => [path, sha256(next.get(path) ?? Buffer.alloc(0))]))
  const list: KeptFiles = {
    version: `${mark}${kept.version.slice(1)}`,
    entry: kept.entry,
    shell: hashesOf(kept.shell),
    parts: hashesOf(kept.parts),
  }
  return next.set('service-worker.js', Buffer.from(`${worker.slice(0, at)}${JSON.stringify(list)})\n`))
}

interface KeptFiles {
  readonly version: string
  readonly entry: string
  readonly shell: Readonly<Record<string, string>>
  readonly parts: Readonly<Record<string, string>>
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
