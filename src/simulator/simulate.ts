/**
 * The simulator: an input becomes a run.
 *
 * `simulate` is a pure function. It takes tens of milliseconds, so nothing on the page is ever live: whoever wants a
 * fault adds it to the plan and simulates again.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { createStripe, stripeSchemaSql } from '#stripe'
import { createCapture, noCapture, setCapture } from './capture.ts'
import { startCustomers } from './customers.ts'
import { readDatabaseState, type DatabaseState } from './database-state.ts'
import { createFaults } from './faults.ts'
import { createIdle } from './idle.ts'
import type { Input } from './input.ts'
import { createJudge, type Judge } from './judge.ts'
import { locateIn } from './locate.ts'
import { createNetwork, type Network } from './network.ts'
import { createOperations } from './operations.ts'
import { formatPoint, type Fault } from './plan.ts'
import { createPostgres, type Postgres } from './postgres.ts'
import { createProcess } from './process.ts'
import { createRecorder } from './recorder.ts'
import type { Run, Verdict } from './run.ts'
import type { Implementation, Scenario } from './scenario.ts'
import { createScheduler } from './scheduler.ts'
import { createServers, type Servers } from './servers.ts'
import { createStripeService } from './stripe-service.ts'
import type { JsonRow, Tables, TraceEvent } from './trace.ts'
import { openWireSession, type WireDatabase, type WireSession } from './wire.ts'
import { runSchemaSql } from './world-schema.ts'

export interface Simulator {
  /** Runs one at a time: a second call waits for the first. */
  simulate(input: Input, options?: SimulateOptions): Promise<Run>
  /** Gives back the space of deleted rows. */
  vacuum(): void
}

export interface SimulateOptions {
  /** Note the rows that each statement changed. Default true. */
  readonly capture?: boolean
  /** Ask the safety invariants after each commit. Default true. */
  readonly checks?: boolean
}

/** Time enough after settling for the longest-lived session and Stripe's last retry. */
const horizonMs = 5 * 86_400_000
const mostOperations = 1_500
/** How long it takes at most until another server notices new work. */
const pollMs = 1_000
const secretKey = 'sk_test_crashcart'
const webhookSecret = 'whsec_crashcart'

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
        return simulateOnce(wire, state, scenario, input, capture, checks)
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
  wire: WireSession,
  state: DatabaseState,
  scenario: Scenario,
  input: Input,
  captures: boolean,
  checks: boolean,
): Promise<Run> {
  const implementation = find(scenario.implementations, input.implementation)
  const behaviours = input.customers.map((name) => find(scenario.customers, name))
  const initialTables = captures ? { ...state.snapshot(), ...emptyLedger } : {}
  const world = createWorld(wire, state, scenario, implementation, input, captures, checks)
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
    tables: { ...state.snapshot(), ...ledgerTables(world.ledger) },
    failure,
    traceHash: hashTrace(trace),
    programHash: implementation.hash,
  }
}

/** Everything of one run, wired together. */
function createWorld(
  wire: WireSession,
  state: DatabaseState,
  scenario: Scenario,
  implementation: Implementation,
  input: Input,
  captures: boolean,
  checks: boolean,
) {
  const { seed, stock } = input
  const stripeProcess = createProcess({ role: 'stripe' })
  const scheduler = createScheduler(stripeProcess)
  const recorder = createRecorder(scheduler, locateIn(implementation.programs))
  const faults = createFaults(input.plan)
  // Servers, network, judge and database know of one another; each is made once and asked for when needed.
  let servers: Servers | null = null
  let network: Network | null = null
  let judge: Judge | null = null
  const operations = createOperations(scheduler, recorder, faults, seed, (process, restartMs) =>
    servers?.crash(process, restartMs),
  )
  const idle = createIdle(scheduler, pollMs)
  const ledger = createStripe({ secretKey, webhookSecret })
  const postgres: Postgres = createPostgres({
    wire,
    scheduler,
    operations,
    recorder,
    capture: captures ? createCapture(state.tables) : noCapture,
    claimsCanCrash: faults.concerns('claim', 'crash-before'),
    subjectOfWorkflow: (workflowId) => scenario.subjectOfWorkflow(workflowId),
    listener: {
      committed(commit) {
        const touched = new Set(commit.tables)
        const event = recorder.trace.length
        if (commit.step !== null && commit.step.rowCount > 0) {
          judge?.note([
            'insert into run.effects values ($1, $2, $3)',
            [commit.step.workflowId, commit.step.step, event],
          ])
          touched.add('run.effects')
        }
        if (scheduler.context().forged) {
          judge?.note([
            'insert into run.unsigned_effects values ($1, $2) on conflict do nothing',
            [event, scheduler.context().subject],
          ])
          touched.add('run.unsigned_effects')
        }
        judge?.touched(touched)
        judge?.check()
      },
      woke: () => idle.woke(),
      lookedForWork: () => undefined,
    },
  })
  judge = createJudge(wire, postgres, ledger, recorder, scenario.invariants, checks)
  network = createNetwork({
    scheduler,
    recorder,
    operations,
    faults,
    seed,
    balance: () => servers?.balance() ?? null,
  })
  const stripe = createStripeService({
    stripe: ledger,
    process: stripeProcess,
    secretKey,
    scheduler,
    recorder,
    operations,
    faults,
    network,
    webhookPath: '/webhook',
    changed() {
      judge.touched(['stripe.sessions', 'stripe.charges'])
      judge.check()
    },
  })
  servers = createServers({
    scheduler,
    recorder,
    postgres,
    idle,
    implementation,
    count: input.servers,
    seed,
    settleMs: input.settleMs,
    guards: guardsOf(implementation, input),
    webhookSecret,
    connectStripe: () => stripe.connect(),
    subjectOfWorkflow: (workflowId) => scenario.subjectOfWorkflow(workflowId),
    network: () => network,
  })
  const outside = { process: stripeProcess, subject: null, request: null, cause: null, forged: false }
  return {
    scheduler,
    recorder,
    operations,
    faults,
    judge,
    ledger,
    network,
    stripe,
    stock,
    settle() {
      scheduler.enter(outside, null, () => recorder.record({ kind: 'settling' }))
      servers.settle()
    },
    /** Judges what is left and closes the trace. */
    conclude(failure: string | null): readonly Verdict[] {
      wire.run(['rollback'])
      if (failure !== null) judge.note(['insert into run.unsettled values ($1)', [failure]])
      scheduler.enter(outside, null, () => undefined)
      const verdicts = judge.conclude()
      recorder.record({ kind: 'ended', failure })
      return verdicts
    },
  }
}

function find<T extends { readonly name: string }>(list: readonly T[], name: string): T {
  const found = list.find((item) => item.name === name)
  if (!found) throw new Error(`“${name}” is not known. Expected ${list.map((item) => item.name).join(', ')}.`)
  return found
}

function guardsOf(implementation: Implementation, input: Input): { readonly [guard: string]: boolean } {
  return {
    ...Object.fromEntries(implementation.guards.map((guard) => [guard.name, guard.default])),
    ...input.guards,
  }
}

function reasonFor(fault: Fault, implementation: Implementation, input: Input): string {
  const lacking = implementation.lacks(fault.point.label)
  if (lacking !== null) return `Not reached in this lane: ${lacking}`
  const number = Number(/^order-(\d+)$/.exec(fault.point.subject)?.[1] ?? Number.NaN)
  if (number > input.customers.length)
    return `Not reached in this lane: there is no ${fault.point.subject}, only ${input.customers.length} of them.`
  return `Not reached in this lane: ${formatPoint(fault.point)} does not happen in this run.`
}

const emptyLedger: Tables = {
  'stripe.sessions': [],
  'stripe.charges': [],
  'stripe.events': [],
  'stripe.idempotency_keys': [],
}

function ledgerTables(ledger: ReturnType<typeof createStripe>): Tables {
  return Object.fromEntries(
    Object.entries(ledger.tables()).map(([table, rows]) => [
      `stripe.${table}`,
      rows as unknown as readonly JsonRow[],
    ]),
  )
}

/** Covers what was done, in its order; neither captured rows nor verdicts, which other settings leave out. */
function hashTrace(trace: readonly TraceEvent[]): string {
  const done = trace
    .filter(({ what }) => what.kind !== 'violated')
    .map(({ atMs, actor, subject, request, point, site, what }) =>
      JSON.stringify([atMs, actor, subject, request, point, site, what.kind === 'fault' ? null : what]),
    )
  return bytesToHex(sha256(utf8ToBytes(done.join('')))).slice(0, 16)
}
