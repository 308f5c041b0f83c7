/**
 * An experiment is one input for every lane: its guards may be any lane's, and its implementation is the lane that is
 * looked at. A lane's own input is what is left of it there.
 */
import { formatInput, type Input } from '#simulator'
import { implementationOf, type Catalogue } from './catalogue.ts'

/** Two inputs with one key give one run. */
export function keyOf(input: Input): string {
  return JSON.stringify(formatInput(input))
}

/** A lane that is always shown with and without a guard, the other way than it stands; null for all other lanes. */
export function otherWay(catalogue: Catalogue, experiment: Input, implementation: string): Input | null {
  const lane = implementationOf(catalogue, implementation)
  const guard = lane?.guards.find(({ name }) => name === lane.bothWays)
  if (guard === undefined) return null
  const isOn = experiment.guards[guard.name] ?? guard.default
  const guards = { ...experiment.guards, [guard.name]: !isOn }
  return inLane(catalogue, { ...experiment, guards }, implementation)
}

/** The same experiment in one lane: without guards that it lacks, or that stand there as they do anyway. */
export function inLane(catalogue: Catalogue, experiment: Input, implementation: string): Input {
  const offered = implementationOf(catalogue, implementation)?.guards ?? []
  const switched = Object.entries(experiment.guards).filter(([name, on]) =>
    offered.some((guard) => guard.name === name && guard.default !== on),
  )
  return { ...experiment, implementation, guards: Object.fromEntries(switched) }
}
