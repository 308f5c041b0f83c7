/** What the page and its workers say to each other: the one that it asks for runs, and those that explore. */
import * as v from 'valibot'
import type { Job, Outcome } from '#explorer/job.ts'
import type { Input, Run } from '#simulator'
import type { PartsMessage } from './parts.ts'

export type ToWorker =
  | PartsMessage
  | { readonly kind: 'simulate'; readonly question: number; readonly input: Input }
  | { readonly kind: 'explore'; readonly question: number; readonly jobs: readonly Job[] }

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'ran'; readonly question: number; readonly run: Run }
  /** In the order of the jobs. */
  | { readonly kind: 'explored'; readonly question: number; readonly outcomes: readonly Outcome[] }
  /** `question` is null where the worker could not even start. */
  | { readonly kind: 'failed'; readonly question: number | null; readonly reason: string }

const isRun = (value: unknown): value is Run =>
  typeof value === 'object' && value !== null && 'trace' in value && Array.isArray(value.trace)

const texts = v.array(v.string())

const outcome: v.GenericSchema<unknown, Outcome> = v.variant('kind', [
  v.object({
    kind: v.literal('verdicts'),
    violated: texts,
    notJudged: v.nullable(v.string()),
    fired: v.boolean(),
    reached: texts,
    behaviour: v.nullable(v.object({ hash: v.string(), pointsLeft: v.number() })),
  }),
  v.object({
    kind: v.literal('points'),
    points: texts,
    preemptible: v.exactOptional(texts),
    foresight: v.exactOptional(
      v.record(v.string(), v.object({ before: v.number(), after: v.number(), jump: v.nullable(texts) })),
    ),
  }),
  v.object({ kind: v.literal('failed'), reason: v.string() }),
])

const fromWorker: v.GenericSchema<unknown, FromWorker> = v.variant('kind', [
  v.object({ kind: v.literal('ready') }),
  v.object({ kind: v.literal('ran'), question: v.number(), run: v.custom<Run>(isRun) }),
  v.object({ kind: v.literal('explored'), question: v.number(), outcomes: v.array(outcome) }),
  v.object({ kind: v.literal('failed'), question: v.nullable(v.number()), reason: v.string() }),
])

/** @throws {v.ValiError} for what no worker of ours says. */
export function parseFromWorker(message: unknown): FromWorker {
  return v.parse(fromWorker, message)
}
