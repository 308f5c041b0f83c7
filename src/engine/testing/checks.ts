/**
 * Promises that can be checked against the engine as it is, and against one with a part of it broken: then the check
 * has to fail, and to say which rule it was.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Database, Statement } from '../environment.ts'
import { workflow, type Workflow } from '../workflow.ts'
import {
  checkEverything,
  createEverything,
  dumpWorkflow,
  everythingCall,
  payWhenAsleep,
  RuleBrokenError,
  type EverythingOutput,
  type Outside,
} from './everything.ts'
import { actAt, freezeAt, sweep, type Fault } from './faults.ts'
import type { PostgresDatabase } from './postgres-server.ts'
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

const leaseMs = 300

function createPair(database: PostgresDatabase, name: string, fault: Fault, mutation: Mutation): Pair {
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
  database: PostgresDatabase,
  when: 'before' | 'after',
  mutation: Mutation = {},
): Promise<readonly string[]> {
  const hits = await sweep(async (at) => {
    let crash: () => Promise<void> = () => Promise.resolve()
    const fault = actAt(at, when, () => crash())
    const pair = createPair(database, `${when}-${at}`, fault, mutation)
    crash = () => pair.faulty.crash()
    await endByOther(database, pair, fault)
    await pair.faulty.crash()
    await checkEverything(database, pair.id, pair.outside)
    return fault.hit()
  })
  return hits.map(({ label }) => everythingCall(label))
}

/** Starts the workflow at the faulty one, and sees to it that it ends, whatever becomes of that. */
async function endByOther(database: PostgresDatabase, pair: Pair, fault: Fault): Promise<void> {
  const { id, faulty, other, everything } = pair
  let hasEnded = false
  faulty.run()
  // Until its fault has come the faulty one has the workflow for itself: so its calls are the same ones each time.
  const standIn = (async () => {
    while (fault.hit() === null && !hasEnded) await wait(5)
    other.run()
  })()
  // Where it never hears of its own start, somebody asks again: that is what the ID is for (E1).
  void faulty.engine.start(everything, id, 'a').catch(() => undefined)
  const isStarted = async () => (await other.engine.status(id)) !== 'unknown'
  for (let tries = 0; !(await isStarted()); tries += 1) {
    await wait(10)
    if (tries === 30) await other.engine.start(everything, id, 'a')
  }
  await payWhenAsleep(database, other.engine, id)
  const result = await other.engine.result(id)
  hasEnded = true
  await standIn
  const expected = '{"answer":"answer to a","message":"paid"}'
  if (JSON.stringify(result) !== expected) throw new RuleBrokenError('E4, its result', JSON.stringify(result))
  await other.crash()
}

/**
 * E5: an executor freezes before, or after, each of its calls in turn; another takes over after the lease and ends the
 * workflow; then the first one thaws, and writes nothing more.
 * @returns the calls at which it froze
 * @throws {RuleBrokenError}
 */
export async function checkZombies(
  database: PostgresDatabase,
  when: 'before' | 'after',
  mutation: Mutation = {},
): Promise<readonly string[]> {
  const hits = await sweep(async (at) => {
    const freeze = freezeAt(at, when)
    const pair = createPair(database, `frozen-${when}-${at}`, freeze, mutation)
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
        `frozen ${when} ${freeze.hit()?.label ?? 'nothing'}, it changed ${before} to ${after}`,
      )
    await checkEverything(database, id, outside)
    return freeze.hit()
  })
  return hits.map(({ label }) => everythingCall(label))
}

/**
 * E5: an executor stands still within a call to the outside; another takes over and makes the call too. Then the first
 * call fails, late. Whoever waits for the second one must not hear of that.
 * @throws {RuleBrokenError}
 */
export async function checkStaleFailure(database: PostgresDatabase, mutation: Mutation = {}): Promise<void> {
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
