/**
 * The simulator: an input becomes a run.
 *
 * `simulate` is a pure function. It takes tens of milliseconds, so nothing on the page is ever live: whoever wants a
 * fault adds it to the plan and simulates again.
 */
import { stripeSchemaSql } from '#stripe'
import { setCapture } from './capture.ts'
import { startCustomers } from './customers.ts'
import { readDatabaseState } from './database-state.ts'
import type { Input } from './input.ts'
import { emptyLedger, ledgerTables } from './ledger-tables.ts'
import { formatPoint, type Fault } from './plan.ts'
import type { Run } from './run.ts'
import type { Implementation, Scenario } from './scenario.ts'
import { hashTrace } from './trace-hash.ts'
import { openWireSession, type WireDatabase, type WireSession } from './wire.ts'
import { createWorld, type WorldParts } from './world.ts'
import { runSchemaSql } from './world-schema.ts'

export interface Simulator {
  /** Runs one at a time: a second call waits for the first. */
  simulate(input: Input, options?: SimulateOptions): Promise<Run>
  /** Gives back the space of deleted rows and of the log. */
  vacuum(): void
}

export interface SimulateOptions {
  /** Note the rows that each statement changed, and all rows at both ends. Default true. */
  readonly capture?: boolean
  /** Ask the invariants. Default true; without, a run has no verdicts. */
  readonly checks?: boolean
}

/** Time enough after settling for the slowest payment, one more question about it, and Stripe's last retry. */
const horizonMs = 28 * 86_400_000
const mostOperations = 4_000

/** @param database a fresh PGlite, which from now on belongs to the simulator */
export function createSimulator(database: WireDatabase, scenario: Scenario): Simulator {
  return createSimulatorOn(openWireSession(database), scenario)
}

/** As `createSimulator`, on a session whose owner wants to see what is sent. */
export function createSimulatorOn(wire: WireSession, scenario: Scenario): Simulator {
  if (
    wire.run([`select 1 as there from information_schema.schemata where schema_name = 'run'`]).rows.length ===
    0
  ) {
    wire.script(`set timezone = 'UTC'; ${scenario.schemaSql}; ${stripeSchemaSql}; ${runSchemaSql}`)
  }
  wire.script(`set timezone = 'UTC'`)
  const state = readDatabaseState(wire, scenario)
  let captures: boolean | null = null
  let last: Promise<unknown> = Promise.resolve()
  return {
    simulate(input, { capture = true, checks = true } = {}) {
      const run = last.then(() => {
        state.reset(input.stock)
        if (captures !== capture) setCapture(wire, state.tables.filter(isShown), capture)
        captures = capture
        return simulateOnce({ wire, state, scenario, input, capture, checks })
      })
      last = run.catch(() => undefined)
      return run
    },
    vacuum: () => state.vacuum(),
  }
}

function isShown({ name }: { readonly name: string }): boolean {
  return !name.startsWith('run.') && !name.startsWith('stripe.')
}

async function simulateOnce(parts: Omit<WorldParts, 'implementation'>): Promise<Run> {
  const { state, scenario, input, capture } = parts
  const implementation = find(scenario.implementations, input.implementation)
  const behaviours = input.customers.map((name) => find(scenario.customers, name))
  const initialTables = capture ? { ...state.snapshot(), ...emptyLedger } : {}
  const world = createWorld({ ...parts, implementation })
  startCustomers(world, behaviours)
  world.scheduler.at(input.settleMs, null, () => world.settle())
  const rest = await world.scheduler.run({ horizonMs: input.settleMs + horizonMs, mostOperations })
  const failure = rest.settled ? null : rest.failure
  const verdicts = world.conclude(failure)
  const trace = world.recorder.trace
  return {
    input,
    trace,
    points: world.operations.points,
    faults: world.faults.outcomes((fault) => reasonFor(fault, implementation, input)),
    verdicts,
    initialTables,
    tables: capture ? { ...state.snapshot(), ...ledgerTables(world.ledger) } : {},
    failure,
    // Few ask for it.
    get traceHash() {
      return hashTrace(trace)
    },
    programHash: implementation.hash,
  }
}

function find<T extends { readonly name: string }>(list: readonly T[], name: string): T {
  const found = list.find((item) => item.name === name)
  if (!found) throw new Error(`“${name}” is not known. Expected ${list.map((item) => item.name).join(', ')}.`)
  return found
}

function reasonFor(fault: Fault, implementation: Implementation, input: Input): string {
  const lacking = implementation.lacks(fault.point.label)
  if (lacking !== null) return `Not reached in this lane: ${lacking}`
  const number = Number(/^order-(\d+)$/.exec(fault.point.subject)?.[1] ?? Number.NaN)
  if (number > input.customers.length)
    return `Not reached in this lane: there is no ${fault.point.subject}, only ${input.customers.length} of them.`
  return `Not reached in this lane: ${formatPoint(fault.point)} does not happen in this run.`
}
