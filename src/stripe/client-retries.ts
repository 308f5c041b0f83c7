/**
 * When the official Stripe client sends a call again: its policy, version 23.1.0, as its source has it
 * (`RequestSender._shouldRetry`, `_getSleepTimeInMS`). The client's own loop waits on real timers, so it is switched off
 * and this one takes its place. `client-retries.test.ts` compares the two on the same answers.
 */
import type { StripeResponse } from './api.ts'

/** `maxNetworkRetries` as shipped: two more tries after the first. */
export const maxNetworkRetries = 2

/**
 * The pause before each retry, milliseconds. The client takes 0.5 s × 2^(n−1), up to half less at random, but never
 * less than 0.5 s: with two retries both pauses are 0.5 s, without any chance in them.
 */
export const retryPauseMs = 500

/**
 * Whether the client sends a call again after this answer; `null` if there was none: the connection was lost, or the time
 * was up. Not after a 429: Stripe's answer does not ask for it.
 */
export function shouldRetry(answer: Pick<StripeResponse, 'status' | 'headers'> | null): boolean {
  if (answer === null) return true
  const advice = answer.headers['stripe-should-retry']
  if (advice === 'false') return false
  return advice === 'true' || answer.status === 409 || answer.status >= 500
}
