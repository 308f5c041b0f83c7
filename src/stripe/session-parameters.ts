import { invalidRequest } from './errors.ts'
import type { Parameters } from './parameters.ts'
import { totalCents, type LineItem, type SessionOrder } from './session.ts'
import { toUnixSeconds } from './time.ts'

/** Stripe's bounds for `expires_at`, counted from the creation of the session. */
export const shortestSessionSeconds = 30 * 60
export const longestSessionSeconds = 24 * 60 * 60

/** What a customer can be asked for at least, in eur, unless the order is free. */
const smallestAmountCents = 50

const knownParameters = [
  /^(mode|success_url|cancel_url|client_reference_id|customer_email|expires_at|currency|locale|submit_type)$/,
  /^ui_mode$/,
  /^payment_method_types\[\d+\]$/,
  /^metadata\[[^\]]+\]$/,
  /^payment_intent_data\[(description|metadata\]\[[^\]]+)\]$/,
  /^line_items\[\d+\]\[(quantity|price_data\]\[(currency|unit_amount))\]$/,
  /^line_items\[\d+\]\[price_data\]\[product_data\]\[(name|description)\]$/,
]

/**
 * The parameters of `POST /v1/checkout/sessions`, validated.
 *
 * @throws {ApiError} invalid_request_error with the `param` at fault
 */
export function parseSessionOrder(parameters: Parameters, nowMs: number): SessionOrder {
  parameters.refuseOthers(knownParameters)
  requireChoice(parameters, 'mode', ['payment'])
  if (parameters.text('ui_mode') !== undefined) requireChoice(parameters, 'ui_mode', ['hosted_page'])
  const lineItems = parseLineItems(parameters)
  return {
    lineItems,
    currency: 'eur',
    successUrl: parseUrl('success_url', parameters.required('success_url')),
    cancelUrl: parseUrl('cancel_url', parameters.text('cancel_url') ?? null),
    customerEmail: parameters.text('customer_email') ?? null,
    clientReferenceId: parseBounded(parameters, 'client_reference_id', 200),
    metadata: parseMetadata(parameters),
    expiresAt: parseExpiresAt(parameters, nowMs),
  }
}

/** A session created in second c may end from c + 30 min to c + 24 h, both included, and does by default at the latest. */
function parseExpiresAt(parameters: Parameters, nowMs: number): number {
  const created = toUnixSeconds(nowMs)
  const expiresAt = parameters.integer('expires_at') ?? created + longestSessionSeconds
  const isTooSoon = expiresAt < created + shortestSessionSeconds
  if (isTooSoon || expiresAt > created + longestSessionSeconds) {
    const bound = isTooSoon ? 'at least 30 minutes' : 'less than 24 hours'
    const message = `The \`expires_at\` timestamp must be ${bound} from Checkout Session creation.`
    throw invalidRequest(message, { param: 'expires_at' })
  }
  return expiresAt
}

function parseLineItems(parameters: Parameters): readonly LineItem[] {
  const indexes = parameters.keysUnder('line_items')
  if (indexes.length === 0) parameters.required('line_items')
  const lineItems = indexes.map((index) => parseLineItem(parameters, `line_items[${index}]`))
  const amountCents = totalCents(lineItems)
  if (amountCents > 0 && amountCents < smallestAmountCents) {
    throw invalidRequest(`The total must be at least €0.50.`, {
      code: 'amount_too_small',
      param: 'line_items',
    })
  }
  return lineItems
}

function parseLineItem(parameters: Parameters, at: string): LineItem {
  requireChoice(parameters, `${at}[price_data][currency]`, ['eur'])
  const name = parameters.required(`${at}[price_data][product_data][name]`)
  const unitAmountCents = atLeast(parameters, `${at}[price_data][unit_amount]`, 0)
  const quantity = atLeast(parameters, `${at}[quantity]`, 1)
  return { name, quantity, unitAmountCents }
}

function atLeast(parameters: Parameters, name: string, least: number): number {
  const value = parameters.requiredInteger(name)
  if (value >= least) return value
  throw invalidRequest(`This value must be greater than or equal to ${least}.`, {
    code: 'parameter_invalid_integer',
    param: name,
  })
}

function parseMetadata(parameters: Parameters): Readonly<Record<string, string>> {
  const keys = parameters.keysUnder('metadata')
  if (keys.length > 50) throw invalidRequest('Metadata can have up to 50 keys.', { param: 'metadata' })
  const entries = keys.map((key): [string, string] => {
    const name = `metadata[${key}]`
    if (key.length > 40) throw invalidRequest('A metadata key can have up to 40 characters.', { param: name })
    return [key, parseBounded(parameters, name, 500) ?? '']
  })
  return Object.fromEntries(entries.filter(([, value]) => value !== ''))
}

function parseBounded(parameters: Parameters, name: string, mostCharacters: number): string | null {
  const value = parameters.text(name)
  if (value === undefined) return null
  if (value.length <= mostCharacters) return value
  throw invalidRequest(`Invalid string: must be at most ${mostCharacters} characters`, { param: name })
}

function parseUrl<T extends string | null>(name: string, url: T): T {
  if (url === null || /^https?:\/\/\S+$/.test(url)) return url
  throw invalidRequest('Not a valid URL', { code: 'url_invalid', param: name })
}

function requireChoice(parameters: Parameters, name: string, choices: readonly string[]): void {
  const value = parameters.required(name)
  if (choices.includes(value)) return
  throw invalidRequest(`Invalid ${name}: must be one of ${choices.join(', ')} (all that is simulated)`, {
    param: name,
  })
}
