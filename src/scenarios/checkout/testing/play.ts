/** Plays inputs that are written as in a link. */
import { expect } from 'vitest'
import { scenario } from '#scenarios'
import { parseInput, type InputFields, type Run } from '#simulator'
import type { SimulateOptions } from '#simulator/simulate.ts'
import { openSimulator } from './open-simulator.ts'

/** The implementations in which nothing is to break, with the guard that one of them needs. */
export const carefulLanes = [
  { implementation: 'state-machine' },
  { implementation: 'at-least-once', guards: 'idempotentSteps' },
  { implementation: 'durable' },
] as const

/**
 * Call it at the top of a file, as `openSimulator`.
 *
 * @returns plays an input; the test fails if a part of it cannot be read
 */
export function openPlayer(): (fields: InputFields, options?: SimulateOptions) => Promise<Run> {
  const simulator = openSimulator()
  return (fields, options) => {
    const { input, problems } = parseInput(fields, scenario.vocabulary)
    expect(problems).toEqual([])
    return simulator.simulate(input, options)
  }
}
