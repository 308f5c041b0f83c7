/** Each fault as the beginning of a question: who does what for whom, and what goes wrong with it. */
import type { Fault, Point, Run, TraceEvent } from '#simulator'

/** `Server A dies right after reserving a mug for Alice`. Of a fault that struck. */
export function clauseOf(fault: Fault, run: Run): string {
  const { point } = fault
  const deed = deedOf(fault, struckAt(fault, run), run)
  const who = actorOf(fault, run)
  const isMidway = deed.midway
  const doing = `${deed.doing}${timesOf(point)}`
  const does = `${who} ${deed.does}${timesOf(point)}`
  const message = messageName(point)
  switch (fault.kind) {
    case 'crash-before':
      return `${victimOf(fault, run)} ${dies(fault)} ${momentOf('before', fault, run)}`
    case 'crash-after':
      return `${victimOf(fault, run)} ${dies(fault)} ${momentOf('after', fault, run)}`
    case 'freeze':
      return `${victimOf(fault, run)} freezes for ${durationOf(fault.forMs)} ${momentOf('before', fault, run)}`
    case 'clock-jump':
      return `${victimOf(fault, run)}’s clock jumps ${fault.byMs < 0 ? 'back' : 'ahead'} by ${durationOf(Math.abs(fault.byMs))} ${momentOf('before', fault, run)}`
    case 'preempt':
      return `${who} lets others go first ${momentOf('before', fault, run)}`
    case 'outage':
      return outageClause(fault, who, deed)
    case 'slow':
      return `${does}, and that takes ${durationOf(fault.byMs)}`
    case 'deploy':
      return `${victimOf(fault, run)} gets new code ${momentOf('before', fault, run)}`
    case 'ack-lost':
      return isMidway
        ? `${who} loses Postgres’s answer while ${doing}`
        : `${does}, and Postgres’s answer is lost`
    case 'serialization-failure':
      return `${who} hits a serialization failure while ${doing}`
    case 'deadlock':
      return `${who} hits a deadlock while ${doing}`
    case 'connection-lost':
      return `${who} loses its connection to Postgres while ${doing}`
    case 'disk-full':
      return `Postgres’s disk is full while ${who} is ${doing}`
    case 'postgres-restart':
      return `Postgres restarts while ${who} is ${doing}`
    case 'request-lost':
      return `${does}, and the request is lost`
    case 'response-lost':
      return `${does}, and the answer is lost`
    case 'error-before':
      return `${does}, and Stripe answers 500 and does nothing`
    case 'error-after':
      return `${does}, and Stripe does it but answers 500`
    case 'rate-limited':
      return `${does}, and Stripe answers 429`
    case 'timeout':
      return `${does}, and no answer comes in time`
    case 'drop':
      return `${message} ${fault.tries === 'all' ? 'never arrives' : 'is lost'}`
    case 'duplicate':
      return fault.as === 'new-event' ? `${message} comes as two events` : `${message} arrives twice`
    case 'delay':
      return `${message} arrives ${durationOf(fault.byMs)} late`
    case 'overtake':
      return `the next message overtakes ${message}`
    case 'forge':
      return `an attacker forges ${message}`
    case 'replay':
      return `an attacker sends ${message} again, ${durationOf(fault.byMs)} later`
  }
}

type Outage = Extract<Fault, { kind: 'outage' }>

/** `Server A is cut off for 10 s when it creates Alice’s order`. @param who does the deed */
function outageClause(fault: Outage, who: string, deed: Deed): string {
  const what = outageOf(fault, who)
  const actor = what.startsWith(`${who} `) ? 'it' : who
  const times = timesOf(fault.point)
  const moment = deed.midway
    ? `while ${actor} is ${deed.doing}${times}`
    : `when ${actor} ${deed.does}${times}`
  return `${what} for ${durationOf(fault.forMs)} ${moment}`
}

/** What an outage is of: what it names, or what its operation is with. @param who its operation is by */
function outageOf({ of, point: { label } }: Outage, who: string): string {
  const isMessage = /^(request|response):/.test(label)
  const usual = label.startsWith('webhook:')
    ? 'webhooks'
    : label.startsWith('stripe.')
      ? 'stripe'
      : 'postgres'
  const what = of ?? (isMessage ? null : usual)
  if (what === null) return label.startsWith('response:') ? `${who} is cut off` : 'its server is cut off'
  if (what === 'webhooks') return 'no webhook arrives'
  if (what === 'A' || what === 'B') return `Server ${what} is cut off`
  return `${what === 'stripe' ? 'Stripe' : 'Postgres'} cannot be reached`
}

/** An operation told as a deed. */
interface Deed {
  /** `reserves a mug for Alice`. */
  readonly does: string
  /** `reserving a mug for Alice`. */
  readonly doing: string
  /** Within a transaction: before its commit nothing is done yet. */
  readonly midway: boolean
}

type Verb = readonly [does: string, doing: string, whom: string]

/** The shop's functions. */
const functions: { readonly [name: string]: Verb } = {
  createOrder: ['creates', 'creating', 'Alice’s order'],
  reserveInventory: ['reserves', 'reserving', 'a mug for Alice'],
  saveSession: ['saves', 'saving', 'Alice’s payment page'],
  fulfillOrder: ['ships', 'shipping', 'Alice’s mug'],
  undoOrder: ['puts', 'putting', 'Alice’s mug back'],
  rejectOrder: ['rejects', 'rejecting', 'Alice’s order'],
  awaitSettlement: ['records', 'recording', 'that Alice’s payment is pending'],
  screenCart: ['checks', 'checking', 'Alice’s cart'],
}

/** What is no transaction of the shop's. */
const others: readonly (readonly [RegExp, Verb])[] = [
  [/^stripe\.checkout\.sessions\.create$/, ['asks', 'asking', 'Stripe for Alice’s payment page']],
  [/^stripe\.checkout\.sessions\.expire$/, ['asks', 'asking', 'Stripe to close Alice’s payment page']],
  [/^stripe\./, ['asks', 'asking', 'Stripe whether Alice has paid']],
  [/^checkpoint:createSession$/, ['records', 'recording', 'Alice’s payment page']],
  [/^checkpoint:closeSession$/, ['records', 'recording', 'that Alice’s payment page is closed']],
  [/^checkpoint:createOrder$/, ['records', 'recording', 'that Alice’s order exists']],
  [/^checkpoint:reserveInventory$/, ['records', 'recording', 'that Alice’s mug is reserved']],
  [/^checkpoint:fulfillOrder$/, ['records', 'recording', 'that Alice’s mug is shipped']],
  [/^checkpoint:undoOrder$/, ['records', 'recording', 'that Alice’s mug is back']],
  [/^checkpoint:/, ['records', 'recording', 'a step of Alice’s checkout']],
  [/^findOrder$/, ['looks', 'looking', 'for Alice’s order']],
  [/^findReason$/, ['looks', 'looking', 'for why Alice’s order was cancelled']],
  [/^noteEvent$/, ['records', 'recording', 'the event’s id']],
  [/^wake:/, ['wakes', 'waking', 'Alice’s checkout']],
  [/^get-result$/, ['asks', 'asking', 'how Alice’s checkout ended']],
  [/^start:/, ['starts', 'starting', 'Alice’s checkout']],
  [/^(claim|poll)$/, ['picks up', 'picking up', 'Alice’s checkout']],
  [/^load:/, ['loads', 'loading', 'the checkpoints of Alice’s checkout']],
  [/^lookup:/, ['looks', 'looking', 'for a checkpoint of Alice’s checkout']],
  [/^block$/, ['leaves', 'leaving', 'Alice’s checkout blocked']],
  [/^finish:/, ['finishes', 'finishing', 'Alice’s checkout']],
  [/^send:/, ['forwards', 'forwarding', 'the message of Alice’s payment']],
  [/^recv:/, ['receives', 'receiving', 'the message of Alice’s payment']],
  [/^sleep:/, ['goes', 'going', 'to sleep until Alice pays']],
  [/^event:/, ['publishes', 'publishing', 'the address of Alice’s payment page']],
  [/^get-event:/, ['looks', 'looking', 'for Alice’s payment page']],
  [/^response:checkout$/, ['answers', 'answering', 'Alice']],
  [/^response:/, ['answers', 'answering', 'Stripe']],
  [/^request:/, ['clicks', 'clicking', 'Buy']],
  [/^webhook:.*expired$/, ['reports', 'reporting', 'the expiry']],
  [/^webhook:/, ['reports', 'reporting', 'the payment']],
  [/^pay$/, ['pays', 'paying', '']],
  [/^renew$/, ['renews', 'renewing', 'its lease']],
  [/^now$/, ['reads', 'reading', 'the database’s clock']],
]

function deedOf({ point }: Fault, struck: TraceEvent | undefined, run: Run): Deed {
  const { label, subject } = point
  const [kind = ''] = label.split(':')
  const isInside = struck !== undefined && kind !== 'commit' && isInTransaction(struck, run)
  const name = label.slice(label.indexOf(':') + 1).split('.')[0] ?? ''
  const known = Object.hasOwn(functions, name) ? functions[name] : undefined
  // A checkpoint outside of the shop's transaction is a deed of its own.
  const isShops = ['begin', 'commit', 'rollback'].includes(kind) || !label.includes(':') || isInside
  const [does, doing, whom] = (isShops ? known : undefined) ??
    others.find(([pattern]) => pattern.test(label))?.[1] ?? ['runs', 'running', `${name} for Alice`]
  const about = whom === '' ? '' : ` ${whom.replace('Alice', customerOf(subject))}`
  return { does: `${does}${about}`, doing: `${doing}${about}`, midway: isInside }
}

/** Whether its server has a transaction open at an event. */
function isInTransaction({ index, actor }: TraceEvent, run: Run): boolean {
  const open = new Set<string>()
  for (const { what, actor: other } of run.trace.slice(0, index)) {
    const isOwn = actor.role === 'server' && other.role === 'server' && other.name === actor.name
    if (what.kind === 'begin' && isOwn) open.add(what.transaction)
    if (what.kind === 'commit' || what.kind === 'rollback') open.delete(what.transaction)
  }
  return open.size > 0
}

/** `right before reserving a mug for Alice`; where the deed is not the victim's own, `right before Alice pays`. */
function momentOf(when: 'before' | 'after', fault: Fault, run: Run): string {
  const { point } = fault
  const { does, doing, midway } = deedOf(fault, struckAt(fault, run), run)
  const isOwn = !('target' in fault) || victimOf(fault, run) === actorOf(fault, run)
  const isBegin = point.label.startsWith('begin:') && when === 'before'
  if (midway && !isBegin)
    return isOwn
      ? `in the middle of ${doing}${timesOf(point)}`
      : `while ${actorOf(fault, run)} is ${doing}${timesOf(point)}`
  return `right ${when} ${isOwn ? doing : `${actorOf(fault, run)} ${does}`}${timesOf(point)}`
}

/** Whom a fault of a process befell: the one that it names, or the one that was at work. */
function victimOf(fault: Fault, run: Run): string {
  if (!('target' in fault)) return actorOf(fault, run)
  return fault.target === 'postgres' ? 'Postgres' : `Server ${fault.target}`
}

/** Postgres comes back at once. */
function dies(fault: Fault): string {
  return 'target' in fault && fault.target === 'postgres' ? 'restarts' : 'dies'
}

/** Whose operation it was. */
function actorOf(fault: Fault, run: Run): string {
  const { point } = fault
  if (point.role === 'customer') return customerOf(point.subject)
  if (point.role === 'stripe') return 'Stripe'
  if (point.role === 'postgres') return 'Postgres'
  const actor = struckAt(fault, run)?.actor
  return actor?.role === 'server' ? `Server ${actor.name}` : 'the server'
}

/** The event in which a fault of the plan struck. */
function struckAt(fault: Fault, run: Run): TraceEvent | undefined {
  const outcome = run.faults[run.input.plan.indexOf(fault)]
  return outcome?.fired === true ? run.trace[outcome.event - 1] : undefined
}

/** A message with its number, where it is not the first. */
function messageName({ label, occurrence, subject }: Point): string {
  const order = occurrence === 1 ? '' : `${ordinals[occurrence - 1] ?? `${occurrence}th`} `
  const customer = customerOf(subject)
  if (label.startsWith('request:')) return `${customer}’s ${order}request`
  if (label.startsWith('response:'))
    return `the ${order}answer to ${label === 'response:checkout' ? customer : 'Stripe'}`
  return `the ${order}${label.endsWith('expired') ? 'expiry' : 'payment'} webhook`
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth']

function timesOf({ occurrence }: Point): string {
  return occurrence === 1 ? '' : ` for the ${ordinals[occurrence - 1] ?? `${occurrence}th`} time`
}

/** By the order that is theirs: the first is Alice's. */
function customerOf(subject: string): string {
  return customerName(Number(/\d+$/.exec(subject)?.[0] ?? 1))
}

/** @param number from 1 */
export function customerName(number: number): string {
  return ['Alice', 'Bob'][number - 1] ?? `Customer ${number}`
}

const dayMs = 86_400_000

/** `60 s`, `31 min`, `80 h`, `3 days`: as the simulator's own words have it. */
function durationOf(ms: number): string {
  if (ms >= 2 * dayMs && ms % dayMs === 0) return `${ms / dayMs} days`
  if (ms >= 3_600_000 && ms % 3_600_000 === 0) return `${ms / 3_600_000} h`
  if (ms >= 100_000 && ms % 60_000 === 0) return `${ms / 60_000} min`
  return ms % 1_000 === 0 ? `${ms / 1_000} s` : `${ms} ms`
}
