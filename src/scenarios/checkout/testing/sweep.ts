/** Every crash of every server operation, alone or together with something that befalls the webhook of the payment. */
import { defaultInput, parsePlan, type Fault, type Input, type Run } from '#simulator'
import type { Simulator } from '#simulator/simulate.ts'

/** What befalls the webhook, by name. */
export const companions = {
  alone: '',
  'webhook dropped': 'stripe/webhook:checkout.session.completed#1=drop',
  'webhook dropped for good': 'stripe/webhook:checkout.session.completed#1=drop(tries=all)',
  'webhook twice': 'stripe/webhook:checkout.session.completed#1=duplicate',
  'webhook late': 'stripe/webhook:checkout.session.completed#1=delay(by=31min)',
} as const

export interface Sweep {
  readonly schedules: number
  readonly violating: readonly Run[]
  /** How many schedules violate each invariant. */
  readonly violations: ReadonlyMap<string, number>
}

/**
 * Runs a base plan, then each crash at each of its server operations on top of it.
 * @param base what differs from the default input; its plan is the companion
 */
export async function sweepCrashes(
  simulator: Simulator,
  base: Partial<Input>,
  restartMs: number | null = 30_000,
): Promise<Sweep> {
  const input = { ...defaultInput, ...base }
  const quiet = await simulator.simulate(input, { capture: false })
  const violating: Run[] = quiet.verdicts.every(({ holds }) => holds) ? [] : [quiet]
  const crashes = quiet.points
    .filter((point) => point.startsWith('server/'))
    .flatMap((point) => crashesAt(point, restartMs))
  for (const crash of crashes) {
    const run = await simulator.simulate({ ...input, plan: [...input.plan, crash] }, { capture: false })
    if (run.verdicts.some(({ holds }) => !holds)) violating.push(run)
  }
  const violations = new Map<string, number>()
  for (const run of violating)
    for (const { id, holds } of run.verdicts) if (!holds) violations.set(id, (violations.get(id) ?? 0) + 1)
  return { schedules: crashes.length + 1, violating, violations }
}

function crashesAt(point: string, restartMs: number | null): readonly Fault[] {
  const restart = restartMs === null ? 'never' : `${restartMs}ms`
  return [
    ...parsePlan(`${point}=crash-before(restart=${restart})`),
    ...parsePlan(`${point}=crash-after(restart=${restart})`),
  ]
}
