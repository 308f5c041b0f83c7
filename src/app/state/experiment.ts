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

/** The same experiment in one lane: without guards that it lacks, or that stand there as they do anyway. */
export function inLane(catalogue: Catalogue, experiment: Input, implementation: string): Input {
  const offered = implementationOf(catalogue, implementation)?.guards ?? []
  const switched = Object.entries(experiment.guards).filter(([name, on]) =>
    offered.some((guard) => guard.name === name && guard.default !== on),
  )
  return { ...experiment, implementation, guards: Object.fromEntries(switched) }
}
