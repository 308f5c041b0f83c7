/** What a run of the checkout violates, in short: for tests that look at many. */
import { defaultInput, parsePlan, violatedIds, whyNotJudged, type Run } from '#simulator'
import type { Simulator } from '#simulator/simulate.ts'

export interface Case {
  readonly implementation: string
  readonly customers: string
  readonly plan: string
  readonly guards: { readonly [guard: string]: boolean }
  readonly servers?: number
  readonly stock?: number
}

/** @returns ids of the violated invariants, `S4 S6`; empty where all hold, and in brackets where a fault did not happen */
export async function violatedBy(simulator: Simulator, { customers, plan, ...rest }: Case): Promise<string> {
  const run = await simulator.simulate(
    { ...defaultInput, ...rest, customers: customers.split(','), plan: parsePlan(plan) },
    { capture: false },
  )
  const ids = idsOf(run)
  return run.faults.every(({ fired }) => fired) ? ids : `(${ids})`
}

/** What was not judged does not hold either. */
export function idsOf(run: Run): string {
  const unjudged = whyNotJudged(run)
  return [...violatedIds(run), ...(unjudged === null ? [] : [`(${unjudged})`])].join(' ')
}
