/** What the page and the worker of the SQL console say to each other. */
import * as v from 'valibot'
import type { Answer, Asked } from '#simulator/read-only-query.ts'
import type { PartsMessage } from '../worker/parts.ts'
import type { SqlQuestion } from './question.ts'

/** Columns of every table, by its name. */
export type Columns = { readonly [table: string]: readonly string[] }

export type ToSqlWorker = PartsMessage | { readonly kind: 'ask'; readonly question: SqlQuestion }

export type FromSqlWorker =
  | { readonly kind: 'ready'; readonly columns: Columns }
  | ({ readonly kind: 'answered' } & Asked)
  /** The query crashed Postgres, so that this worker can answer no other. */
  | { readonly kind: 'crashed' }
  | { readonly kind: 'failed'; readonly reason: string }

const text = v.string()
const texts = v.array(text)
const nullableText = v.nullable(text)

const answer: v.GenericSchema<unknown, Answer> = v.variant('kind', [
  v.object({
    kind: v.literal('rows'),
    columns: v.array(v.object({ name: text, kind: v.picklist(['number', 'json', 'text']) })),
    rows: v.array(v.array(nullableText)),
    hasMore: v.boolean(),
    notices: texts,
  }),
  v.object({ kind: v.literal('done'), command: text, notices: texts }),
  v.object({ kind: v.literal('nothing') }),
  v.object({
    kind: v.literal('refused'),
    sqlState: text,
    message: text,
    detail: nullableText,
    hint: nullableText,
    position: v.nullable(v.number()),
  }),
])

const fromSqlWorker: v.GenericSchema<unknown, FromSqlWorker> = v.variant('kind', [
  v.object({ kind: v.literal('ready'), columns: v.record(text, texts) }),
  v.object({ kind: v.literal('answered'), answer, isInDoubt: v.boolean() }),
  v.object({ kind: v.literal('crashed') }),
  v.object({ kind: v.literal('failed'), reason: text }),
])

/** @throws {v.ValiError} for what no worker of ours says. */
export function parseFromSqlWorker(message: unknown): FromSqlWorker {
  return v.parse(fromSqlWorker, message)
}
