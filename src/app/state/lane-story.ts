/** What a lane's run comes to, in a verdict and one short sentence, made from its verdicts and its trace. */
import type { Run, Verdict } from '#simulator'
import { sentence } from '#simulator/sentence.ts'
import type { Dialogue } from './catalogue.ts'
import { strikeOf } from './comparison.ts'

export interface LaneStory {
  /** `Holds`, `Stuck`, or what went wrong. */
  readonly verdict: string
  /** By what it holds, or where it is stuck; nothing where something is violated. */
  readonly sentence: string
  /** What is. */
  readonly violated: readonly Verdict[]
}

export function laneStory(run: Run, { answer, tone }: Dialogue): LaneStory {
  // The page asks one question of all lanes, so a lane says what it did rather than yes or no.
  const claim = answer.replace(/^(Yes|No)\. /, '')
  switch (tone) {
    case 'holds':
      return { verdict: 'Holds', sentence: `${claim} ${howOf(run)}`.trim(), violated: [] }
    case 'stuck':
      return { verdict: 'Stuck', sentence: claim, violated: [] }
    case 'violated':
      return {
        verdict: claim.replace(/\.$/, ''),
        sentence: '',
        violated: run.verdicts.filter(({ holds }) => !holds),
      }
  }
}

/** By what it holds: what was called again under the same key, or not run again at all. */
function howOf(run: Run): string {
  if (run.faults.length > 0 && !run.faults.some(({ fired }) => fired)) return 'No fault strikes here.'
  return calledAgain(run) ?? reused(run) ?? ''
}

/** “Once” always comes with its scope: a call outside the database may have been made more often. */
function calledAgain({ trace }: Run): string | null {
  const keys = trace.flatMap(({ what }) =>
    what.kind === 'stripe-call' && what.idempotencyKey !== null ? [what.idempotencyKey] : [],
  )
  const repeated = keys.find((key, at) => keys.indexOf(key) < at)
  if (repeated === undefined) return null
  return `Stripe was called ${keys.filter((key) => key === repeated).length} times under one key.`
}

/** The checkpoint that kept the broken operation from running again, or that it ran again and counted once. */
function reused(run: Run): string | null {
  const fault = run.faults.findIndex(({ fired }) => fired)
  const strike = fault < 0 ? null : strikeOf(run, fault)
  const label = run.input.plan[fault]?.point.label ?? ''
  if (strike === null) return null
  const event = run.trace.find(
    ({ index, what }) => index > strike && what.kind === 'step' && label.endsWith(`:${what.name}`),
  )
  if (event?.what.kind !== 'step' || event.actor.role !== 'server') return null
  return event.what.progress === 'replayed'
    ? `${sentence(event, run)}.`
    : `${event.actor.name} ran ${event.what.name} again, and it counted once.`
}
