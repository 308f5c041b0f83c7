/**
 * What is simpler than an input: the same with one thing less, or one thing weaker.
 *
 * Simpler means, in this order: fewer faults, fewer customers, the usual world, plainer kinds of faults, their usual
 * parameters, shorter delays. Each candidate is simpler by this measure, so a chain of them ends.
 */
import {
  defaultInput,
  formatFault,
  formatPoint,
  kinds,
  kindsAt,
  parseFault,
  type Fault,
  type FaultKind,
  type Input,
  type Target,
} from '#simulator'

/** One thing that is simpler, in words: `without server/…=crash-after`. */
export interface Simpler {
  readonly says: string
  readonly input: Input
}

/**
 * From the plainest to the strangest: what happens more often convinces more, and what harms less proves more. A
 * process that dies, then messages that are late, twice or lost, then answers that are lost, errors, failures of the
 * database, of the machine and its clock; last what somebody does who means harm.
 */
const plainness: readonly FaultKind[] = [
  'crash-after',
  'crash-before',
  'delay',
  'duplicate',
  'overtake',
  'drop',
  'timeout',
  'response-lost',
  'request-lost',
  'rate-limited',
  'error-before',
  'error-after',
  'connection-lost',
  'ack-lost',
  'serialization-failure',
  'deadlock',
  'postgres-restart',
  'disk-full',
  'deploy',
  'freeze',
  'clock-jump',
  'replay',
  'forge',
]

/** Durations that are worth trying, the shortest first. Milliseconds. */
const ladderMs = [1, 5, 10, 30, 60, 120, 300, 600, 1_860, 3_600, 7_200].map((seconds) => seconds * 1_000)

/** What a crash is followed by unless a plan says otherwise. */
const usualRestartMs = 30_000

/** Everything that is simpler by one thing, what helps most first. */
export function* simplerInputs(input: Input): Generator<Simpler> {
  yield* fewerFaults(input)
  yield* fewerCustomers(input)
  yield* usualWorld(input)
  for (const [at, fault] of input.plan.entries())
    for (const weaker of weakerFaults(fault))
      yield {
        says: `${formatFault(weaker)} instead of ${formatFault(fault)}`,
        input: { ...input, plan: input.plan.with(at, weaker) },
      }
}

function* fewerFaults(input: Input): Generator<Simpler> {
  for (const [at, fault] of input.plan.entries())
    yield { says: `without ${formatFault(fault)}`, input: { ...input, plan: input.plan.toSpliced(at, 1) } }
}

/** The faults of those who stay are kept; those after somebody who leaves move up by one. */
function* fewerCustomers(input: Input): Generator<Simpler> {
  if (input.customers.length < 2) return
  for (const [at, behaviour] of input.customers.entries()) {
    const plan = input.plan
      .filter(({ point }) => point.subject !== `order-${at + 1}`)
      .map((fault) => ({
        ...fault,
        point: { ...fault.point, subject: movedUp(fault.point.subject, at + 1) },
      }))
    yield {
      says: `without the customer who ${behaviour}`,
      input: { ...input, customers: input.customers.toSpliced(at, 1), plan },
    }
  }
}

function movedUp(subject: string, left: number): string {
  const number = Number(/^order-(\d+)$/.exec(subject)?.[1] ?? 0)
  return number > left ? `order-${number - 1}` : subject
}

function* usualWorld(input: Input): Generator<Simpler> {
  for (const field of ['seed', 'settleMs', 'paymentSettlesMs', 'servers', 'stock'] as const)
    if (input[field] !== defaultInput[field])
      yield {
        says: `${field} ${defaultInput[field]} instead of ${input[field]}`,
        input: { ...input, [field]: defaultInput[field] },
      }
}

/** The same fault plainer, at the same operation. */
function* weakerFaults(fault: Fault): Generator<Fault> {
  const at = formatPoint(fault.point)
  const elsewhere = 'target' in fault ? fault.target : undefined
  if (elsewhere !== undefined && elsewhere !== 'postgres' && fault.point.role === 'server')
    yield parseFault(formatFault(fault).replace(/,?target=\w+/, ''))
  for (const kind of plainness.slice(0, plainness.indexOf(fault.kind)))
    if (elsewhere === undefined ? kindsAt(fault.point).includes(kind) : canBefall(elsewhere, kind))
      yield parseFault(`${at}=${kind}${elsewhere === undefined ? '' : `(target=${elsewhere})`}`)
  yield* milder(fault)
}

/** Whether a fault of this kind can befall a process other than that of the operation. */
function canBefall(target: Target, kind: FaultKind): boolean {
  return kinds[kind].at === 'process' && (target !== 'postgres' || kind.startsWith('crash-'))
}

/** The same kind, less of it. */
function* milder(fault: Fault): Generator<Fault> {
  switch (fault.kind) {
    case 'crash-before':
    case 'crash-after':
      // Half a minute is the usual: a restart that comes sooner hardly makes a plainer story.
      if (fault.restartMs !== usualRestartMs) yield { ...fault, restartMs: usualRestartMs }
      return
    case 'drop':
      if (fault.tries === 'all') yield { ...fault, tries: 'one' }
      return
    case 'freeze':
      for (const forMs of shorterThan(fault.forMs)) yield { ...fault, forMs }
      return
    case 'clock-jump':
      for (const byMs of shorterThan(Math.abs(fault.byMs)))
        yield { ...fault, byMs: Math.sign(fault.byMs) * byMs }
      return
    case 'delay':
    case 'replay':
      for (const byMs of shorterThan(fault.byMs)) yield { ...fault, byMs }
      return
    default:
  }
}

function shorterThan(ms: number): readonly number[] {
  return ladderMs.filter((rung) => rung < ms)
}
