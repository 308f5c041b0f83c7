/** An executor on a real server that can be killed, with connections of its own. */
import { setTimeout as wait } from 'node:timers/promises'
import { createEngine, type Engine, type EngineOptions } from '../engine.ts'
import type { Database, Environment, Observation, Statement } from '../environment.ts'
import { createMachineEnvironment } from '../machine-environment.ts'
import { createPgDatabase, type PgOptions } from '../pg-database.ts'
import type { AnyWorkflow } from '../workflow.ts'
import { intercept, never, type Interceptor } from './intercept.ts'
import type { PostgresDatabase } from './postgres-server.ts'

export interface TestExecutor {
  readonly id: string
  readonly engine: Engine
  /** Looks for work, and says so if its loop fails. */
  run(): void
  /** Its process dies: nothing that it does goes on, and the server notices that its connections are gone. */
  crash(): Promise<void>
  /** Resolves when it crashes. */
  readonly died: Promise<void>
  readonly observations: readonly Observation[]
}

export interface TestExecutorOptions {
  readonly id: string
  readonly workflows: readonly AnyWorkflow[]
  readonly around?: Interceptor
  readonly change?: (statement: Statement) => Statement
  readonly mutate?: (database: Database) => Database
  /** Default 30,000: no lease ends, and no statement is given up, because the machine is slow. */
  readonly leaseMs?: number
  readonly max?: number
  readonly pg?: PgOptions
  /** Of a proxy before the server. */
  readonly port?: number
  readonly engine?: Partial<EngineOptions>
}

export function createTestExecutor(server: PostgresDatabase, options: TestExecutorOptions): TestExecutor {
  const { id, workflows, leaseMs = 30_000, max = 4 } = options
  const observations: Observation[] = []
  let hasDied = false
  let tellDied: () => void = () => undefined
  const died = new Promise<void>((resolve) => {
    tellDied = resolve
  })

  /** What a dead process waits for never comes. */
  async function alive<T>(promise: Promise<T>): Promise<T> {
    const outcome = await promise.then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    )
    if (hasDied) return never()
    if ('error' in outcome) throw outcome.error
    return outcome.value
  }
  const mortal: Interceptor = (_call, run) => (hasDied ? never() : alive(run()))

  const pool = server.createPool({
    max,
    applicationName: id,
    ...(options.port === undefined ? {} : { port: options.port }),
  })
  const mutate = options.mutate ?? ((database) => database)
  const onServer = intercept(createPgDatabase(pool, { leaseMs, ...options.pg }), mortal, options.change)
  const machine = createMachineEnvironment({
    database: mutate(intercept(onServer, options.around ?? ((_call, run) => run()))),
    setTimeout: (callback, ms) => setTimeout(() => (hasDied ? undefined : callback()), ms).unref(),
    clearTimeout,
    random: Math.random,
    pollMs: 20,
    observe: (observation) => observations.push(observation),
  })
  const environment: Environment = machine
  const engine = createEngine({
    environment,
    workflows,
    executorId: id,
    leaseMs,
    pollMs: 20,
    retryForMs: 20_000,
    ...options.engine,
  })

  return {
    id,
    engine,
    observations,
    died,
    run() {
      engine.run().catch((error: unknown) => {
        if (!hasDied) throw error
      })
    },
    async crash() {
      if (hasDied) return
      hasDied = true
      tellDied()
      // A connection that was being made is found a moment later.
      while ((await server.terminate(id)) > 0) await wait(5)
      void pool.end().catch(() => undefined)
    },
  }
}
