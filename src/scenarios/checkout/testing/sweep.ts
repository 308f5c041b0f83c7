/** Every crash of every server operation, alone or together with something that befalls the webhook of the payment. */
import { defaultInput, parsePlan, type Fault, type Input, type Plan, type Run } from '#simulator'
import type { Simulator } from '#simulator/simulate.ts'

/** The webhook that tells the shop what a customer did; none where they never came to Stripe. */
const webhooks: { readonly [customer: string]: string } = {
  pays: 'checkout.session.completed',
  leaves: 'checkout.session.expired',
}

const fates = {
  'webhook dropped': 'drop',
  'webhook dropped for good': 'drop(tries=all)',
  'webhook twice': 'duplicate',
  'webhook late': 'delay(by=31min)',
} as const

export interface Companion {
  readonly name: string
  readonly plan: Plan
}

/** What can befall the webhook of a customer, nothing included. */
export function companionsOf(customer: string): readonly Companion[] {
  const type = webhooks[customer]
  const befallen =
    type === undefined
      ? []
      : Object.entries(fates).map(([name, fate]) => ({
          name,
          plan: parsePlan(`stripe/webhook:${type}#1=${fate}`),
        }))
  return [{ name: 'alone', plan: [] }, ...befallen]
}

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
  // A companion that does not meet its webhook would only repeat the sweep without it.
  if (quiet.faults.some(({ fired }) => !fired))
    throw new Error(`A fault of the base plan did not fire: ${JSON.stringify(quiet.faults)}`)
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
