/** Unix milliseconds of virtual time 0, 2030-01-01T00:00:00Z. */
export const epochUnixMs = 1_893_456_000_000

/** Virtual milliseconds as whole unix seconds, which is how Stripe writes `created` and `expires_at`. */
export function toUnixSeconds(nowMs: number): number {
  return Math.floor((epochUnixMs + nowMs) / 1000)
}

/** Virtual milliseconds as unix milliseconds, which is how the client wants `receivedAt`. */
export function toUnixMs(nowMs: number): number {
  return epochUnixMs + nowMs
}

/** Whole unix seconds as virtual milliseconds. */
export function fromUnixSeconds(unixSeconds: number): number {
  return unixSeconds * 1000 - epochUnixMs
}
