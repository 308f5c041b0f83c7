/**
 * Random schedules, each by its number: the same seed and number give the same schedule, whoever draws it and when.
 *
 * Each draws first which kinds are on (swarm testing: Groce et al. 2012): with all kinds on in every schedule, those
 * that hinder the others would hinder them always.
 */
import {
  defaultInput,
  faultKinds,
  formatPoint,
  kindsAt,
  parseFault,
  parsePoint,
  type FaultKind,
  type Input,
} from '#simulator'
import { definitionOf, parametersAt } from '#simulator/faults/registry.ts'
import { draw } from '#simulator/randomness.ts'

const mostFaults = 6

type Draw = <T>(purpose: string, from: readonly T[]) => T | undefined

/**
 * @param points of each base, in the order of the bases
 * @param number from 0
 */
export function randomInput(
  bases: readonly Input[],
  points: readonly (readonly string[])[],
  seed: number,
  number: number,
): Input {
  const chance = (purpose: string): number => draw(seed, `schedule ${number} ${purpose}`)
  const choose: Draw = (purpose, from) => from[Math.floor(chance(purpose) * from.length)]
  const at = Math.floor(chance('base') * bases.length)
  const base = bases[at] ?? defaultInput
  const on = faultKinds.filter((kind) => chance(`with ${kind}`) < 0.5)
  const faults: string[] = []
  const wanted = 1 + Math.floor(chance('faults') * mostFaults)
  for (let fault = 0; fault < wanted; fault += 1) {
    const text = randomFault((purpose, from) => choose(`${fault} ${purpose}`, from), points[at] ?? [], on)
    if (text !== null) faults.push(text)
  }
  const schedulerSeed = chance('order') < 0.5 ? 1 : 2 + Math.floor(chance('seed') * 10_000)
  return { ...base, seed: schedulerSeed, plan: [...new Set(faults)].map(parseFault) }
}

/** Null where none of the kinds that are on can be at the point that was drawn. */
function randomFault(choose: Draw, points: readonly string[], on: readonly FaultKind[]): string | null {
  const text = choose('point', points)
  if (text === undefined) return null
  const drawn = parsePoint(text)
  // With other faults before it an operation may come again: some wait for that.
  const again = choose('again', [0, 0, 0, 1, 2]) ?? 0
  const point = { ...drawn, occurrence: drawn.occurrence + again }
  const own = kindsAt(point).filter((kind) => on.includes(kind))
  const ofProcesses = on.filter((kind) => definitionOf(kind).place.targets.length > 0)
  const isElsewhere = own.length === 0 || choose('elsewhere', [true, false, false, false]) === true
  const kind = choose('kind', isElsewhere ? ofProcesses : own)
  if (kind === undefined) return null
  const definition = definitionOf(kind)
  const target = choose('target', definition.place.targets)
  const parameters = [
    ...parametersAt(kind, point).flatMap(([, { key, random }]) => {
      const value = choose(key, random)
      return value === undefined ? [] : [`${key}=${value}`]
    }),
    ...(isElsewhere && target !== undefined ? [`target=${target}`] : []),
  ]
  return `${formatPoint(point)}=${kind}${parameters.length === 0 ? '' : `(${parameters.join(',')})`}`
}
