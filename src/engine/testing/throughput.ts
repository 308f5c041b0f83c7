/**
 * Workflows a second, through the engine and by the very same statements without it.
 *
 * The floor is a recording: one workflow's calls as the engine made them, played again for each workflow under its own
 * ID: same texts, parameters, transactions and connections. So it stays the floor of whatever the engine does.
 */
import { createEngine } from '../engine.ts'
import type { Database, OpenTransaction, Statement } from '../environment.ts'
import { createMachineEnvironment } from '../machine-environment.ts'
import { workflow, type Workflow } from '../workflow.ts'

/** Five plain steps, or five transactions of one insert each. */
export type Load = 'steps' | 'transactions'

export interface ThroughputOptions {
  /** With the engine's tables, and those of `throughputSql`. */
  readonly database: Database
  readonly load: Load
  readonly workflows: number
  /** How many are under way at once; at most the pool's connections. */
  readonly concurrency: number
  /** In front of the workflows' IDs; another one for each measurement. */
  readonly prefix: string
}

export interface Throughput {
  /** Workflows a second. */
  readonly engine: number
  readonly bare: number
  /** Round trips of one workflow, as both make them. */
  readonly roundTrips: number
}

/** The table that the transactions write to. */
export const throughputSql = `
create table effect (number bigint generated always as identity, workflow_id text not null, step text not null);`

const stepsWorkflow = workflow('five-steps', async (ctx) => {
  let sum = 0
  for (let number = 0; number < 5; number += 1) sum += await ctx.step(`step-${number}`, () => number)
  return sum
})

const transactionsWorkflow = workflow('five-transactions', async (ctx) => {
  for (let number = 0; number < 5; number += 1) {
    await ctx.transaction(`insert-${number}`, async (tx) => {
      await tx.query({
        label: 'insert-effect',
        text: 'insert into effect (workflow_id, step) values ($1, $2)',
        values: [ctx.workflowId, String(number)],
      })
    })
  }
  return 5
})

/**
 * Measures engine and floor in turns, a few rounds of each, so that what slows the machine slows both.
 *
 * @param rounds of `workflows` each; default 3, after one that warms up and does not count
 */
export async function measureThroughput(options: ThroughputOptions, rounds = 3): Promise<Throughput> {
  const { prefix, workflows } = options
  const recording = await record({ ...options, prefix: `${prefix}-recorded` })
  let [engineMs, bareMs] = [0, 0]
  for (let round = 0; round <= rounds; round += 1) {
    const onEngine = await timeEngine({ ...options, prefix: `${prefix}-engine-${round}` })
    const onBare = await timeBare({ ...options, prefix: `${prefix}-bare-${round}` }, recording)
    if (round === 0) continue
    engineMs += onEngine
    bareMs += onBare
  }
  const perSecond = (ms: number): number => (workflows * rounds * 1_000) / ms
  return { engine: perSecond(engineMs), bare: perSecond(bareMs), roundTrips: recording.length }
}

type Call = { readonly kind: 'query'; readonly statement: Statement } | { readonly kind: 'begin' | 'commit' }

function workflowOf(load: Load): Workflow<null, number> {
  return load === 'steps' ? stepsWorkflow : transactionsWorkflow
}

function createBenchEngine(database: Database, load: Load) {
  return createEngine({
    environment: createMachineEnvironment({ database, setTimeout, clearTimeout, random: Math.random }),
    workflows: [workflowOf(load)],
    executorId: 'bench',
    leaseMs: 60_000,
  })
}

/** One workflow's calls. */
async function record({ database, load, prefix }: ThroughputOptions): Promise<readonly Call[]> {
  const calls: Call[] = []
  const note = (call: Call): void => {
    calls.push(call)
  }
  const recorder: Database = {
    query(statement) {
      note({ kind: 'query', statement })
      return database.query(statement)
    },
    async begin(purpose) {
      note({ kind: 'begin' })
      const tx = await database.begin(purpose)
      return {
        ...tx,
        query(statement) {
          note({ kind: 'query', statement })
          return tx.query(statement)
        },
        commit() {
          note({ kind: 'commit' })
          return tx.commit()
        },
      }
    },
  }
  const handle = await createBenchEngine(recorder, load).start(workflowOf(load), prefix, null)
  await handle.result()
  // The ID becomes a hole that each replay fills.
  return calls.map((call) =>
    call.kind === 'query'
      ? {
          kind: 'query',
          statement: {
            ...call.statement,
            values: call.statement.values.map((value) => (value === prefix ? hole : value)),
          },
        }
      : call,
  )
}

const hole = Symbol('the workflow’s ID')

async function replay(database: Database, calls: readonly Call[], id: string): Promise<void> {
  let tx: OpenTransaction | null = null
  for (const call of calls) {
    switch (call.kind) {
      case 'begin':
        tx = await database.begin({ label: 'bare' })
        break
      case 'commit':
        await tx?.commit()
        tx = null
        break
      case 'query':
        await (tx ?? database).query({
          ...call.statement,
          values: call.statement.values.map((value) => (value === hole ? id : value)),
        })
    }
  }
}

async function timeEngine(options: ThroughputOptions): Promise<number> {
  const { database, load } = options
  const engine = createBenchEngine(database, load)
  const timeMs = await time(options, async (id) => {
    const handle = await engine.start(workflowOf(load), id, null)
    await handle.result()
  })
  await engine.stop()
  return timeMs
}

function timeBare(options: ThroughputOptions, calls: readonly Call[]): Promise<number> {
  return time(options, (id) => replay(options.database, calls, id))
}

/** Runs `workflows` of them, `concurrency` at a time. @returns milliseconds */
async function time(
  { workflows, concurrency, prefix }: ThroughputOptions,
  run: (id: string) => Promise<void>,
): Promise<number> {
  let next = 0
  const startMs = performance.now()
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (next < workflows) {
        const number = next
        next += 1
        await run(`${prefix}-${number}`)
      }
    }),
  )
  return performance.now() - startMs
}
