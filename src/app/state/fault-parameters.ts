/** What of a fault can be chosen after it is placed: how long, how often, and whose process. */
import { formatFault, formatPoint, parseFault, PlanError, type Fault, type Target } from '#simulator'
import { definitionOf, givenParameters, parameterKeys, parametersAt } from '#simulator/faults/registry.ts'

/** A parameter of a kind, and its sensible values. */
export interface Parameter {
  /** As the plan's text has it: `restart`. */
  readonly key: string
  /** `Down for`. */
  readonly title: string
  readonly choices: readonly Choice[]
  /** Whether any other value can be typed. */
  readonly isFree: boolean
}

export interface Choice {
  readonly label: string
  /** As the plan's text has it; null for what the text leaves out. */
  readonly value: string | null
}

/** What can be chosen of a fault, if anything. @param servers how many there are */
export function parametersOf({ kind, point }: Fault, servers: number): readonly Parameter[] {
  const { place } = definitionOf(kind)
  const own = parametersAt(kind, point).map(([, { key, title, choices, isFree }]): Parameter => ({
    key,
    title,
    choices,
    isFree,
  }))
  if (place.targets.length === 0) return own
  return [...own, targetOf(place.targets, point.role === 'server', servers)]
}

/** Whose process it happens to: the one at the operation, or one by its name. */
function targetOf(targets: readonly Target[], isServers: boolean, servers: number): Parameter {
  const names = ['A', 'B'].slice(0, servers)
  return {
    key: 'target',
    title: 'Target',
    choices: [
      ...(isServers ? [{ label: 'the server at work', value: null }] : []),
      ...targets
        .filter((name) => name === 'postgres' || names.includes(name))
        .map((name): Choice => ({ label: targetName(name), value: name })),
    ],
    isFree: false,
  }
}

/** The value of a parameter, as the plan's text has it; null where the text leaves it out. */
export function valueOf(fault: Fault, key: Parameter['key']): string | null {
  if (key === 'target') return 'target' in fault ? (fault.target ?? null) : null
  const given = givenParameters(fault).find(({ parameter }) => parameter.key === key)
  return given === undefined ? null : given.parameter.write(given.value)
}

/** The fault with another value, or the parser's sentence why it is none. */
export function withValue(
  fault: Fault,
  key: Parameter['key'],
  value: string | null,
): { readonly fault: Fault } | { readonly problem: string } {
  const given = parameterKeys(fault.kind).map((each): readonly [string, string | null] => [
    each,
    each === key ? value : valueOf(fault, each),
  ])
  const text = given.flatMap(([each, its]) => (its === null ? [] : [`${each}=${its}`])).join(',')
  try {
    return { fault: parseFault(`${formatPoint(fault.point)}=${fault.kind}(${text})`) }
  } catch (error) {
    if (!(error instanceof PlanError)) throw error
    return { problem: error.message.replace(error.text, value ?? '') }
  }
}

/** Whether two faults are the same. */
export function isSame(one: Fault, other: Fault): boolean {
  return formatFault(one) === formatFault(other)
}

/** All that is chosen, in few words: `down 30 s`, `60 s, server B`; `server at work` for what names nobody. */
export function valueWords(fault: Fault): string {
  const words = [
    ...givenParameters(fault).map(({ parameter, value }) => parameter.brief(value)),
    ...('target' in fault && fault.target !== undefined ? [targetName(fault.target)] : []),
  ]
  return words.length === 0 ? 'server at work' : words.join(', ')
}

function targetName(target: Target): string {
  return target === 'postgres' ? 'Postgres' : `server ${target}`
}
