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
import type { Fault } from './faults/registry.ts'
import { formatPoint } from './point.ts'
import type { Run } from './run.ts'
import type { Implementation, Scenario } from './scenario.ts'
import { hashTrace } from './trace-hash.ts'
import type { Checks } from './judge.ts'
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
  /** When the invariants are asked. Default: from the start; a run in which they never are has no verdicts. */
  readonly checks?: Checks
}

/** How much a run may take. */
export interface RunLimits {
  /** Turns after which it is cut off: operations and timers. */
  readonly mostTurns: number
  /** Turns after which it is watched for a state that repeats; where the clock stands still, sooner. */
  readonly watchedFrom: number
  /** Virtual milliseconds after which it is cut off. */
  readonly latestMs: number
}

/**
 * A run ends when nothing is left to do or to come: every message has arrived, every session has expired or settled,
 * Stripe has tried its last, no server waits for a time. These limits only stop what does not end by itself.
 *
 * Turns: a usual run takes 100 to 400. The longest that ends and is known, twelve calls to Stripe that time out one
 * after the other, takes 4,036. A turn costs about 0.2 ms.
 */
export const usualLimits: RunLimits = {
  mostTurns: 20_000,
  watchedFrom: 5_000,
  // No plan, session or retry reaches as far: durations in plans and settling take weeks.
  latestMs: 10 * 365 * 86_400_000,
}

/** @param database a fresh PGlite, which from now on belongs to the simulator */
export function createSimulator(
  database: WireDatabase,
  scenario: Scenario,
  limits: RunLimits = usualLimits,
): Simulator {
  return createSimulatorOn(openWireSession(database), scenario, limits)
}

/** As `createSimulator`, on a session whose owner wants to see what is sent. */
export function createSimulatorOn(
  wire: WireSession,
  scenario: Scenario,
  limits: RunLimits = usualLimits,
): Simulator {
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
    simulate(input, { capture = true, checks = 'from-start' } = {}) {
      const run = last.then(() => {
        state.reset(input.stock)
        if (captures !== capture) setCapture(wire, state.tables.filter(isShown), capture)
        captures = capture
        return simulateOnce({ wire, state, scenario, input, capture, checks }, limits)
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

async function simulateOnce(
  parts: Omit<WorldParts, 'implementation' | 'watchedFrom'>,
  { mostTurns, watchedFrom, latestMs }: RunLimits,
): Promise<Run> {
  const { state, scenario, input, capture } = parts
  const implementation = find(scenario.implementations, input.implementation)
  const behaviours = input.customers.map((name) => find(scenario.customers, name))
  const initialTables = capture ? { ...state.snapshot(), ...emptyLedger } : {}
  const world = createWorld({ ...parts, implementation, watchedFrom })
  startCustomers(world, behaviours)
  // A mark: whatever is down, frozen or held back has a timer of its own that ends then.
  world.scheduler.at(input.settleMs, null, () => world.settle(), true)
  const end = await world.scheduler.run({
    latestMs: input.settleMs + latestMs,
    mostTurns,
    endless: (turn) => world.repetition.look(turn),
  })
  const verdicts = world.conclude(end)
  const trace = world.recorder.trace
  return {
    input,
    trace,
    points: world.operations.points,
    faults: world.faults.outcomes(
      (fault, first) =>
        reasonAtOperation(fault, first, world.operations.points) ?? reasonFor(fault, implementation, input),
    ),
    verdicts,
    initialTables,
    tables: capture ? { ...state.snapshot(), ...ledgerTables(world.ledger) } : {},
    end,
    // Few ask for it.
    get traceHash() {
      return hashTrace(trace)
    },
    untold: world.untold.read(),
    programHash: implementation.hash,
  }
}

function find<T extends { readonly name: string }>(list: readonly T[], name: string): T {
  const found = list.find((item) => item.name === name)
  if (!found) throw new Error(`“${name}” is not known. Expected ${list.map((item) => item.name).join(', ')}.`)
  return found
}

/** Why a fault did not happen although its operation did; null if that did not happen either. */
function reasonAtOperation(fault: Fault, first: Fault | null, points: readonly string[]): string | null {
  if (first !== null) return `No effect: another fault came first at this operation, ${first.kind}.`
  return points.includes(formatPoint(fault.point))
    ? 'No effect: the operation had failed before this could happen.'
    : null
}

function reasonFor(fault: Fault, implementation: Implementation, input: Input): string {
  const lacking = implementation.lacks(fault.point.label)
  if (lacking !== null) return `Not reached in this lane: ${lacking}`
  const number = Number(/^order-(\d+)$/.exec(fault.point.subject)?.[1] ?? Number.NaN)
  if (number > input.customers.length)
    return `Not reached in this lane: there is no ${fault.point.subject}, only ${input.customers.length} of them.`
  return `Not reached in this lane: ${formatPoint(fault.point)} does not happen in this run.`
}
