/** Each fault as a clause. */
import type { Target } from './faults/place.ts'
import { definitionOf, type Fault } from './faults/registry.ts'
import { bareMessage, operationWords } from './operation-words.ts'

/** What goes wrong, as a clause: `the payment webhook arrives twice`. */
export function faultPhrase(planned: Fault): string {
  const { label } = planned.point
  return definitionOf(planned.kind).words.clause(planned, {
    operation: operationWords(label),
    message: `the ${bareMessage(label)}`,
    service: 'Stripe',
    ofTarget: 'target' in planned ? ` of ${targetWords(planned.target)}` : '',
  })
}

function targetWords(target: Target): string {
  return target === 'postgres' ? 'Postgres' : `server ${target}`
}
