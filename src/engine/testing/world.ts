/**
 * A small world for the contract: a real database, a clock that tests move, and executors whose every operation can
 * be failed, held, or be their last. A simulator in a hundred lines, so that the engine is tested without ours.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Database, Environment, Observation, OpenTransaction, Row, Statement } from '../environment.ts'
import { DatabaseError } from '../environment.ts'
import { createEngine, type Engine, type EngineOptions } from '../engine.ts'
import { engineSchemaSql, simulatedClockSql } from '../schema.ts'
import type { AnyWorkflow } from '../workflow.ts'

/** What a contract runs against. */
export interface TestDatabase {
  readonly database: Database
  /** Runs a script of several statements. */
  exec(sql: string): Promise<unknown>
  close(): Promise<unknown>
}

/** One thing that an executor asks of the database: `claim`, `begin:pay`, `commit:pay`. */
export interface Operation {
  readonly executorId: string
  readonly label: string
}

/** What becomes of an operation. */
export type Fate =
  | 'pass'
  /** The process dies first, or when it is done. */
  | 'kill-before'
  | 'kill-after'
  /** It is done, and the connection breaks before the answer. */
  | 'answer-lost'
  /** It fails with this SQLSTATE. */
  | { readonly sqlState: string }

export interface TestExecutor {
  readonly engine: Engine
  /** Labels of its operations in order, empty claims left out. */
  readonly labels: string[]
  readonly observations: Observation[]
  /** As SIGKILL does: nothing that it waits for ever comes, its transaction is rolled back. */
  kill(): Promise<void>
}

export interface World {
  /** Decides over each operation; a promise holds it up. */
  intercept: (operation: Operation) => Fate | Promise<Fate>
  boot(id: string, workflows: readonly AnyWorkflow[], options?: Partial<EngineOptions>): TestExecutor
  /** Waits until all code is parked. */
  settle(): Promise<void>
  /** Moves the clock, stopping wherever something falls due. */
  advance(ms: number): Promise<void>
  rows(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>
  /** Empties everything, ends all executors, sets the clock to 0. */
  reset(): Promise<void>
}

/** Tables for the workflows of the contract: an effect is a row. */
const applicationSql = `
drop table if exists public.effect;
create table public.effect (id integer generated always as identity, name text not null);
`

/** One for all: Node looks at each that there is whenever a promise is made, and a test boots hundreds of executors. */
const scope = new AsyncLocalStorage()

export async function createWorld({ database, exec }: TestDatabase): Promise<World> {
  await exec(
    `drop schema if exists engine cascade; ${engineSchemaSql} ${simulatedClockSql} ${applicationSql}`,
  )
  const parked = new Set<Parked>()
  const executors = new Set<TestExecutor>()
  let nowMs = 0
  let inFlight = 0
  let operations = 0
  let wakeCount = 0
  const tellLanded: (() => void)[] = []

  const rows: World['rows'] = (text, values = []) => database.query({ label: 'test', text, values })
  const setClock = () => rows(`select setval('engine.clock', $1::bigint, true)`, [nowMs])

  async function settle(): Promise<void> {
    for (let [quiet, seen] = [0, -1]; quiet < 4;) {
      // To spin while a server is at work would take the processor from it.
      if (inFlight > 0) await new Promise<void>((resolve) => tellLanded.push(resolve))
      await new Promise((resolve) => setImmediate(resolve))
      quiet = inFlight === 0 && operations === seen ? quiet + 1 : 0
      seen = operations
    }
  }

  async function track<T>(act: () => Promise<T>): Promise<T> {
    inFlight += 1
    try {
      return await act()
    } finally {
      inFlight -= 1
      for (const tell of tellLanded.splice(0)) tell()
    }
  }

  function boot(
    id: string,
    workflows: readonly AnyWorkflow[],
    options: Partial<EngineOptions> = {},
  ): TestExecutor {
    const labels: string[] = []
    const observations: Observation[] = []
    const open = new Set<OpenTransaction>()
    let isAlive = true
    let wakesSeen = 0

    async function perform<T>(label: string, act: () => Promise<T>, wakes: boolean): Promise<T> {
      if (!isAlive) return never()
      operations += 1
      // A look that finds nothing is no part of what a workflow costs: a claim is noted when it has found something.
      if (label !== 'claim') labels.push(label)
      const fate = await world.intercept({ executorId: id, label })
      if (fate === 'kill-before') await kill()
      if (!isAlive) return never()
      if (typeof fate === 'object') throw new DatabaseError(fate.sqlState, `${label} was made to fail`)
      if (label === 'claim') wakesSeen = wakeCount
      const result = await track(act)
      const isEmpty = label === 'claim' && isEmptyClaim(result)
      if (label === 'claim' && !isEmpty) labels.push(label)
      if (wakes && !isEmpty) wakeIdle()
      if (fate === 'kill-after') await kill()
      if (fate === 'answer-lost') throw new DatabaseError('08006', `the answer to ${label} was lost`)
      return isAlive ? result : never()
    }

    async function kill(): Promise<void> {
      isAlive = false
      for (const entry of parked) if (entry.executorId === id) parked.delete(entry)
      for (const transaction of open) await transaction.rollback()
    }

    const park = (atMs: number, isIdle: boolean) =>
      new Promise<void>((resolve) => {
        if (isAlive) parked.add({ executorId: id, atMs, isIdle, resolve })
      })

    const query = (session: Pick<Database, 'query'>, statement: Statement) =>
      perform(statement.label, () => session.query(statement), statement.wakes === true)

    const gated: Database = {
      query: (statement) => query(database, statement),
      async begin(purpose) {
        let transaction: OpenTransaction | undefined
        const opened = perform(
          `begin:${purpose.label}`,
          async () => {
            transaction = await database.begin(purpose)
            // It may have died while it asked.
            if (isAlive) open.add(transaction)
            else await transaction.rollback()
            return transaction
          },
          false,
        )
        const begun = await opened.catch(async (error: unknown) => {
          // Nobody holds what was begun unheard: the server sees the connection break.
          await transaction?.rollback()
          throw error
        })
        return {
          query: (statement) => query(begun, statement),
          async commit() {
            await perform(`commit:${purpose.label}`, () => begun.commit(), false)
            open.delete(begun)
          },
          async rollback() {
            await perform(`rollback:${purpose.label}`, () => begun.rollback(), false)
            open.delete(begun)
          },
        }
      },
    }
    const environment: Environment = {
      database: gated,
      sleep: (ms) => park(nowMs + ms, false),
      idle: (dueInMs) =>
        // With several connections something may have become due after the claim had looked, and before it was heard.
        wakesSeen < wakeCount
          ? Promise.resolve()
          : park(dueInMs === null ? Infinity : nowMs + Math.max(1, dueInMs), true),
      random: () => 1,
      scope,
      observe: (observation) => observations.push(observation),
    }
    const engine = createEngine({ environment, workflows, executorId: id, ...options })
    const executor = { engine, labels, observations, kill }
    executors.add(executor)
    return executor
  }

  function wakeIdle(): void {
    wakeCount += 1
    for (const entry of parked) {
      if (!entry.isIdle) continue
      parked.delete(entry)
      entry.resolve()
    }
  }

  const world: World = {
    intercept: () => 'pass',
    boot,
    settle,
    rows,
    async advance(ms) {
      const untilMs = nowMs + ms
      for (;;) {
        await settle()
        const [next] = [...parked].toSorted((a, b) => a.atMs - b.atMs)
        if (!next || next.atMs > untilMs) break
        parked.delete(next)
        nowMs = Math.max(nowMs, next.atMs)
        await setClock()
        next.resolve()
      }
      nowMs = untilMs
      await setClock()
      await settle()
    },
    async reset() {
      world.intercept = () => 'pass'
      for (const executor of executors) await executor.kill()
      await settle()
      executors.clear()
      parked.clear()
      nowMs = 0
      await exec(
        'truncate engine.workflow, engine.step_checkpoint, engine.message, engine.event, public.effect restart identity',
      )
      await setClock()
    },
  }
  return world
}

interface Parked {
  readonly executorId: string
  readonly atMs: number
  readonly isIdle: boolean
  readonly resolve: () => void
}

function never(): Promise<never> {
  return new Promise(() => undefined)
}

function isEmptyClaim(result: unknown): boolean {
  return Array.isArray(result) && (result as Row[])[0]?.['id'] === null
}
