/**
 * Promises that can be checked against the engine as it is, and against one with a part of it broken: then the check
 * has to fail, and to say which rule it was.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Database, Statement } from '../environment.ts'
import { workflow, type Workflow } from '../workflow.ts'
import type { ClockedDatabase } from './clock.ts'
import {
  carryThrough,
  checkEverything,
  createEverything,
  dumpWorkflow,
  everythingCalls,
  RuleBrokenError,
  type EverythingOutput,
  type Outside,
} from './everything.ts'
import { actAt, freezeAt, placeName, sweep, type Fault, type Place } from './faults.ts'
import { never } from './intercept.ts'
import { createTestExecutor, type TestExecutor } from './test-executor.ts'

/** What is broken on purpose. */
export interface Mutation {
  /** Each statement, on its way to the server. */
  readonly statement?: (statement: Statement) => Statement
  readonly database?: (database: Database) => Database
  readonly workflow?: (workflow: Workflow<string, EverythingOutput>) => Workflow<string, EverythingOutput>
}

/** One executor whose fault comes, and one that takes over, with a workflow of their own. */
interface Pair {
  readonly id: string
  readonly outside: Outside
  readonly faulty: TestExecutor
  readonly other: TestExecutor
  readonly everything: Workflow<string, EverythingOutput>
}

const leaseMs = 30_000

function createPair(database: ClockedDatabase, name: string, fault: Fault, mutation: Mutation): Pair {
  const outside: Outside = { keys: [] }
  const plain = createEverything(`everything-${name}`, outside)
  const everything = mutation.workflow?.(plain) ?? plain
  const create = (id: string, around?: Fault['around']): TestExecutor =>
    createTestExecutor(database, {
      id,
      workflows: [everything],
      leaseMs,
      max: 3,
      ...(around ? { around } : {}),
      ...(mutation.statement ? { change: mutation.statement } : {}),
      ...(mutation.database ? { mutate: mutation.database } : {}),
    })
  return {
    id: `workflow-${name}`,
    outside,
    faulty: create(`faulty-${name}`, fault.around),
    other: create(`other-${name}`),
    everything,
  }
}

/**
 * E3, E4, E8, E10: an executor dies before, or after, each of its calls in turn; another ends the workflow.
 * @returns the calls at which it died
 * @throws {RuleBrokenError}
 */
export async function checkCrashes(
  database: ClockedDatabase,
  when: 'before' | 'after',
  mutation: Mutation = {},
): Promise<readonly Place[]> {
  return sweep(everythingCalls, async (place) => {
    let faulty: TestExecutor | null = null
    let isDead = false
    const fault = actAt(place, when, async () => {
      await faulty?.crash()
      isDead = true
      // Its function must not go on either.
      await never()
    })
    const pair = createPair(database, `${when}-${placeName(place)}`, fault, mutation)
    faulty = pair.faulty
    await endByOther(database, pair, fault, () => isDead)
    await pair.faulty.crash()
    await checkEverything(database, pair.id, pair.outside)
    return fault
  })
}

/** Starts the workflow at the faulty one, and sees to it that it ends: by the other one, from the fault on. */
async function endByOther(
  database: ClockedDatabase,
  pair: Pair,
  fault: Fault,
  isOrphaned: () => boolean = fault.isHit,
): Promise<void> {
  const { id, faulty, other, everything } = pair
  // Until its fault has come the faulty one has the workflow for itself: so its calls are the same ones each time.
  faulty.run()
  void faulty.engine.start(everything, id, 'a').catch(() => undefined)
  await carryThrough(database, id, other, {
    isNeeded: isOrphaned,
    async takeOver() {
      await endSessionThatLocks(database, pair)
      // Where nobody has heard of the start, somebody asks again: that is what the ID is for (E1).
      if ((await other.engine.status(id)) === 'unknown') await other.engine.start(everything, id, 'a')
      other.run()
    },
  })
  // The end may be there before its executor has heard of it, and so before a fault at its answer.
  await Promise.race([fault.hit, faulty.engine.stop()])
  const result = await other.engine.result(id)
  const expected = '{"answer":"answer to a","message":"paid"}'
  if (JSON.stringify(result) !== expected) throw new RuleBrokenError('E4, its result', JSON.stringify(result))
  await other.crash()
}

/**
 * Ends the session of a frozen executor that has locked its workflow's row in an open transaction. On a server the
 * time-out for idle transactions does that, half a lease later; its clock is the machine's, and cannot be moved.
 */
async function endSessionThatLocks({ observer }: ClockedDatabase, { id, faulty }: Pair): Promise<void> {
  await observer.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = $2 and state = 'idle in transaction'
       and exists (select from engine.workflow where id = $1)
       and not exists (select from engine.workflow where id = $1 for no key update skip locked)`,
    [id, faulty.id],
  )
}

/**
 * E5: an executor freezes before, or after, each of its calls in turn; another takes over after the lease and ends the
 * workflow; then the first one thaws, and writes nothing more.
 * @returns the calls at which it froze
 * @throws {RuleBrokenError}
 */
export async function checkZombies(
  database: ClockedDatabase,
  when: 'before' | 'after',
  mutation: Mutation = {},
): Promise<readonly Place[]> {
  return sweep(everythingCalls, async (place) => {
    const freeze = freezeAt(place, when)
    const pair = createPair(database, `frozen-${when}-${placeName(place)}`, freeze, mutation)
    const { id, faulty, outside } = pair
    await endByOther(database, pair, freeze)
    const before = await dumpWorkflow(database, id)
    freeze.thaw()
    await faulty.engine.stop()
    const after = await dumpWorkflow(database, id)
    await faulty.crash()
    if (after !== before)
      throw new RuleBrokenError(
        'E5, a zombie writes nothing',
        `frozen ${when} ${placeName(place)}, it changed ${before} to ${after}`,
      )
    await checkEverything(database, id, outside)
    return freeze
  })
}

/**
 * E5: an executor stands still within a call to the outside; another takes over and makes the call too. Then the first
 * call fails, late. Whoever waits for the second one must not hear of that.
 * @throws {RuleBrokenError}
 */
export async function checkStaleFailure(database: ClockedDatabase, mutation: Mutation = {}): Promise<void> {
  let isFrozen = false
  const calls: { fail(error: Error): void; succeed(): void }[] = []
  const calling = workflow('calling', (ctx) =>
    ctx.step(
      'call',
      () =>
        new Promise<string>((resolve, reject) => {
          calls.push({ fail: reject, succeed: () => resolve('answer') })
        }),
    ),
  )
  const common = {
    workflows: [calling],
    leaseMs,
    ...(mutation.statement ? { change: mutation.statement } : {}),
  }
  const zombie = createTestExecutor(database, {
    ...common,
    id: 'zombie',
    around: async (_call, run) => {
      while (isFrozen) await wait(5)
      return run()
    },
  })
  const other = createTestExecutor(database, { ...common, id: 'other' })
  await zombie.engine.start(calling, 'order-1', null)
  isFrozen = true
  await database.advance(leaseMs)
  other.run()
  while (calls.length < 2) await wait(5)
  isFrozen = false
  calls[0]?.fail(new Error('The connection was reset.'))
  await zombie.engine.stop()
  calls[1]?.succeed()
  const result = await other.engine.result('order-1').catch(String)
  await Promise.all([zombie.crash(), other.crash()])
  if (result !== 'answer') throw new RuleBrokenError('E5, a zombie writes nothing', JSON.stringify(result))
}
