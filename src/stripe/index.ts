/** A simulated Stripe, and the official client to talk to it. */
export type { Call, CallLabel, Handled, StripeFault, StripeRequest, StripeResponse } from './api.ts'
export { callOf } from './api.ts'
export {
  createCryptoProvider,
  createStripeClient,
  verifyWebhook,
  type ReceivedWebhook,
  type StripeClientOptions,
} from './client.ts'
export type { ErrorType } from './errors.ts'
export { retriesEndAfterMs, retryDelayMs, type Delivery, type EventType, type StripeEvent } from './event.ts'
export { keyLifetimeMs } from './idempotency.ts'
export type { Charge, Effect, PaymentMethod, PaymentOutcome } from './ledger.ts'
export { sessionIdFromUrl, type PaymentStatus, type Reference, type SessionStatus } from './session.ts'
export { longestSessionSeconds, shortestSessionSeconds } from './session-parameters.ts'
export {
  createStripe,
  type CallSubject,
  type Paid,
  type Payment,
  type SimulatedStripe,
  type StripeOptions,
} from './stripe.ts'
export {
  stripeSchemaSql,
  type ChargeRow,
  type EventRow,
  type IdempotencyKeyRow,
  type SessionRow,
  type StripeTables,
} from './tables.ts'
export { epochUnixMs, fromUnixSeconds, toUnixMs, toUnixSeconds } from './time.ts'
