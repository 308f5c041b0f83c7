/** What the `error` of a body can be. */
export type ErrorType =
  | 'api_error'
  | 'authentication_error'
  | 'card_error'
  | 'idempotency_error'
  | 'invalid_request_error'
  | 'rate_limit_error'

/** The part of an error that a shop's code may look at, beside type and message. */
export interface ErrorDetails {
  readonly code?: string
  /** The parameter that is wrong, `line_items[0][quantity]`. */
  readonly param?: string
}

/** A request that Stripe refuses or fails to perform; `api.ts` turns it into a response. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  /** The HTTP status. */
  readonly status: number
  readonly type: ErrorType
  readonly details: ErrorDetails

  constructor(status: number, type: ErrorType, message: string, details: ErrorDetails = {}) {
    super(message)
    this.status = status
    this.type = type
    this.details = details
  }

  /** The response's body: `{ error: { type, code, message, param } }`, what is unknown left out. */
  body(): string {
    const { code, param } = this.details
    return JSON.stringify({ error: { type: this.type, code, message: this.message, param } }, null, 2)
  }
}

/** A 400: the request is at fault, whoever sends it again unchanged gets it again. */
export function invalidRequest(message: string, details: ErrorDetails = {}): ApiError {
  return new ApiError(400, 'invalid_request_error', message, details)
}

/** A 404 for an object that does not exist in this account. */
export function resourceMissing(kind: string, id: string, param: string): ApiError {
  const message = `No such ${kind}: '${id}'`
  return new ApiError(404, 'invalid_request_error', message, { code: 'resource_missing', param })
}

/** A 404 for a path that is no part of the API, or of what is simulated of it. */
export function unknownPath(method: string, path: string): ApiError {
  return new ApiError(404, 'invalid_request_error', `Unrecognized request URL (${method}: ${path}).`)
}

/** A 401: no key, or somebody else's. */
export function unauthorized(key: string | undefined): ApiError {
  const message =
    key === undefined
      ? 'You did not provide an API key. Send it as a bearer token in the Authorization header.'
      : `Invalid API Key provided: ${masked(key)}`
  return new ApiError(401, 'authentication_error', message)
}

/** A 429, answered before anything else is looked at, the idempotency key included. */
export function rateLimited(): ApiError {
  return new ApiError(429, 'rate_limit_error', 'Request rate limit exceeded.', { code: 'rate_limit' })
}

/** A 500: it may have happened or not, and the answer does not say. */
export function serverError(): ApiError {
  return new ApiError(500, 'api_error', 'An unknown error occurred.')
}

/** Enough of a key to recognise it, not enough to use it. */
function masked(key: string): string {
  return key.length <= 8 ? '*'.repeat(key.length) : `${key.slice(0, 4)}****${key.slice(-4)}`
}
