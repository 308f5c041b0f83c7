/** A sentence of the trace, which has no full stop of its own, with one: also behind words that it quotes. */
export function withFullStop(sentence: string): string {
  return /[.!?…]”?$/.test(sentence) ? sentence : `${sentence}.`
}
