import { describe, expect, test } from 'vitest'
import { naiveSample } from '#simulator/testing/sample-runs.ts'
import type { Answer } from '#simulator/read-only-query.ts'
import type { SqlClient } from './client.ts'
import type { SqlQuestion } from './question.ts'
import { createSqlSession } from './session.ts'

const run = naiveSample()

function setUp() {
  const asked: SqlQuestion[] = []
  const answers: ((answer: Answer) => void)[] = []
  const client: SqlClient = {
    wake: () => Promise.resolve({ orders: ['id'] }),
    ask: (question) => {
      asked.push(question)
      return new Promise((resolve) => answers.push(resolve))
    },
    end: () => undefined,
  }
  return { session: createSqlSession(client), asked, answers }
}

const flush = () => new Promise((resolve) => setTimeout(resolve))

describe('the console’s session', () => {
  test('remembers where a question was asked, and its text once', async () => {
    const { session, asked, answers } = setUp()
    for (const sql of ['select 1', 'select 2', 'select 1']) {
      const asking = session.getState().ask(run, 12, sql)
      await flush()
      expect(session.getState()).toMatchObject({ isAsking: true, text: sql })
      answers.at(-1)?.({ kind: 'nothing' })
      await asking
    }
    expect(asked[0]?.tables['inventory']).toEqual([{ sku: 'mug', stock: 1 }])
    expect(session.getState()).toMatchObject({
      isAsking: false,
      history: ['select 2', 'select 1'],
      columns: { orders: ['id'] },
      outcome: { sql: 'select 1', cursor: 12, answer: { kind: 'nothing' } },
    })
  })

  test('shows the latest question’s answer only', async () => {
    const { session, answers } = setUp()
    const first = session.getState().ask(run, 1, 'select 1')
    await flush()
    const second = session.getState().ask(run, 2, 'select 2')
    await flush()
    answers[1]?.({ kind: 'nothing' })
    await second
    answers[0]?.({ kind: 'nothing' })
    await first
    expect(session.getState().outcome?.cursor).toBe(2)
  })

  test('says why there is no answer, and drops one that was stopped', async () => {
    const failing: SqlClient = {
      wake: () => Promise.reject(new Error('Check your connection and try again.')),
      ask: () => Promise.reject(new Error('never')),
      end: () => undefined,
    }
    const session = createSqlSession(failing)
    await session.getState().ask(run, 1, 'select 1')
    expect(session.getState().outcome?.answer).toEqual({
      kind: 'failed',
      sentence: 'Check your connection and try again.',
    })
    session.getState().clear()
    const stopped = session.getState().ask(run, 1, 'select 1')
    session.getState().rest()
    await stopped
    expect(session.getState()).toMatchObject({ isAsking: false, outcome: null })
  })
})
