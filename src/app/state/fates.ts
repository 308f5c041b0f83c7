/** What became of each fault of the plan: in the lane that is looked at, or in all of them. */
import type { Run } from '#simulator'
import { isBeginning } from '../model/beginning.ts'
import { strikeOf, type Comparison } from './comparison.ts'
import type { Lane } from './lanes.ts'

export interface Fate {
  /** Where it strikes: an event, or a moment of the comparison; null where it does not. */
  readonly at: number | null
  /** `not reached in this lane`; null where it strikes wherever it is looked for. */
  readonly note: string | null
  /** Why, a sentence for each lane. */
  readonly reason: string | null
  /** Whether the run that tells has not come yet, or not come so far. */
  readonly isWaiting: boolean
}

export const waiting: Fate = {
  at: null,
  note: null,
  reason: 'The run with this fault is still being computed',
  isWaiting: true,
}

export function fateInRun(run: Run, fault: number): Fate {
  const outcome = run.faults[fault]
  if (outcome?.fired === true) return { at: outcome.event, note: null, reason: null, isWaiting: false }
  if (isBeginning(run)) return waiting
  return { at: null, note: 'not reached in this lane', reason: outcome?.reason ?? null, isWaiting: false }
}

export function fateInAll(lanes: readonly Lane[], comparison: Comparison, fault: number): Fate {
  const compared = comparison.lanes.flatMap(({ run, anchor }, at) =>
    run === null ? [] : [{ run, anchor, title: lanes[at]?.implementation.title ?? '' }],
  )
  if (strikesNowhereYet(compared, fault)) return waiting
  const strikes = compared.flatMap(({ run, anchor }) => {
    const strike = strikeOf(run, fault)
    return strike === null ? [] : [strike - anchor]
  })
  const spared = compared.flatMap(({ run, title }) => {
    const outcome = run.faults[fault]
    return outcome?.fired === false && !isBeginning(run) ? [{ title, reason: outcome.reason }] : []
  })
  return {
    at: strikes.length === 0 ? null : Math.min(...strikes),
    note: sparedWords(
      spared.map(({ title }) => title),
      compared.length,
    ),
    reason: spared.length === 0 ? null : spared.map(({ title, reason }) => `${title}: ${reason}`).join('\n'),
    isWaiting: false,
  }
}

function strikesNowhereYet(compared: readonly { readonly run: Run }[], fault: number): boolean {
  return (
    compared.some(({ run }) => isBeginning(run)) && compared.every(({ run }) => strikeOf(run, fault) === null)
  )
}

function sparedWords(spared: readonly string[], all: number): string | null {
  if (spared.length === 0) return null
  if (spared.length === all) return 'not reached in any lane'
  return spared.length === 1 ? `not in ${spared[0] ?? ''}` : `not in ${spared.length} of ${all} lanes`
}
