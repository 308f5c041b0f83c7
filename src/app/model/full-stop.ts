/** A sentence of the trace, which has no full stop of its own, with one. */
export function withFullStop(sentence: string): string {
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`
}
