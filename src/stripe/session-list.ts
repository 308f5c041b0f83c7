import { invalidRequest, resourceMissing } from './errors.ts'
import type { Ledger } from './ledger.ts'
import type { Parameters } from './parameters.ts'
import { renderSession, type Session } from './session.ts'
import { toUnixSeconds } from './time.ts'

const knownParameters = [
  /^(limit|starting_after|ending_before|status|created)$/,
  /^created\[(gte|gt|lte|lt)\]$/,
]

/**
 * `GET /v1/checkout/sessions`: the newest first, a page at a time. As with Stripe there is no filter by the
 * shop's own ids: who looks for a session after a 500 reads those of the time in question.
 *
 * @throws {ApiError} invalid_request_error; resource_missing for a cursor that does not exist
 */
export function listSessions(ledger: Ledger, parameters: Parameters): () => unknown {
  parameters.refuseOthers(knownParameters)
  const limit = parameters.integer('limit') ?? 10
  if (limit < 1 || limit > 100) throw invalidRequest('A page has 1 to 100 objects.', { param: 'limit' })
  const accepts = sessionFilter(parameters)
  const after = cursor(ledger, parameters, 'starting_after')
  const before = cursor(ledger, parameters, 'ending_before')
  if (after !== undefined && before !== undefined) {
    throw invalidRequest('Send either starting_after or ending_before.', { param: 'ending_before' })
  }
  return () => {
    const newestFirst = ledger.sessions().toReversed()
    const position = newestFirst.findIndex(({ id }) => id === (after ?? before))
    const matching = (
      before === undefined ? newestFirst.slice(position + 1) : newestFirst.slice(0, position)
    ).filter(accepts)
    // Going backwards the page is the one just before the cursor, not the first one there is.
    const page = before === undefined ? matching.slice(0, limit) : matching.slice(-limit)
    const hasMore = matching.length > limit
    return { object: 'list', data: page.map(renderSession), has_more: hasMore, url: '/v1/checkout/sessions' }
  }
}

function cursor(ledger: Ledger, parameters: Parameters, name: string): string | undefined {
  const id = parameters.text(name)
  if (id === undefined || ledger.has(id)) return id
  throw resourceMissing('checkout.session', id, name)
}

function sessionFilter(parameters: Parameters): (session: Session) => boolean {
  const status = parameters.text('status')
  const exactly = parameters.integer('created')
  const gte = parameters.integer('created[gte]') ?? exactly ?? -Infinity
  const lte = parameters.integer('created[lte]') ?? exactly ?? Infinity
  const gt = parameters.integer('created[gt]') ?? -Infinity
  const lt = parameters.integer('created[lt]') ?? Infinity
  return (session) => {
    const created = toUnixSeconds(session.createdMs)
    const inRange = created >= gte && created <= lte && created > gt && created < lt
    return inRange && (status === undefined || session.status === status)
  }
}
