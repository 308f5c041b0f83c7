/**
 * Random schedules, each by its number: the same seed and number give the same schedule, whoever draws it and when.
 *
 * Each draws first which kinds are on (swarm testing: Groce et al. 2012): with all kinds on in every schedule, those
 * that hinder the others would hinder them always.
 */
import {
  defaultInput,
  formatPoint,
  kinds,
  kindsAt,
  parseFault,
  parsePoint,
  type FaultKind,
  type Input,
  type Target,
} from '#simulator'
import { draw } from '#simulator/randomness.ts'

const mostFaults = 6
const kindNames = Object.keys(kinds) as FaultKind[]
const targets: readonly Target[] = ['A', 'B', 'postgres']

/** What a parameter may be; the lease is 10 s, a page 30 minutes. */
const values: { readonly [parameter: string]: readonly string[] } = {
  restart: ['1s', '12s', '30s', '5min', 'never'],
  for: ['1s', '7s', '12s', '60s', '5min', '40min'],
  tries: ['1', 'all'],
}
const jumps = ['10s', '2min', '10min', '2h', '-10s', '-2min', '-10min', '-2h']
const delays = ['1s', '10s', '1min', '10min', '29min', '31min', '3h']
const ages = ['10s', '2min', '10min', '1d']

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
  const on = kindNames.filter((kind) => chance(`with ${kind}`) < 0.5)
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
  const ofProcesses = on.filter((kind) => kinds[kind].at === 'process')
  const isElsewhere = own.length === 0 || choose('elsewhere', [true, false, false, false]) === true
  const kind = choose('kind', isElsewhere ? ofProcesses : own)
  if (kind === undefined) return null
  const target = choose('target', kind.startsWith('crash-') ? targets : targets.slice(0, 2)) ?? 'A'
  const parameters = [
    ...kinds[kind].parameters.flatMap((parameter) => {
      const value = choose(parameter, valuesOf(kind, parameter))
      return value === undefined ? [] : [`${parameter}=${value}`]
    }),
    ...(isElsewhere ? [`target=${target}`] : []),
  ]
  return `${formatPoint(point)}=${kind}${parameters.length === 0 ? '' : `(${parameters.join(',')})`}`
}

function valuesOf(kind: FaultKind, parameter: string): readonly string[] {
  if (parameter !== 'by') return values[parameter] ?? []
  if (kind === 'clock-jump') return jumps
  return kind === 'replay' ? ages : delays
}
