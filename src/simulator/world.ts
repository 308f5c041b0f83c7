/**
 * The world of one run: clock, servers, network, database, Stripe and judge, wired together.
 *
 * Some of them know of one another: an operation can kill a server, which resets connections, which the balancer of
 * the network hands out to servers. Each is made once; those made later are asked for when they are needed.
 */
import { createStripe } from '#stripe'
import { createCapture, noCapture } from './capture.ts'
import type { DatabaseState } from './database-state.ts'
import { createFaultInjector } from './faults/injector.ts'
import { createIdle } from './idle.ts'
import type { Input } from './input.ts'
import { createJudge, type Checks, type Judge } from './judge.ts'
import { worldLeftOut } from './left-out.ts'
import { ledgerTables } from './ledger-tables.ts'
import { locateIn } from './locate.ts'
import { createNetwork, type Network } from './network.ts'
import { createOperations } from './operations.ts'
import { createOutages } from './outages.ts'
import { createPostgres, type Commit, type Postgres } from './postgres.ts'
import { createProcess } from './process.ts'
import { createRecorder } from './recorder.ts'
import { createRepetition } from './repetition.ts'
import type { RunEnd } from './run-end.ts'
import type { Implementation, Scenario } from './scenario.ts'
import { createScheduler } from './scheduler.ts'
import { createServers, type Servers } from './servers.ts'
import { createStripeService } from './stripe-service.ts'
import { createUntoldLog } from './untold.ts'
import { whyUnsettled, type Verdict } from './verdict.ts'
import type { WireSession } from './wire.ts'

/** How long it takes at most until another server notices new work. */
const pollMs = 1_000
const secretKey = 'sk_test_crashcart'
const webhookSecret = 'whsec_crashcart'

export interface WorldParts {
  readonly wire: WireSession
  readonly state: DatabaseState
  readonly scenario: Scenario
  readonly implementation: Implementation
  readonly input: Input
  readonly capture: boolean
  readonly checks: Checks
  /** See `RunLimits`. */
  readonly watchedFrom: number
}

/** Makes everything anew; nothing of an earlier run is left but the empty database. */
export function createWorld({
  wire,
  state,
  scenario,
  implementation,
  input,
  capture,
  checks,
  watchedFrom,
}: WorldParts) {
  const { seed, stock } = input
  const guards = guardsOf(implementation, input)
  const stripeProcess = createProcess({ role: 'stripe' })
  const scheduler = createScheduler(stripeProcess)
  const recorder = createRecorder(scheduler, locateIn(implementation.programs))
  const faults = createFaultInjector(input.plan, recorder)
  let servers: Servers | null = null
  let network: Network | null = null
  let judge: Judge | null = null
  let database: Postgres | null = null
  const outages = createOutages(scheduler, recorder, input.settleMs, (what) => database?.cutOff(what))
  const operations = createOperations(
    scheduler,
    recorder,
    faults,
    input,
    (effect, process, target) => servers?.inject(effect, process, target),
    (effect, process) => outages.begin(effect, process),
    (process) => database?.isOpenFor(process) ?? false,
  )
  const untold = createUntoldLog(operations.points)
  const idle = createIdle(scheduler, pollMs)
  const committed = (commit: Commit): void => {
    const touched = new Set(commit.tables)
    const event = recorder.trace.length
    if (commit.step !== null && commit.step.rowCount > 0) {
      const { workflowId, step } = commit.step
      judge?.note(['insert into run.effects values ($1, $2, $3)', [workflowId, step, event]])
      touched.add('run.effects')
    }
    if (scheduler.context().forged) {
      const values = [event, scheduler.context().subject]
      judge?.note(['insert into run.unsigned_effects values ($1, $2) on conflict do nothing', values])
      touched.add('run.unsigned_effects')
    }
    judge?.touched(touched)
    judge?.check()
  }
  const ledger = createStripe({ secretKey, webhookSecret, settlesLaterMs: input.paymentSettlesMs })
  const postgres: Postgres = createPostgres({
    wire,
    scheduler,
    operations,
    recorder,
    capture: capture ? createCapture(state.tables) : noCapture,
    faults,
    outages,
    subjectOfWorkflow: (workflowId) => scenario.subjectOfWorkflow(workflowId),
    listener: {
      committed,
      woke: () => idle.woke(),
    },
  })
  database = postgres
  judge = createJudge({
    wire,
    postgres,
    stripe: ledger,
    recorder,
    invariants: scenario.invariants,
    checks,
    faults,
  })
  network = createNetwork({
    scheduler,
    recorder,
    operations,
    faults,
    outages,
    seed,
    balance: () => servers?.balance() ?? null,
    settleMs: input.settleMs,
  })
  const stripe = createStripeService({
    stripe: ledger,
    process: stripeProcess,
    secretKey,
    seed,
    clientRetries: scenario.retriesCalls(guards),
    scheduler,
    recorder,
    operations,
    faults,
    outages,
    network,
    webhookPath: '/webhook',
    drew: () => untold.drew(),
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
    outages,
    implementation,
    count: input.servers,
    seed,
    settleMs: input.settleMs,
    guards,
    webhookSecret,
    untold,
    connectStripe: () => stripe.connect(),
    subjectOfWorkflow: (workflowId) => scenario.subjectOfWorkflow(workflowId),
    network: () => network,
  })
  const outside = { process: stripeProcess, subject: null, request: null, cause: null, forged: false }
  return {
    scheduler,
    recorder,
    operations,
    untold,
    faults,
    judge,
    ledger,
    network,
    stripe,
    stock,
    repetition: createRepetition({
      scheduler,
      trace: recorder.trace,
      points: operations.points,
      isBusy: () => postgres.isBusy(),
      tables: () => ({ ...state.snapshot(), ...ledgerTables(ledger) }),
      leftOut: [...worldLeftOut, ...scenario.leftOut],
      watchedFrom,
    }),
    plan: input.plan,
    settle() {
      scheduler.enter(outside, null, () => recorder.record({ kind: 'settling' }))
      servers.settle()
    },
    /** Judges what is left and closes the trace. */
    conclude(end: RunEnd): readonly Verdict[] {
      wire.run(['rollback'])
      if (end.kind === 'endless') judge.note(['insert into run.unsettled values ($1)', [end.why]])
      scheduler.enter(outside, null, () => undefined)
      const verdicts = judge.conclude(end.kind === 'cut-off' ? end.why : null)
      recorder.record({ kind: 'ended', failure: whyUnsettled({ end }) })
      return verdicts
    },
  }
}

function guardsOf(implementation: Implementation, input: Input): { readonly [guard: string]: boolean } {
  return {
    ...Object.fromEntries(implementation.guards.map((guard) => [guard.name, guard.default])),
    ...input.guards,
  }
}
