/**
 * What is simpler than an input: the same with one thing less, or one thing weaker.
 *
 * Simpler means, in this order: fewer faults, fewer customers, the usual world, plainer kinds of faults, their usual
 * parameters, shorter delays. Each candidate is simpler by this measure, so a chain of them ends.
 */
import {
  defaultInput,
  faultKinds,
  formatFault,
  formatPoint,
  kindsAt,
  parseFault,
  type Fault,
  type FaultKind,
  type Input,
} from '#simulator'
import { definitionOf, givenParameters } from '#simulator/faults/registry.ts'

/** One thing that is simpler, in words: `without server/…=crash-after`. */
export interface Simpler {
  readonly says: string
  readonly input: Input
}

/** From the plainest to the strangest. */
const plainness: readonly FaultKind[] = faultKinds.toSorted((one, other) => weightOf(one) - weightOf(other))

function weightOf(kind: FaultKind): number {
  return definitionOf(kind).search.weight
}

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
    if (
      elsewhere === undefined
        ? kindsAt(fault.point).includes(kind)
        : definitionOf(kind).place.targets.includes(elsewhere)
    )
      yield parseFault(`${at}=${kind}${elsewhere === undefined ? '' : `(target=${elsewhere})`}`)
  yield* milder(fault)
}

/** The same kind, less of it. */
function* milder(fault: Fault): Generator<Fault> {
  for (const { field, parameter, value } of givenParameters(fault))
    for (const less of parameter.milder(value)) yield { ...fault, [field]: less }
}
