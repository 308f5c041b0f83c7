/** What has been asked in the console and what came of it: it outlives the tab that shows it. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Run } from '#simulator'
import type { Answer } from '#simulator/read-only-query.ts'
import type { SqlClient } from './client.ts'
import type { Columns } from './protocol.ts'
import { questionAt } from './question.ts'

export interface Outcome {
  readonly sql: string
  /** Where it was asked. */
  readonly run: Run
  readonly cursor: number
  /** Failed: not even an error of Postgres's came. */
  readonly answer: Answer | { readonly kind: 'failed'; readonly sentence: string }
}

export interface SqlSession {
  /** What stands in the editor. */
  readonly text: string
  /** Questions asked, the latest last. */
  readonly history: readonly string[]
  readonly outcome: Outcome | null
  readonly isAsking: boolean
  /** Empty until Postgres has told. */
  readonly columns: Columns
  readonly write: (text: string) => void
  readonly ask: (run: Run, cursor: number, sql: string) => Promise<void>
  /** Takes the answer away. */
  readonly clear: () => void
  /** Has Postgres ready for a question to come, and its columns. */
  readonly wake: () => void
  /** Ends Postgres, and with it the question under way, until it is asked again. */
  readonly rest: () => void
}

const mostHistory = 100

export function createSqlSession(client: SqlClient): StoreApi<SqlSession> {
  /** Counts questions: only the latest one's answer is shown. */
  let latest = 0
  return createStore<SqlSession>()((set, get) => {
    const wake = async () => set({ columns: await client.wake() })
    return {
      text: '',
      history: [],
      outcome: null,
      isAsking: false,
      columns: {},
      write: (text) => set({ text }),
      ask: async (run, cursor, sql) => {
        const number = (latest += 1)
        const history = [...get().history.filter((asked) => asked !== sql), sql].slice(-mostHistory)
        set({ text: sql, isAsking: true, ...(sql.trim() === '' ? {} : { history }) })
        const answer = await answerOf(async () => {
          await wake()
          return client.ask(questionAt(run, cursor, sql))
        })
        if (number === latest) set({ isAsking: false, outcome: { sql, run, cursor, answer } })
      },
      clear: () => set({ outcome: null }),
      wake: () => void wake().catch(() => undefined),
      rest: () => {
        latest += 1
        set({ isAsking: false })
        client.end('')
      },
    }
  })
}

async function answerOf(ask: () => Promise<Answer>): Promise<Outcome['answer']> {
  try {
    return await ask()
  } catch (error) {
    return { kind: 'failed', sentence: error instanceof Error ? error.message : String(error) }
  }
}
