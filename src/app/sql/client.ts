/**
 * The page's side of the SQL console's worker.
 *
 * Owns the worker and the question that it is at.
 *
 * A1 A question that takes too long costs the worker its life, since nothing else ends it; so does one that fails, and
 *    one that leaves the session in doubt. The next question gets a new worker.
 * A2 One question at a time.
 */
import type { Answer } from '#simulator/read-only-query.ts'
import { sendParts, type LoadedParts } from '../worker/parts.ts'
import { parseFromSqlWorker, type Columns, type FromSqlWorker, type ToSqlWorker } from './protocol.ts'
import type { SqlQuestion } from './question.ts'

/** What the client needs of a `Worker`. */
export interface SqlWorkerLike {
  postMessage(message: ToSqlWorker): void
  terminate(): void
  onmessage: ((event: MessageEvent<unknown>) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
}

export interface SqlClientOptions {
  readonly load: () => LoadedParts
  /** Postgres did not start from what was loaded. */
  readonly forget: () => void
  readonly startWorker: () => SqlWorkerLike
  readonly questionMs?: number
  readonly startMs?: number
}

export interface SqlClient {
  /** Starts Postgres where it is not up yet. @throws {Error} with a sentence for the reader. */
  wake(): Promise<Columns>
  /** @throws {Error} with a sentence for the reader. */
  ask(question: SqlQuestion): Promise<Answer>
  /** Ends the worker; a question under way is given up with that sentence. */
  end(sentence: string): void
}

interface Waiting {
  timer: ReturnType<typeof setTimeout> | undefined
  readonly resolve: (message: FromSqlWorker) => void
  readonly reject: (error: Error) => void
}

/** What happened, what it changed, and what to do. */
const crashWords =
  'That query crashed Postgres. The tables are unchanged. The next query gets a new Postgres: try a smaller one.'

export function createSqlClient(options: SqlClientOptions): SqlClient {
  const { load, forget, startWorker, questionMs = 5_000, startMs = 45_000 } = options
  let worker: SqlWorkerLike | null = null
  let columns: Promise<Columns> | null = null
  let waiting: Waiting | null = null
  let last: Promise<unknown> = Promise.resolve()

  const settle = (): Waiting | null => {
    const settled = waiting
    clearTimeout(settled?.timer)
    waiting = null
    return settled
  }

  const end = (sentence: string) => {
    worker?.terminate()
    worker = null
    columns = null
    settle()?.reject(new Error(sentence || 'Postgres has been stopped.'))
  }

  const expectAnswer = () =>
    new Promise<FromSqlWorker>((resolve, reject) => {
      waiting = { resolve, reject, timer: undefined }
    })

  const limit = (withinMs: number, sentence: string) => {
    if (waiting !== null) waiting.timer = setTimeout(() => end(sentence), withinMs)
  }

  const start = async (): Promise<Columns> => {
    let isUp = false
    const started = startWorker()
    worker = started
    started.onmessage = ({ data }) => {
      if (started === worker) settle()?.resolve(parseFromSqlWorker(data))
    }
    started.onerror = (event) => {
      event.preventDefault?.()
      if (started === worker)
        end(
          isUp
            ? crashWords
            : `Postgres could not start: ${event.message || 'its file could not be loaded or run'}. Ask again.`,
        )
    }
    const ready = expectAnswer()
    await Promise.race([ready, sendParts((message) => started.postMessage(message), load())])
    limit(startMs, 'Postgres did not start in this tab. Ask again.')
    const message = await ready
    if (message.kind !== 'ready') {
      forget()
      throw new Error(reasonIn(message))
    }
    isUp = true
    return message.columns
  }

  const wake = (): Promise<Columns> => {
    const waking = (columns ??= start())
    return waking.catch((error: unknown) => {
      // What failed is not kept.
      if (columns === waking) end('')
      throw error
    })
  }

  const ask = async (question: SqlQuestion): Promise<Answer> => {
    await wake()
    if (worker === null) throw new Error('Postgres has been stopped.')
    const answer = expectAnswer()
    limit(
      questionMs,
      `No answer within ${questionMs / 1_000} seconds, so the query was stopped. Nothing has changed.`,
    )
    worker.postMessage({ kind: 'ask', question })
    const message = await answer
    // A1.
    if (message.kind !== 'answered') {
      end('')
      throw new Error(
        message.kind === 'crashed' ? crashWords : `The query could not be run: ${reasonIn(message)}`,
      )
    }
    if (message.isInDoubt) end('')
    return message.answer
  }

  return {
    wake,
    end,
    ask(question) {
      // A2.
      const answer = last.then(() => ask(question))
      last = answer.catch(() => undefined)
      return answer
    },
  }
}

function reasonIn(message: FromSqlWorker): string {
  return message.kind === 'failed' ? message.reason : 'it answered something else.'
}
