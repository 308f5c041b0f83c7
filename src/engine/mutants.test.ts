/** The checks can fail: each of three ways to break the engine is caught, by the rule that it breaks. */
import { expect, test } from 'vitest'
import type { Database, Statement } from './environment.ts'
import { checkCrashes, checkStaleFailure, checkZombies, type Mutation } from './testing/checks.ts'
import { createClockedDatabase } from './testing/clock.ts'
import { effectTableSql, RuleBrokenError } from './testing/everything.ts'
import { usePostgres } from './testing/postgres-server.ts'
import { workflow } from './workflow.ts'

const server = usePostgres()

/** @returns the rule that was found broken */
async function brokenRule(check: Promise<unknown>): Promise<string> {
  try {
    await check
  } catch (error) {
    if (error instanceof RuleBrokenError) return error.rule
    throw error
  }
  return 'none'
}

/** The application's rows commit, and then the checkpoint does, in a commit of its own. */
function checkpointApart(database: Database): Database {
  return {
    query: (statement) => database.query(statement),
    async begin(purpose) {
      const tx = await database.begin(purpose)
      let hasCommitted = false
      return {
        async query(statement) {
          if (!statement.label.startsWith('checkpoint:')) return tx.query(statement)
          await tx.commit()
          hasCommitted = true
          return database.query(statement)
        },
        commit: () => (hasCommitted ? Promise.resolve() : tx.commit()),
        rollback: () => tx.rollback(),
      }
    },
  }
}

/** Who writes under an old epoch is not refused. */
function withoutFence(statement: Statement): Statement {
  const text = statement.text
    .replace(
      `epoch = $2::int and status = 'running' for no key update`,
      `$2::int is not null for no key update`,
    )
    .replace('where id = $1 and epoch = $2::int\n', 'where id = $1 and $2::int is not null\n')
  return { ...statement, text }
}

/** The outside world is called under a new key each time. */
const keyPerAttempt: NonNullable<Mutation['workflow']> = ({ name, run }) => {
  let attempts = 0
  return workflow(name, (ctx, input) =>
    run(
      {
        ...ctx,
        step: (stepName, call, options) =>
          ctx.step(
            stepName,
            (attempt) => {
              attempts += 1
              return call({ ...attempt, idempotencyKey: `${attempt.idempotencyKey}/${attempts}` })
            },
            options,
          ),
      },
      input,
    ),
  )
}

test('without a mutation the checks hold', async () => {
  const database = await createClockedDatabase(server(), effectTableSql)
  expect(await brokenRule(checkCrashes(database, 'before'))).toBe('none')
  expect(await brokenRule(checkStaleFailure(database))).toBe('none')
})

test('E3: the checkpoint in a commit of its own is caught', async () => {
  const database = await createClockedDatabase(server(), effectTableSql)
  expect(await brokenRule(checkCrashes(database, 'before', { database: checkpointApart }))).toBe(
    'E3, one effect a step',
  )
})

test('E5: an engine without its fence is caught', async () => {
  const database = await createClockedDatabase(server(), effectTableSql)
  expect(await brokenRule(checkStaleFailure(database, { statement: withoutFence }))).toBe(
    'E5, a zombie writes nothing',
  )
})

test('E5: the fence does not keep effects from coming twice: the primary key and the shared commit do', async () => {
  const database = await createClockedDatabase(server(), effectTableSql)
  expect(await brokenRule(checkZombies(database, 'before', { statement: withoutFence }))).toBe('none')
})

test('E4: a key made for each attempt is caught', async () => {
  const database = await createClockedDatabase(server(), effectTableSql)
  expect(await brokenRule(checkCrashes(database, 'before', { workflow: keyPerAttempt }))).toBe(
    'E4, one key a step',
  )
})
