/** Past, present and future of a mark. */
export type Phase = 'past' | 'now' | 'future'

/** How far a mark has come: `reached` is the cursor held within the mark's own events, so that it seldom changes. */
export function reachedOf(mark: { readonly from: number; readonly to: number }, cursor: number): number {
  return Math.max(mark.from - 1, Math.min(mark.to, cursor))
}

export function phaseOf(mark: { readonly from: number; readonly to: number }, reached: number): Phase {
  return reached < mark.from ? 'future' : reached < mark.to ? 'now' : 'past'
}
