/** When what a fault has begun is over: by settling at the latest, unless it begins after that. Virtual milliseconds. */
export function endMs(nowMs: number, forMs: number, settleMs: number): number {
  return nowMs < settleMs ? Math.min(nowMs + forMs, settleMs) : nowMs + forMs
}
