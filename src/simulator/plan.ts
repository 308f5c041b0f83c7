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

/** Whose process a fault befalls, where it is not that of the operation. */
export const targets = ['A', 'B', 'postgres'] as const
export type Target = (typeof targets)[number]

/**
 * Kinds of faults, what each befalls, and its parameters.
 *
 * - `process`: a server, as it comes to an operation of its own, or to anybody's where `target` names it
 * - `statement`: a server's statement, or the begin or commit of a transaction
 * - `stripe-call`: a server's call to Stripe
 * - `message`: a request, an answer to one, or a webhook
 */
export const kinds = {
  'crash-before': { at: 'process', parameters: ['restart', 'target'] },
  'crash-after': { at: 'process', parameters: ['restart', 'target'] },
  freeze: { at: 'process', parameters: ['for', 'target'] },
  'clock-jump': { at: 'process', parameters: ['by', 'target'] },
  deploy: { at: 'process', parameters: ['target'] },
  'ack-lost': { at: 'statement', parameters: [] },
  'serialization-failure': { at: 'statement', parameters: [] },
  deadlock: { at: 'statement', parameters: [] },
  'connection-lost': { at: 'statement', parameters: [] },
  'disk-full': { at: 'statement', parameters: [] },
  'postgres-restart': { at: 'statement', parameters: [] },
  'request-lost': { at: 'stripe-call', parameters: [] },
  'response-lost': { at: 'stripe-call', parameters: [] },
  'error-before': { at: 'stripe-call', parameters: [] },
  'error-after': { at: 'stripe-call', parameters: [] },
  'rate-limited': { at: 'stripe-call', parameters: [] },
  timeout: { at: 'stripe-call', parameters: [] },
  drop: { at: 'message', parameters: ['tries'] },
  duplicate: { at: 'message', parameters: [] },
  delay: { at: 'message', parameters: ['by'] },
  overtake: { at: 'message', parameters: [] },
  forge: { at: 'message', parameters: [] },
  replay: { at: 'message', parameters: ['by'] },
} as const satisfies Record<
  string,
  { at: 'process' | 'statement' | 'stripe-call' | 'message'; parameters: readonly string[] }
>
export type FaultKind = keyof typeof kinds

/** What a fault of a process may say besides. */
interface OfProcess {
  readonly point: Point
  /** Absent: the process whose operation it is. */
  readonly target?: Target
}

export type Fault =
  | (OfProcess & {
      readonly kind: 'crash-before' | 'crash-after'
      /** Null: not before settling. */ readonly restartMs: number | null
    })
  | (OfProcess & { readonly kind: 'freeze'; readonly forMs: number })
  /** Forwards, or backwards where negative. */
  | (OfProcess & { readonly kind: 'clock-jump'; readonly byMs: number })
  | (OfProcess & { readonly kind: 'deploy' })
  | { readonly point: Point; readonly kind: StatementFaultKind | StripeFaultKind }
  | { readonly point: Point; readonly kind: 'drop'; readonly tries: 'one' | 'all' }
  | { readonly point: Point; readonly kind: 'duplicate' | 'overtake' | 'forge' }
  | { readonly point: Point; readonly kind: 'delay' | 'replay'; readonly byMs: number }

export type StatementFaultKind = KindAt<'statement'>
export type StripeFaultKind = KindAt<'stripe-call'>
export type ProcessFaultKind = KindAt<'process'>
type KindAt<At> = { [K in FaultKind]: (typeof kinds)[K]['at'] extends At ? K : never }[FaultKind]

/** The faults of a run, in the order in which they were placed. */
export type Plan = readonly Fault[]

const firstSubject = 'order-1'
const defaultRestartMs = 30_000
const defaultFreezeMs = 60_000
/** A deadline of the checkout is over by then. */
const defaultDelayMs = 31 * 60_000
/** A signature is good for 5 minutes: by then it is older than any clock that is right allows. */
const defaultJumpMs = 10 * 60_000
/** Within the time that a signature is good for. */
const defaultReplayMs = 2 * 60_000
/**
 * The longest duration. The slowest payment takes 14 business days, 20 days with three weekends; a longer duration is a
 * slip of the pen.
 */
export const longestMs = 21 * 86_400_000

/** Characters of a text that cannot be read which its error repeats: a fault with every parameter has about 100. */
const longestShown = 120

/** Text that is no point, fault or plan; the sentence says what was expected. */
export class PlanError extends Error {
  override readonly name = 'PlanError'
  readonly text: string

  constructor(text: string, expected: string) {
    super(`“${text.length > longestShown ? `${text.slice(0, longestShown - 1)}…` : text}” ${expected}`)
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
  const parameters = parseParameters(text, kind, parameterText)
  const fault = readFault(text, point, kind, parameters)
  checkPlace(text, fault)
  return fault
}

function readFault(
  text: string,
  point: Point,
  kind: FaultKind,
  parameters: ReadonlyMap<string, string>,
): Fault {
  const duration = (key: string, defaultMs: number) => parseDuration(text, parameters.get(key), defaultMs)
  const target = readTarget(text, parameters.get('target'))
  switch (kind) {
    case 'crash-before':
    case 'crash-after': {
      const restartMs = parameters.get('restart') === 'never' ? null : duration('restart', defaultRestartMs)
      return { point, kind, restartMs, ...target }
    }
    case 'freeze':
      return { point, kind, forMs: duration('for', defaultFreezeMs), ...target }
    case 'clock-jump':
      return { point, kind, byMs: parseJump(text, parameters.get('by')), ...target }
    case 'deploy':
      return { point, kind, ...target }
    case 'drop': {
      const tries = parameters.get('tries') ?? '1'
      if (tries !== '1' && tries !== 'all')
        throw new PlanError(text, 'drops neither one try nor all. Expected tries=1 or tries=all.')
      return { point, kind, tries: tries === '1' ? 'one' : 'all' }
    }
    case 'delay':
      return { point, kind, byMs: duration('by', defaultDelayMs) }
    case 'replay':
      return { point, kind, byMs: duration('by', defaultReplayMs) }
    case 'ack-lost':
    case 'serialization-failure':
    case 'deadlock':
    case 'connection-lost':
    case 'disk-full':
    case 'postgres-restart':
    case 'request-lost':
    case 'response-lost':
    case 'error-before':
    case 'error-after':
    case 'rate-limited':
    case 'timeout':
    case 'duplicate':
    case 'overtake':
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
  if (ms < 0) return `-${formatDuration(-ms)}`
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

/** A clock can jump either way. */
function parseJump(text: string, value: string | undefined): number {
  return value?.startsWith('-') === true
    ? -parseDuration(text, value.slice(1), defaultJumpMs)
    : parseDuration(text, value, defaultJumpMs)
}

function readTarget(text: string, value: string | undefined): { readonly target?: Target } {
  if (value === undefined) return {}
  const target = targets.find((name) => name === value)
  if (target === undefined)
    throw new PlanError(text, `has an unknown target. Expected one of ${targets.join(', ')}.`)
  return { target }
}

function parseDuration(text: string, value: string | undefined, defaultMs: number): number {
  if (value === undefined) return defaultMs
  const ms = readDuration(value)
  if (ms === null)
    throw new PlanError(
      text,
      'has a duration that cannot be read. Expected such as 500ms, 30s, 31min or 2h, at most 21d.',
    )
  return ms
}

/** `31min` in milliseconds; null for what is no duration, or too long. */
export function readDuration(value: string): number | null {
  const match = /^(\d+)(ms|s|min|h|d)$/.exec(value)
  const size = durationUnits.find(([unit]) => unit === match?.[2])?.[1]
  const ms = size === undefined ? Number.NaN : Number(match?.[1]) * size
  return ms >= 0 && ms <= longestMs ? ms : null
}

function formatParameters(fault: Fault): string {
  const parameters = [...ownParameters(fault), ...('target' in fault ? [`target=${fault.target}`] : [])]
  return parameters.length === 0 ? '' : `(${parameters.join(',')})`
}

/** What differs from the default. */
function ownParameters(fault: Fault): readonly string[] {
  const unless = (defaultMs: number, key: string, ms: number) =>
    ms === defaultMs ? [] : [`${key}=${formatDuration(ms)}`]
  switch (fault.kind) {
    case 'crash-before':
    case 'crash-after':
      return fault.restartMs === null
        ? ['restart=never']
        : unless(defaultRestartMs, 'restart', fault.restartMs)
    case 'freeze':
      return unless(defaultFreezeMs, 'for', fault.forMs)
    case 'clock-jump':
      return unless(defaultJumpMs, 'by', fault.byMs)
    case 'drop':
      return fault.tries === 'all' ? ['tries=all'] : []
    case 'delay':
      return unless(defaultDelayMs, 'by', fault.byMs)
    case 'replay':
      return unless(defaultReplayMs, 'by', fault.byMs)
    default:
      return []
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
    if (parameters.has(key)) throw new PlanError(text, `has the parameter “${key}” twice. Give it once.`)
    parameters.set(key, value)
  }
  return parameters
}

/** The kinds that can be placed at a point without naming a target, in the order of `kinds`. */
export function kindsAt(point: Point): readonly FaultKind[] {
  return (Object.keys(kinds) as FaultKind[]).filter((kind) => misplaced(point, kind) === null)
}

/** Where a kind can be placed: a process fails at its own operations, a message is lost on its way. */
function checkPlace(text: string, fault: Fault): void {
  const { point, kind } = fault
  if ('target' in fault && fault.target === 'postgres' && !kind.startsWith('crash-'))
    throw new PlanError(text, `cannot happen: ${kind} is for a server. Postgres can only crash, and restart.`)
  const isElsewhere = 'target' in fault
  const reason = isElsewhere ? null : misplaced(point, kind)
  if (reason !== null) throw new PlanError(text, `cannot happen: ${kind} is for ${reason}.`)
}

/** What the kind is for, where the point is none of that; null where it can happen there. */
function misplaced({ role, label }: Point, kind: FaultKind): string | null {
  const isMessage = /^(request|response|webhook):/.test(label)
  const isCall = label.startsWith('stripe.')
  switch (kinds[kind].at) {
    case 'process':
      return role === 'server'
        ? null
        : 'operations of a server; elsewhere name the server with target=A or target=B'
    case 'statement': {
      if (role !== 'server' || isMessage || isCall || label.startsWith('rollback:'))
        return 'statements, begin:… and commit:… of a server'
      if (label.startsWith('begin:') && ['serialization-failure', 'deadlock', 'disk-full'].includes(kind))
        return 'statements: a begin takes no lock and writes nothing'
      // A server that cannot write its log goes down at once; what a client sees of that is a lost connection.
      return label.startsWith('commit:') && ['deadlock', 'disk-full'].includes(kind)
        ? 'statements: a commit waits for no lock and grows no table'
        : null
    }
    case 'stripe-call':
      return role === 'server' && isCall ? null : 'calls to Stripe, server/stripe.…'
    case 'message': {
      if (!isMessage) return 'messages, request:…, response:… or webhook:…'
      if (kind === 'forge' || kind === 'replay')
        return label.startsWith('webhook:') ? null : 'webhooks, stripe/webhook:…'
      const isAnswer = label.startsWith('response:')
      return isAnswer && kind !== 'drop' && kind !== 'delay' ? 'requests and webhooks' : null
    }
  }
}

function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text)
}

function isKind(text: string): text is FaultKind {
  return Object.hasOwn(kinds, text)
}
