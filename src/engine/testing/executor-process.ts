/**
 * The body of a process of its own: one executor on a real server, which comes to one of its calls and waits there for
 * a word from its parent, or runs trips until it is killed. So a test can stop it, or kill it, as an operating system does.
 */
import pg from 'pg'
import { createEngine } from '../engine.ts'
import type { Observation } from '../environment.ts'
import { createMachineEnvironment } from '../machine-environment.ts'
import { createPgDatabase } from '../pg-database.ts'
import { leaveEffect } from './everything.ts'
import { intercept } from './intercept.ts'
import { tripExecutor, tripWorkflows } from './trips.ts'
import { workflow } from '../workflow.ts'

export interface ExecutorOrders {
  readonly port: number
  readonly database: string
  readonly leaseMs: number
  /** After how long the server ends its session if it idles in a transaction; default half of the lease. */
  readonly idleInTransactionMs?: number
  /** Where it waits, such as `commit:reserve`. */
  readonly at: string
  readonly when: 'before' | 'after'
}

/** To look for trips, and run them. */
export interface TripOrders {
  readonly port: number
  readonly database: string
  readonly trips: true
}

/** Its name, as an executor and as a client of the server. */
export const childName = 'child'

/** What it tells its parent. */
export type ExecutorReport =
  { readonly kind: 'reached' } | { readonly kind: 'observed'; readonly observation: Observation }

export const reserve = workflow('reserve', (ctx) =>
  ctx.transaction('reserve', (tx) => leaveEffect(tx, ctx.workflowId, 'reserve')),
)

/** Starts workflow `order-1`, or runs trips, as its parent, who speaks first, orders. */
export function obeyParent(): void {
  process.once(
    'message',
    (orders: ExecutorOrders | TripOrders) => void ('trips' in orders ? runTrips(orders) : work(orders)),
  )
}

function tell(report: ExecutorReport): void {
  process.send?.(report)
}

async function runTrips({ port, database }: TripOrders): Promise<void> {
  const { leaseMs, max, engine } = tripExecutor
  const environment = createMachineEnvironment({
    database: createPgDatabase(openPool(port, database, max), { leaseMs }),
    setTimeout,
    clearTimeout,
    random: Math.random,
    pollMs: 20,
    observe: (observation) => tell({ kind: 'observed', observation }),
  })
  const executor = createEngine({
    environment,
    workflows: tripWorkflows,
    executorId: childName,
    leaseMs,
    ...engine,
  })
  tell({ kind: 'reached' })
  await executor.run()
}

function openPool(port: number, database: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: 'password',
    database,
    max,
    application_name: childName,
  })
  // The server restarts, or ends sessions that idle in a transaction.
  pool.on('error', () => undefined)
  return pool
}

async function work({
  port,
  database,
  leaseMs,
  idleInTransactionMs,
  at,
  when,
}: ExecutorOrders): Promise<void> {
  let isDue = true
  const pause = async (): Promise<void> => {
    isDue = false
    const word = new Promise((resolve) => process.once('message', resolve))
    tell({ kind: 'reached' })
    await word
  }
  const pgOptions = {
    statementTimeoutMs: leaseMs / 2,
    leaseMs: idleInTransactionMs === undefined ? leaseMs : idleInTransactionMs * 2,
  }
  const environment = createMachineEnvironment({
    database: intercept(createPgDatabase(openPool(port, database, 10), pgOptions), async ({ label }, run) => {
      const isHere = isDue && label === at
      if (isHere && when === 'before') await pause()
      const answer = await run()
      if (isHere && when === 'after') await pause()
      return answer
    }),
    setTimeout,
    clearTimeout,
    random: Math.random,
    pollMs: 20,
    observe: (observation) => tell({ kind: 'observed', observation }),
  })
  const engine = createEngine({ environment, workflows: [reserve], executorId: childName, leaseMs })
  await engine.start(reserve, 'order-1', null)
}
