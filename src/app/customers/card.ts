/** A page or a mail, as a customer saw it. */
export interface Card {
  /** The event that she saw it by. */
  readonly event: number
  /** Who shows or sends it; `nothing` where something happened and nobody told. */
  readonly from: 'shop' | 'stripe' | 'mail' | 'nothing'
  readonly words: string
  /** What she does then, or more about it. */
  readonly detail: string | null
  readonly tone: 'plain' | 'good' | 'bad'
}
