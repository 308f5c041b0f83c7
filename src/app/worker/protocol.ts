/** What the page and its simulation worker say to each other. */
import * as v from 'valibot'
import type { Input, Run } from '#simulator'
import type { DatabaseParts } from '#simulator/database.ts'

export type ToWorker =
  | { readonly kind: 'start'; readonly parts: DatabaseParts }
  | { readonly kind: 'simulate'; readonly question: number; readonly input: Input }

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'ran'; readonly question: number; readonly run: Run }
  /** `question` is null where the worker could not even start. */
  | { readonly kind: 'failed'; readonly question: number | null; readonly reason: string }

const isRun = (value: unknown): value is Run =>
  typeof value === 'object' && value !== null && 'trace' in value && Array.isArray(value.trace)

const fromWorker: v.GenericSchema<unknown, FromWorker> = v.variant('kind', [
  v.object({ kind: v.literal('ready') }),
  v.object({ kind: v.literal('ran'), question: v.number(), run: v.custom<Run>(isRun) }),
  v.object({ kind: v.literal('failed'), question: v.nullable(v.number()), reason: v.string() }),
])

/** @throws {v.ValiError} for what no worker of ours says. */
export function parseFromWorker(message: unknown): FromWorker {
  return v.parse(fromWorker, message)
}
