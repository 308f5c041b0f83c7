import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  checkpointSleepStatement,
  checkpointStatement,
  checkpointTimeStatement,
  endWaitStatement,
  lookupStatement,
} from './checkpoint-rows.ts'
import { startChildStatement, type ChildInput } from './child-rows.ts'
import type { Database, Statement } from './environment.ts'
import { publishStatement } from './event-rows.ts'
import { recvStatement, sendStatement, type Awaited } from './message-rows.ts'
import { createPgliteDatabase } from './pglite-database.ts'
import { engineSchemaSql } from './schema.ts'
import {
  blockStatement,
  claimStatement,
  finishStatement,
  sleepStatement,
  startStatement,
  type Held,
} from './workflow-rows.ts'

/**
 * E5 at its sharpest: the new owner is at work, so the workflow's status refuses nothing, and the epoch alone stands
 * between a zombie and the tables.
 */

let pglite: PGlite
let database: Database
beforeAll(async () => {
  pglite = await PGlite.create()
  await pglite.exec(engineSchemaSql)
  database = createPgliteDatabase(pglite)
})
afterAll(() => pglite.close())

const zombie: Held = { id: 'w', epoch: 1 }
const owner: Held = { id: 'w', epoch: 2 }

beforeEach(async () => {
  await pglite.exec('truncate engine.workflow, engine.step_checkpoint, engine.message, engine.event')
  const start = {
    id: 'w',
    name: 'work',
    inputText: 'null',
    executorId: 'A',
    leaseMs: 0,
    version: null,
    isRetry: false,
  }
  await database.query(startStatement(start))
  const claim = {
    executorId: 'B',
    names: ['work'],
    leaseMs: 60_000,
    limit: 1,
    recoveryLimit: 9,
    version: null,
  }
  const [claimed] = await database.query(claimStatement(claim))
  if (claimed?.['epoch'] !== owner.epoch) throw new Error('The new owner did not get the workflow.')
  await database.query(sendStatement('w', 'topic', '"hello"', null))
  await pglite.exec(`
    insert into engine.step_checkpoint (workflow_id, step, name, deadline, epoch, created_at)
    values ('w', 'slept', 'sleep', engine.now(), 1, engine.now())`)
})

const written = { step: '0', name: 'step', outputText: '1', errorText: null, timeoutMs: null, place: null }

const awaited: Awaited = {
  step: '0',
  recordName: 'recv:topic',
  topics: ['topic'],
  timeoutMs: null,
  overText: 'null',
  saysTopic: false,
  place: null,
}
const end = { status: 'succeeded', outputText: '1', errorText: null } as const
const child: ChildInput = {
  step: '0',
  name: 'work',
  childId: 'w/0',
  inputText: 'null',
  version: null,
  isAllowed: true,
  place: null,
}

const statements: readonly (readonly [name: string, of: (held: Held) => Statement])[] = [
  ['checkpoint', (held) => checkpointStatement('step', held, written)],
  ['checkpoint with a place', (held) => checkpointStatement('step', held, { ...written, place: 3 })],
  ['time', (held) => checkpointTimeStatement(held, '0', null)],
  ['time with a place', (held) => checkpointTimeStatement(held, '0', 3)],
  ['end of a sleep', (held) => checkpointSleepStatement(held, 'slept', 3)],
  ['event', (held) => publishStatement('key', held, '0', '1', null)],
  ['event with a place', (held) => publishStatement('key', held, '0', '1', 3)],
  ['recv', (held) => recvStatement('recv:topic', held, awaited)],
  ['recv with a place', (held) => recvStatement('recv:topic', held, { ...awaited, place: 3 })],
  ['race', (held) => recvStatement('race', held, { ...awaited, recordName: 'race:a', saysTopic: true })],
  ['cancellation', (held) => endWaitStatement('step', held, { ...written, errorText: '{}' }, true)],
  ['cancellation of a wait', (held) => endWaitStatement('sleep', held, { ...written, step: 'slept' }, true)],
  ['start of a child', (held) => startChildStatement(held, child)],
  [
    'sleep',
    (held) =>
      sleepStatement('work', held, 1, [{ step: '0', name: 'sleep', timeoutMs: 5_000, topic: null }], false),
  ],
  ['finish', (held) => finishStatement('work', held, end, false)],
  ['finish of a child', (held) => finishStatement('work', held, end, true)],
  ['block', (held) => blockStatement(held, '{}', 1_000)],
]

/** All that the engine has stored, but for times. */
async function everything(): Promise<string> {
  const { rows } = await pglite.query(`
    select (select jsonb_agg(to_jsonb(w) - 'due_at') from engine.workflow w) as workflows,
      (select jsonb_agg(to_jsonb(c)) from engine.step_checkpoint c) as checkpoints,
      (select jsonb_agg(to_jsonb(m)) from engine.message m) as messages,
      (select jsonb_agg(to_jsonb(e)) from engine.event e) as events`)
  return JSON.stringify(rows)
}

describe('E5: while the new owner is at work', () => {
  test.each(statements)('a zombie’s %s writes nothing', async (_name, of) => {
    const before = await everything()
    await database.query(of(zombie))
    expect(await everything()).toBe(before)
  })

  test.each(statements)('the owner’s %s writes', async (_name, of) => {
    const before = await everything()
    await database.query(of(owner))
    expect(await everything()).not.toBe(before)
  })

  test('a zombie that looks for its lost commit is told that it owns nothing', async () => {
    expect(await database.query(lookupStatement('step', zombie, '0'))).toMatchObject([{ is_owned: false }])
    expect(await database.query(lookupStatement('step', owner, '0'))).toMatchObject([{ is_owned: true }])
  })
})
