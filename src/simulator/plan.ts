/**
 * Points and faults as text: `server/commit:reserveInventory@order-2#1=crash-after(restart=never)`.
 *
 * A point is the identity of an operation. It names who, what, for which order and which occurrence, so that it
 * stays the same operation when other faults come or go.
 */

/** Roles that operations belong to. */
export const roles = ['server', 'customer', 'stripe', 'postgres'] as const
export type Role = (typeof roles)[number]

export interface Point {
  readonly role: Role
  /** `commit:reserveInventory`, `stripe.checkout.sessions.create`, `webhook:checkout.session.completed`. */
  readonly label: string
  /** `order-1`, the first, where the text names none. */
  readonly subject: string
  /** From 1. */
  readonly occurrence: number
}

/** Kinds of faults, and where they may be placed. */
export const kinds = {
  'crash-before': { at: 'operation', parameters: ['restart'] },
  'crash-after': { at: 'operation', parameters: ['restart'] },
  drop: { at: 'message', parameters: ['tries'] },
  duplicate: { at: 'webhook', parameters: [] },
  delay: { at: 'webhook', parameters: ['by'] },
  forge: { at: 'webhook', parameters: [] },
} as const satisfies Record<
  string,
  { at: 'operation' | 'message' | 'webhook'; parameters: readonly string[] }
>
export type FaultKind = keyof typeof kinds

export type Fault =
  | {
      readonly point: Point
      readonly kind: 'crash-before' | 'crash-after'
      /** Null: not before settling. */ readonly restartMs: number | null
    }
  | { readonly point: Point; readonly kind: 'drop'; readonly tries: 'one' | 'all' }
  | { readonly point: Point; readonly kind: 'duplicate' | 'forge' }
  | { readonly point: Point; readonly kind: 'delay'; readonly byMs: number }

/** The faults of a run, in the order in which they were placed. */
export type Plan = readonly Fault[]

const firstSubject = 'order-1'
const defaultRestartMs = 30_000
const defaultDelayMs = 31 * 60_000
/** Nothing in a scenario outlives this, so a longer duration is a slip of the pen. */
const longestMs = 7 * 86_400_000

/** Text that is no point, fault or plan; the sentence says what was expected. */
export class PlanError extends Error {
  override readonly name = 'PlanError'
  readonly text: string

  constructor(text: string, expected: string) {
    super(`“${text}” ${expected}`)
    this.text = text
  }
}

/** @throws {PlanError} */
export function parsePoint(text: string): Point {
  const match = /^([a-z]+)\/([^@#=;()\s]+)(?:@([\w.-]+))?#(\d{1,4})$/.exec(text.trim())
  if (!match)
    throw new PlanError(
      text,
      'is not a point. Expected role/label#occurrence, such as server/commit:reserveInventory#1.',
    )
  const [, role = '', label = '', subject = firstSubject, digits = ''] = match
  if (!isRole(role)) throw new PlanError(text, `has an unknown role. Expected one of ${roles.join(', ')}.`)
  const occurrence = Number(digits)
  if (occurrence < 1) throw new PlanError(text, 'has no such occurrence. They are counted from 1.')
  return { role, label, subject, occurrence }
}

export function formatPoint(point: Point): string {
  const subject = point.subject === firstSubject ? '' : `@${point.subject}`
  return `${point.role}/${point.label}${subject}#${point.occurrence}`
}

/** @throws {PlanError} */
export function parseFault(text: string): Fault {
  const match = /^([^=]+)=([a-z-]+)(?:\(([^()]*)\))?$/.exec(text.trim())
  if (!match) throw new PlanError(text, 'is not a fault. Expected point=kind or point=kind(key=value).')
  const [, pointText = '', kind = '', parameterText = ''] = match
  const point = parsePoint(pointText)
  if (!isKind(kind))
    throw new PlanError(text, `has an unknown kind. Expected one of ${Object.keys(kinds).join(', ')}.`)
  checkPlace(text, point, kind)
  const parameters = parseParameters(text, kind, parameterText)
  switch (kind) {
    case 'crash-before':
    case 'crash-after': {
      const restart = parameters.get('restart')
      return {
        point,
        kind,
        restartMs: restart === 'never' ? null : parseDuration(text, restart, defaultRestartMs),
      }
    }
    case 'drop': {
      const tries = parameters.get('tries') ?? '1'
      if (tries !== '1' && tries !== 'all')
        throw new PlanError(text, 'drops neither one try nor all. Expected tries=1 or tries=all.')
      return { point, kind, tries: tries === '1' ? 'one' : 'all' }
    }
    case 'delay':
      return { point, kind, byMs: parseDuration(text, parameters.get('by'), defaultDelayMs) }
    case 'duplicate':
    case 'forge':
      return { point, kind }
  }
}

export function formatFault(fault: Fault): string {
  return `${formatPoint(fault.point)}=${fault.kind}${formatParameters(fault)}`
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

/** `90000` as `90s`, `1860000` as `31min`: what `parseFault` reads back. */
export function formatDuration(ms: number): string {
  for (const [unit, size] of durationUnits) if (ms > 0 && ms % size === 0) return `${ms / size}${unit}`
  return `${ms}ms`
}

const durationUnits = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const

function parseDuration(text: string, value: string | undefined, defaultMs: number): number {
  if (value === undefined) return defaultMs
  const match = /^(\d+)(ms|s|min|h|d)$/.exec(value)
  const size = durationUnits.find(([unit]) => unit === match?.[2])?.[1]
  const ms = size === undefined ? Number.NaN : Number(match?.[1]) * size
  if (!(ms >= 0 && ms <= longestMs))
    throw new PlanError(
      text,
      'has a duration that cannot be read. Expected such as 500ms, 30s, 31min or 2h, at most 7d.',
    )
  return ms
}

function formatParameters(fault: Fault): string {
  switch (fault.kind) {
    case 'crash-before':
    case 'crash-after':
      if (fault.restartMs === defaultRestartMs) return ''
      return `(restart=${fault.restartMs === null ? 'never' : formatDuration(fault.restartMs)})`
    case 'drop':
      return fault.tries === 'all' ? '(tries=all)' : ''
    case 'delay':
      return fault.byMs === defaultDelayMs ? '' : `(by=${formatDuration(fault.byMs)})`
    case 'duplicate':
    case 'forge':
      return ''
  }
}

function parseParameters(text: string, kind: FaultKind, parameterText: string): ReadonlyMap<string, string> {
  const allowed: readonly string[] = kinds[kind].parameters
  const parameters = new Map<string, string>()
  for (const part of parameterText
    .split(',')
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')) {
    const [key = '', value, ...rest] = part.split('=')
    const listed = allowed.length === 0 ? 'It takes none.' : `It takes ${allowed.join(', ')}.`
    if (value === undefined || rest.length > 0 || !allowed.includes(key))
      throw new PlanError(text, `has a parameter “${part}” that ${kind} does not take. ${listed}`)
    parameters.set(key, value)
  }
  return parameters
}

/** Where a kind can be placed: a process crashes at its own operations, a message is lost on its way. */
function checkPlace(text: string, point: Point, kind: FaultKind): void {
  const { at } = kinds[kind]
  if (at === 'operation' && point.role !== 'server')
    throw new PlanError(text, `cannot happen: ${kind} is for operations of a server.`)
  if (at === 'message' && !/^(request|response|webhook):/.test(point.label))
    throw new PlanError(text, `cannot happen: ${kind} is for messages, request:…, response:… or webhook:….`)
  if (at === 'webhook' && !point.label.startsWith('webhook:'))
    throw new PlanError(text, `cannot happen: ${kind} is for webhooks, stripe/webhook:….`)
}

function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text)
}

function isKind(text: string): text is FaultKind {
  return Object.hasOwn(kinds, text)
}
