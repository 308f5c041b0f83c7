/**
 * What would have had to be otherwise: the same plan, with one guard switched the other way, or in another lane.
 *
 * Every finding is the outcome of a run. Nothing is known beforehand.
 */
import { allHold, violatedIds, whyNotJudged, type Input, type Run } from '#simulator'
import type { Guard } from '#simulator/scenario.ts'

/** An implementation, as far as it can be switched. */
export interface Lane {
  readonly name: string
  readonly guards: readonly Guard[]
}

/** One thing that is otherwise, and the input that says so. */
export type Trial =
  | { readonly kind: 'guard'; readonly guard: Guard; readonly on: boolean; readonly input: Input }
  | { readonly kind: 'lane'; readonly implementation: string; readonly input: Input }

export type Finding = Trial & {
  /** Whether all invariants hold then. */
  readonly passes: boolean
  /** Ids of those that are violated. */
  readonly violated: readonly string[]
  /** Why others could not be judged; null where all were. */
  readonly notJudged: string | null
}

/**
 * Tries each guard on its own: those that are off where the run violates something, those that are on where it holds.
 * Where something is violated and no guard helps, tries the other lanes as they are.
 * @param simulate gives a run with its verdicts; stop asking for findings and it is not called again
 */
export async function* counterfactuals(
  run: Run,
  lanes: readonly Lane[],
  simulate: (input: Input) => Promise<Run>,
): AsyncGenerator<Finding> {
  const broken = violatedIds(run).length > 0
  // Nothing can be compared with a run that was stopped before its end.
  if (!broken && !allHold(run)) return
  let helps = false
  for (const trial of guardTrials(run, lanes)) {
    const finding = found(trial, await simulate(trial.input))
    helps ||= finding.passes
    yield finding
  }
  if (!broken || helps) return
  for (const trial of laneTrials(run, lanes)) yield found(trial, await simulate(trial.input))
}

/** The guards that can be switched, each with its input: on where something is violated, off where all holds. */
export function guardTrials(run: Run, lanes: readonly Lane[]): readonly Trial[] {
  const { input } = run
  const on = !allHold(run)
  const guards = lanes.find(({ name }) => name === input.implementation)?.guards ?? []
  return guards
    .filter((guard) => isOn(input, guard) !== on)
    .map((guard) => ({ kind: 'guard', guard, on, input: withGuard(input, guard, on) }))
}

/** Whether a guard is on in an input that says only what differs from the defaults. */
export function isOn({ guards }: Input, guard: Guard): boolean {
  return guards[guard.name] ?? guard.default
}

/** The input with one guard switched, saying still only what differs. */
export function withGuard(input: Input, guard: Guard, on: boolean): Input {
  const { [guard.name]: _, ...others } = input.guards
  return { ...input, guards: on === guard.default ? others : { ...others, [guard.name]: on } }
}

function laneTrials({ input }: Run, lanes: readonly Lane[]): readonly Trial[] {
  return lanes
    .filter(({ name }) => name !== input.implementation)
    .map(({ name }) => ({
      kind: 'lane',
      implementation: name,
      input: { ...input, implementation: name, guards: {} },
    }))
}

function found(trial: Trial, run: Run): Finding {
  return { ...trial, passes: allHold(run), violated: violatedIds(run), notJudged: whyNotJudged(run) }
}
