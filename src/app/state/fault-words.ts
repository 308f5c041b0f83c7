/** A fault in words, for chips, buttons and the live region. */
import type { Fault, Target } from '#simulator'
import { definitionOf, givenParameters } from '#simulator/faults/registry.ts'
import { operationClause, operationNoun } from '../model/operation-parts.ts'

export interface FaultWords {
  /** `Crash after`. */
  readonly verb: string
  /** The name of the operation in the code, set as code: `reserveInventory`. */
  readonly operation: string
  /** What follows the name: `commits`. May be empty. */
  readonly tail: string
  /** `down for 2h`, `all tries`; null where all is as usual. */
  readonly detail: string | null
}

/** The operation follows the verb, as a clause after those that say when, else as a noun. */
export function faultWords(fault: Fault): FaultWords {
  const { kind, point } = fault
  const { family, words } = definitionOf(kind)
  const { lead, name, tail } = family === 'server' ? operationClause(point.label) : operationNoun(point.label)
  const details = [
    ...givenParameters(fault).map(({ parameter, value }) => parameter.detail(value)),
    'target' in fault ? targetWords(fault.target) : null,
  ]
  const detail = details.filter((each) => each !== null).join(', ')
  return {
    verb: joined(words.verb, lead),
    operation: name,
    tail: joined(
      tail,
      point.subject === 'order-1' ? '' : `for ${point.subject}`,
      words.after ?? '',
      point.occurrence === 1 ? '' : `(#${point.occurrence})`,
    ),
    detail: detail === '' ? null : detail,
  }
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ')
}

function targetWords(target: Target): string {
  return target === 'postgres' ? 'Postgres' : `server ${target}`
}

/** The same in one string. */
export function faultSentence(fault: Fault): string {
  const { verb, operation, tail, detail } = faultWords(fault)
  return joined(verb, operation, tail, detail ?? '')
}

/** What happens, in a word or two, for where it is drawn. */
export function strikeWords(fault: Fault): string {
  return definitionOf(fault.kind).words.mark(fault)
}
