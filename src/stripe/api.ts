/**
 * The HTTP API: from a request to a response, in one step.
 *
 * The order of the checks is Stripe's and matters: who are you (401), too fast (429), is there such a path
 * (404), was this key used (replay, 400, 409), are the parameters valid (400, not stored), and only then the
 * endpoint, whose outcome is stored under the key whatever it is.
 */
import { accountApiVersion, type Cause } from './event.ts'
import { ApiError, invalidRequest, rateLimited, serverError, unauthorized, unknownPath } from './errors.ts'
import type { IdempotencyKeys } from './idempotency.ts'
import type { Effect, Ledger } from './ledger.ts'
import { Parameters } from './parameters.ts'
import { listSessions } from './session-list.ts'
import { parseSessionOrder } from './session-parameters.ts'
import { renderSession, renderWithIntent } from './session.ts'

/** An HTTP request; header names in any case. */
export interface StripeRequest {
  readonly method: string
  /** With its query, `/v1/checkout/sessions?limit=3`. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** Form-encoded, empty for a GET. */
  readonly body: string
}

/** An HTTP response; header names in lower case. */
export interface StripeResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A response, and what happened behind it. */
export interface Handled extends StripeResponse {
  readonly effects: readonly Effect[]
  /** True where the body is the stored outcome of an earlier request with the same key. */
  readonly replayed: boolean
  /** True where the injected fault shaped the answer; a replay or a refusal comes before it. */
  readonly faulted: boolean
}

/** Something that goes wrong inside Stripe: a 500 before or after the effect, or a 429. */
export type StripeFault = 'error-before' | 'error-after' | 'rate-limited'

/** The calls that are simulated, by the names that the official client gives them. */
export type CallLabel =
  | 'stripe.checkout.sessions.create'
  | 'stripe.checkout.sessions.retrieve'
  | 'stripe.checkout.sessions.expire'
  | 'stripe.checkout.sessions.list'

/** Which call a request is. */
export interface Call {
  readonly label: CallLabel
  /** The session in the path. */
  readonly sessionId: string | null
}

/** What the API works on. */
export interface Account {
  readonly secretKey: string
  readonly ledger: Ledger
  readonly keys: IdempotencyKeys
}

/** One request on its way through the checks. */
interface Attempt {
  readonly account: Account
  readonly request: StripeRequest
  readonly requestId: string
  readonly nowMs: number
  readonly fault: StripeFault | undefined
  /** Null for a GET, which needs none. */
  readonly idempotencyKey: string | null
}

type Answer = Pick<Handled, 'status' | 'body' | 'headers' | 'replayed' | 'faulted'>

/** Performs one request; a refusal is a response, never a throw. */
export function handleRequest(
  account: Account,
  request: StripeRequest,
  requestId: string,
  nowMs: number,
  fault: StripeFault | undefined,
): Answer {
  const headers = lowerCased(request.headers)
  const idempotencyKey = (request.method === 'POST' && headers['idempotency-key']) || null
  const answer = answerTo(
    { account, request, requestId, nowMs, fault, idempotencyKey },
    headers['authorization'],
  )
  return {
    ...answer,
    headers: {
      'content-type': 'application/json',
      'request-id': requestId,
      'stripe-version': headers['stripe-version'] ?? accountApiVersion,
      ...(idempotencyKey === null ? {} : { 'idempotency-key': idempotencyKey }),
      ...answer.headers,
    },
  }
}

/** The call that a request makes; null for a path that is not simulated. */
export function callOf(request: Pick<StripeRequest, 'method' | 'path'>): Call | null {
  const [path = ''] = request.path.split('?')
  const [, sessionId = null, action] = /^\/v1\/checkout\/sessions(?:\/([A-Za-z0-9_]+)(?:\/([a-z]+))?)?$/.exec(
    path,
  ) ?? [null, null, 'none']
  const route = `${request.method} ${sessionId === null ? '' : ':id'}${action === undefined ? '' : `/${action}`}`
  switch (route) {
    case 'POST ':
      return { label: 'stripe.checkout.sessions.create', sessionId }
    case 'GET ':
      return { label: 'stripe.checkout.sessions.list', sessionId }
    case 'GET :id':
      return { label: 'stripe.checkout.sessions.retrieve', sessionId }
    case 'POST :id/expire':
      return { label: 'stripe.checkout.sessions.expire', sessionId }
    default:
      return null
  }
}

/** The parameters of a request, from its query or its body. */
export function parametersOf(request: StripeRequest): Parameters {
  const [, ...query] = request.path.split('?')
  return Parameters.parse(request.method === 'GET' ? query.join('?') : request.body)
}

function answerTo(attempt: Attempt, authorization: string | undefined): Answer {
  try {
    authenticate(attempt.account, authorization)
    if (attempt.fault === 'rate-limited') return { ...refusal(rateLimited()), faulted: true }
    return answerToCall(attempt)
  } catch (error) {
    if (error instanceof ApiError) return refusal(error)
    throw error
  }
}

function answerToCall({ account, request, requestId, nowMs, fault, idempotencyKey: key }: Attempt): Answer {
  const [path = ''] = request.path.split('?')
  const call = callOf(request)
  if (call === null) throw unknownPath(request.method, path)
  const parameters = parametersOf(request)
  const endpoint = `${request.method} ${path}`
  const fingerprint = parameters.fingerprint()

  const earlier = key === null ? null : account.keys.find(key, endpoint, fingerprint, nowMs)
  if (earlier !== null) {
    const { status, body } = earlier
    const replay = { 'idempotent-replayed': 'true', 'original-request': earlier.requestId }
    return {
      status,
      body,
      headers: { ...replay, ...retryAdvice(status, true) },
      replayed: true,
      faulted: false,
    }
  }

  const perform = prepare(account.ledger, call, parameters, nowMs, { requestId, idempotencyKey: key })
  const { status, body } = outcomeOf(perform, fault)
  if (key !== null) {
    account.keys.store({ key, endpoint, fingerprint, outcome: { status, body, requestId }, storedMs: nowMs })
  }
  const headers = retryAdvice(status, key !== null)
  return { status, body, headers, replayed: false, faulted: fault !== undefined }
}

/** Validates, and returns what is left to do. */
function prepare(
  ledger: Ledger,
  call: Call,
  parameters: Parameters,
  nowMs: number,
  cause: Cause,
): () => unknown {
  const sessionId = call.sessionId ?? ''
  switch (call.label) {
    case 'stripe.checkout.sessions.create': {
      const order = parseSessionOrder(parameters, nowMs)
      return () => renderSession(ledger.create(order, nowMs))
    }
    case 'stripe.checkout.sessions.list':
      return listSessions(ledger, parameters)
    case 'stripe.checkout.sessions.retrieve': {
      const render = expandsIntent(parameters) ? renderWithIntent : renderSession
      return () => render(ledger.get(sessionId))
    }
    case 'stripe.checkout.sessions.expire':
      parameters.refuseOthers([])
      return () => renderSession(ledger.expire(sessionId, nowMs, cause))
  }
}

/** @throws {ApiError} for anything else that is to be expanded */
function expandsIntent(parameters: Parameters): boolean {
  parameters.refuseOthers([/^expand\[\d+\]$/])
  const wanted = parameters.keysUnder('expand').map((key) => parameters.text(`expand[${key}]`) ?? '')
  for (const property of wanted)
    if (property !== 'payment_intent')
      throw invalidRequest(`This property cannot be expanded (${property}).`, { param: 'expand' })
  return wanted.length > 0
}

function outcomeOf(
  perform: () => unknown,
  fault: StripeFault | undefined,
): { readonly status: number; readonly body: string } {
  try {
    if (fault === 'error-before') throw serverError()
    const body = JSON.stringify(perform(), null, 2)
    if (fault === 'error-after') throw serverError()
    return { status: 200, body }
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, body: error.body() }
    throw error
  }
}

function refusal(error: ApiError): Answer {
  const headers = retryAdvice(error.status, false)
  return { status: error.status, headers, body: error.body(), replayed: false, faulted: false }
}

/** Trying a stored 500 again only replays it; a key in use is worth another try. Else the client decides. */
function retryAdvice(status: number, stored: boolean): Readonly<Record<string, string>> {
  if (status === 409) return { 'stripe-should-retry': 'true' }
  if (status >= 500 && stored) return { 'stripe-should-retry': 'false' }
  return {}
}

function authenticate({ secretKey }: Account, authorization: string | undefined): void {
  const key = authorization?.replace(/^Bearer /, '')
  if (key !== secretKey) throw unauthorized(key)
}

function lowerCased(headers: Readonly<Record<string, string>>): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}
