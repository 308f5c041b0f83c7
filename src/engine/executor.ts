/**
 * One executor: what it has in memory, and the loop that looks for more.
 *
 * It owns the executions; a row in the database says whose each workflow is, so whatever this map says can be wrong at
 * any time, and only the epoch in the statements counts (E5).
 */
import { startTimer, tell, type Environment, type Json, type Row } from './environment.ts'
import { conclude } from './conclude.ts'
import { toJson } from './json.ts'
import { createExecution, type Execution, type Settings } from './execution.ts'
import { loadStatement } from './checkpoint-rows.ts'
import { createLeases } from './leases.ts'
import { explainSchemaError } from './migrations.ts'
import { recordError } from './recorded-error.ts'
import { createBackoff, isLostConnection, isTransientForEngine, withPatience } from './retry.ts'
import { createWatchers, type Watchers } from './watchers.ts'
import type { AnyWorkflow } from './workflow.ts'
import {
  blockStatement,
  claimStatement,
  finishStatement,
  noteErrorStatement,
  releaseStatement,
  type Held,
} from './workflow-rows.ts'

export interface Executor {
  readonly watchers: Watchers
  /** What runs here under this ID. */
  find(workflowId: string): Execution | undefined
  /** Begins a workflow that is this executor's: a first run at once (E6), a later one when its records are loaded. */
  begin(workflow: AnyWorkflow, parts: BeginParts): void
  run(): Promise<void>
  /**
   * Ends the loop; resolves when what is in memory has finished, gone to sleep or been lost, or was handed over after
   * `deadlineMs`.
   */
  stop(deadlineMs: number): Promise<void>
  /** Something has become due: look again. */
  nudge(): void
  /** E19: keeps a place for a workflow that is being started, until `freePlace`. @returns false where there is none */
  reservePlace(): boolean
  freePlace(): void
}

export interface BeginParts {
  readonly held: Held
  readonly input: Json
  readonly inbox: number
  readonly isFirstRun: boolean
  readonly hasParent: boolean
  readonly isCancelled: boolean
}

export function createExecutor(
  environment: Environment,
  settings: Settings,
  workflows: ReadonlyMap<string, AnyWorkflow>,
): Executor {
  const executions = new Map<string, Execution>()
  const watchers = createWatchers()
  const leases = createLeases(environment, settings, executions, (error) => {
    failure ??= { error }
    nudge()
  })
  let loop: Promise<void> | null = null
  let isStopping = false
  /** What is claimed from now on is left to others at once. */
  let isHandedOver = false
  /** What no other try can help: the loop ends with it. */
  let failure: { readonly error: unknown } | null = null
  let wasNudged = false
  let wake: () => void = () => undefined
  let tellEmpty: (() => void)[] = []
  /** E13: what is run without anything else being claimed. */
  let suspect: Execution | null = null

  /** Places of workflows that are being started or claimed (E19). */
  let reserved = 0

  const isFull = (): boolean => executions.size + reserved >= settings.maxConcurrent

  function begin(workflow: AnyWorkflow, { held, isFirstRun, ...parts }: BeginParts): void {
    // E12: what a start or a claim has brought when all was handed over.
    if (isHandedOver) {
      release([held]).catch(() => undefined)
      return
    }
    // A frozen process may claim what it believes it still runs: the older one is fenced by now.
    executions.get(held.id)?.leave({ why: 'fenced' })
    const execution = createExecution({
      ...parts,
      workflow,
      held,
      environment,
      settings,
      listener: {
        published: (of) => watchers.tell(of.held.id, null),
        left(of, departure) {
          if (isFull()) nudge()
          if (executions.get(of.held.id) === of) executions.delete(of.held.id)
          if (suspect === of) {
            suspect = null
            nudge()
          }
          watchers.tell(of.held.id, departure.why === 'ended' ? departure.outcome : null)
          if (departure.why === 'abandoned') noteError(of.held, departure.error)
          if (departure.why === 'blocked') block(of.held, departure.error)
          if (executions.size === 0) {
            for (const tell of tellEmpty) tell()
            tellEmpty = []
          }
        },
        returned: keep,
        wokeOther: nudge,
      },
    })
    keep(execution)
    const concluded = isFirstRun ? conclude(execution) : loadAndConclude(execution)
    // What the database refuses for good is left to the next claim; those are counted, and end (E10).
    concluded.catch((error: unknown) => execution.leave({ why: 'abandoned', error }))
  }

  /** E10: what a workflow was given up for stands in its row; a database that cannot be reached is not told of that. */
  function noteError(held: Held, error: unknown): void {
    if (isLostConnection(error)) return
    const errorText = JSON.stringify(recordError(error))
    environment.database.query(noteErrorStatement(held, errorText)).catch(() => undefined)
  }

  /** E14: if the database cannot be told, its lease ends, and the next executor finds it as this one did. */
  function block(held: Held, error: unknown): void {
    const statement = blockStatement(held, JSON.stringify(recordError(error)), settings.leaseMs)
    withPatience(environment, settings.patience, () => environment.database.query(statement)).catch(
      () => undefined,
    )
  }

  /** E10: ends what was recovered too often. If that fails, the next claim finds it as this one did. */
  function exhaust(workflow: AnyWorkflow, held: Held, row: Row): void {
    const errorText = JSON.stringify({
      name: 'RecoveriesExhausted',
      message:
        `Its executors died, or lost their lease, ${Number(row['recoveries']) + 1} times. ` +
        'Resume it when the cause is gone.',
    })
    const end = { status: 'exhausted', outputText: null, errorText } as const
    const statement = finishStatement(workflow.name, held, end, row['parent'] !== null)
    withPatience(environment, settings.patience, () => environment.database.query(statement)).then(
      () => watchers.tell(held.id, null),
      () => undefined,
    )
  }

  function keep(execution: Execution): void {
    executions.set(execution.held.id, execution)
    leases.keep()
  }

  async function loadAndConclude(execution: Execution): Promise<void> {
    // E6: in a statement of its own. Under the epoch of the claim nobody older can write any more.
    execution.load(await execution.query(loadStatement(execution.workflow.name, execution.held.id)))
    await conclude(execution)
  }

  function take(row: Row): void {
    const held = heldIn(row)
    const { id, epoch } = held
    const workflow = workflows.get(String(row['name']))
    // It was claimed by its name.
    if (!workflow) return
    if (row['is_exhausted'] === true) {
      exhaust(workflow, held, row)
      return
    }
    tell(environment, { kind: 'claimed', workflowId: id, epoch, recovered: row['was_running'] === true })
    // V1: the order of its keys is the database's, and is made the one that the first run saw.
    const input = toJson(row['input'], `the input of ${workflow.name}`)
    begin(workflow, {
      held,
      input,
      inbox: Number(row['inbox']),
      isFirstRun: false,
      hasParent: row['parent'] !== null,
      isCancelled: row['is_cancelled'] === true,
    })
    if (row['is_suspect'] === true) suspect = executions.get(id) ?? null
  }

  /** E13: nothing else is claimed until it is out of memory again, or has lived for as long as a lease is renewed. */
  async function leaveSuspectAlone(): Promise<void> {
    const timer = startTimer(environment, settings.renewMs)
    const isOver = timer.over.then(() => {
      suspect = null
    })
    while (suspect !== null && !isStopping && !failure) await Promise.race([isOver, nudged()])
    timer.stop()
  }

  /** Claims what is due; if nothing is, says in how many milliseconds something will be. */
  async function claim(): Promise<{ readonly claimed: number; readonly nextDueMs: number | null }> {
    const { executorId, leaseMs, claimLimit, maxConcurrent, recoveryLimit, version } = settings
    const names = [...workflows.keys()]
    const limit = Math.min(claimLimit, maxConcurrent - executions.size - reserved)
    reserved += limit
    let rows: readonly Row[]
    try {
      rows = await environment.database.query(
        claimStatement({ executorId, names, leaseMs, limit, recoveryLimit, version }),
      )
    } finally {
      reserved -= limit
    }
    const [first = {}] = rows
    if (first['id'] === null || first['id'] === undefined) {
      const nextDueMs = first['next_due_ms']
      const isNever = nextDueMs === null || nextDueMs === undefined
      return { claimed: 0, nextDueMs: isNever ? null : Math.max(0, Number(nextDueMs)) }
    }
    for (const row of rows) take(row)
    return { claimed: rows.length, nextDueMs: null }
  }

  async function look(): Promise<void> {
    let backoff = createBackoff(environment, settings.patience)
    while (!isStopping) {
      if (failure) throw failure.error
      wasNudged = false
      if (isFull()) {
        await nudged()
        continue
      }
      let found: Awaited<ReturnType<typeof claim>>
      try {
        found = await claim()
        backoff = createBackoff(environment, settings.patience)
      } catch (error) {
        // A statement that is wrong stays wrong: say so. The rest passes, however long it takes.
        if (!isTransientForEngine(error)) throw explainSchemaError(error)
        if (!(await backoff.wait())) backoff = createBackoff(environment, settings.patience)
        continue
      }
      if (suspect !== null) await leaveSuspectAlone()
      if (found.claimed > 0 || wasNudged || isStopping) continue
      // An idle that was overtaken by a nudge resolves later, to nobody.
      await Promise.race([environment.idle(found.nextDueMs), nudged()])
    }
  }

  /** E12: what is still in memory is left to others. What it does from now on has no effect (X1). */
  async function handOver(): Promise<void> {
    const held = [...executions.values()].map((execution) => execution.held)
    for (const execution of executions.values()) execution.leave({ why: 'handed-over' })
    await release(held)
  }

  async function release(held: readonly Held[]): Promise<void> {
    if (held.length === 0) return
    try {
      await environment.database.query(releaseStatement(held))
    } catch (error) {
      // Their leases end by themselves.
      if (!isTransientForEngine(error)) throw error
    }
  }

  /** Resolves when the loop has ended, and nothing is left in memory. */
  async function emptied(): Promise<void> {
    await loop
    if (executions.size > 0) await new Promise<void>((resolve) => tellEmpty.push(resolve))
  }

  function nudged(): Promise<void> {
    return new Promise((resolve) => {
      wake = resolve
    })
  }

  function nudge(): void {
    wasNudged = true
    wake()
  }

  return {
    watchers,
    find: (workflowId) => executions.get(workflowId),
    begin,
    run: () => (loop ??= look()),
    async stop(deadlineMs) {
      isStopping = true
      nudge()
      if (deadlineMs === Infinity) return emptied()
      const deadline = startTimer(environment, deadlineMs)
      try {
        await Promise.race([emptied(), deadline.over])
      } finally {
        deadline.stop()
        // A claim that is still under way may bring more.
        isHandedOver = true
        await handOver()
      }
    },
    nudge,
    reservePlace() {
      if (isFull()) return false
      reserved += 1
      return true
    },
    freePlace() {
      if (isFull()) nudge()
      reserved -= 1
    },
  }
}

/** What a row of a claim says that this executor holds now. */
function heldIn(row: Row): Held {
  return { id: String(row['id']), epoch: Number(row['epoch']) }
}
