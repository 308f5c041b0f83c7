/**
 * Faults and plans as text: `server/commit:reserveInventory@order-2#1=crash-after(restart=never)`. Which kinds there are
 * and what each takes is in `faults/registry.ts`.
 */
import { targets, type Target } from './faults/place.ts'
import {
  definitionOf,
  faultKinds,
  givenParameters,
  isFaultKind,
  parameterKeys,
  type Fault,
  type FaultKind,
} from './faults/registry.ts'
import { Unreadable } from './faults/parameter.ts'
import { formatPoint, parsePoint, PlanError, type Point } from './point.ts'

/** The faults of a run, in the order in which they were placed. */
export type Plan = readonly Fault[]

/** @throws {PlanError} */
export function parseFault(text: string): Fault {
  const match = /^([^=]+)=([a-z-]+)(?:\(([^()]*)\))?$/.exec(text.trim())
  if (!match) throw new PlanError(text, 'is not a fault. Expected point=kind or point=kind(key=value).')
  const [, pointText = '', kind = '', parameterText = ''] = match
  const point = parsePoint(pointText)
  if (!isFaultKind(kind))
    throw new PlanError(text, `has an unknown kind. Expected one of ${faultKinds.join(', ')}.`)
  const given = readPairs(text, kind, parameterText)
  const target = readTarget(text, given.get('target'))
  const fields = Object.entries(definitionOf(kind).parameters).map(([field, parameter]) => {
    const written = given.get(parameter.key)
    if (written !== undefined && parameter.fits?.(point) === false)
      throw new PlanError(
        text,
        `has the parameter “${parameter.key}”, which ${kind} does not take at this operation. Leave it out.`,
      )
    const value = written === undefined ? parameter.default : parameter.read(written)
    if (value instanceof Unreadable) throw new PlanError(text, value.expected)
    return [field, value] as const
  })
  checkPlace(text, point, kind, target, given)
  // The parameters of a kind are the fields of its faults: `Fault` is made of them.
  return {
    point,
    kind,
    ...Object.fromEntries(fields),
    ...(target === undefined ? {} : { target }),
  } as unknown as Fault
}

export function formatFault(fault: Fault): string {
  const written = givenParameters(fault).flatMap(({ parameter, value }) =>
    value === parameter.default ? [] : [`${parameter.key}=${parameter.write(value)}`],
  )
  const parameters = [...written, ...('target' in fault ? [`target=${fault.target}`] : [])]
  const suffix = parameters.length === 0 ? '' : `(${parameters.join(',')})`
  return `${formatPoint(fault.point)}=${fault.kind}${suffix}`
}

/** @throws {PlanError} for the first fault that cannot be read. */
export function parsePlan(text: string): Plan {
  return text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(parseFault)
}

export function formatPlan(plan: Plan): string {
  return plan.map(formatFault).join(';')
}

/** The kinds that can be placed at a point without naming a target, in the order of the registry. */
export function kindsAt(point: Point): readonly FaultKind[] {
  return faultKinds.filter((kind) => definitionOf(kind).place.refuses(point) === null)
}

function readTarget(text: string, value: string | undefined): Target | undefined {
  if (value === undefined) return undefined
  const target = targets.find((name) => name === value)
  if (target === undefined)
    throw new PlanError(text, `has an unknown target. Expected one of ${targets.join(', ')}.`)
  return target
}

/** A process fails at its own operations or is named; a message is lost on its way. */
function checkPlace(
  text: string,
  point: Point,
  kind: FaultKind,
  target: Target | undefined,
  given: ReadonlyMap<string, string>,
): void {
  const { place } = definitionOf(kind)
  if (target !== undefined && !place.targets.includes(target))
    throw new PlanError(text, `cannot happen: ${kind} is for a server. Postgres can only crash, and restart.`)
  const isNamed = target !== undefined || (place.namedBy !== undefined && given.has(place.namedBy))
  const reason = isNamed ? null : place.refuses(point)
  if (reason !== null) throw new PlanError(text, `cannot happen: ${kind} is for ${reason}.`)
}

function readPairs(text: string, kind: FaultKind, parameterText: string): ReadonlyMap<string, string> {
  const allowed = parameterKeys(kind)
  const given = new Map<string, string>()
  for (const part of parameterText
    .split(',')
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')) {
    const [key = '', value, ...rest] = part.split('=')
    const listed = allowed.length === 0 ? 'It takes none.' : `It takes ${allowed.join(', ')}.`
    if (value === undefined || rest.length > 0 || !allowed.includes(key))
      throw new PlanError(text, `has a parameter “${part}” that ${kind} does not take. ${listed}`)
    if (given.has(key)) throw new PlanError(text, `has the parameter “${key}” twice. Give it once.`)
    given.set(key, value)
  }
  return given
}
