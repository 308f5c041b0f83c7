/** A moment of a lane that is worth a word or two in the line that tells it. */
import type { Actor, Run, TraceEvent } from '#simulator'

export interface Beat {
  /** Index of the event that shows it. */
  readonly event: number
  /** `reserved again`. Without a full stop. */
  readonly words: string
  readonly kind: BeatKind
  /** The scenario's name of the effect, where it is one. */
  readonly effect?: string
  /** Whether it is one of the things that are wrong in the end. */
  readonly isWrong?: boolean
  /** How much it tells, if not as much as others of its kind. */
  readonly weight?: number
}

export type BeatKind =
  /** What the plan does: `A dies`. */
  | 'fault'
  /** What becomes of a server or a transaction: `B takes over`, `rolled back`. */
  | 'process'
  /** What a customer does: `Alice clicks again`. */
  | 'customer'
  /** What keeps it from going wrong, or is missing: `finds checkpoint 1`, `no checkpoint 1`. */
  | 'protection'
  /** What took effect: `reserved`. */
  | 'effect'
  /** The same, of what every good run has. */
  | 'routine'
  /** What is wrong with the rows that are left. */
  | 'left'

/** One actor's identity, to compare two of them. */
export function isSame(one: Actor, other: Actor): boolean {
  if (one.role !== other.role) return false
  return 'name' in one && 'name' in other ? one.name === other.name : true
}

/** `commit:createOrder` of `server/commit:createOrder@order-2#1`. */
export function labelOf({ point }: TraceEvent): string {
  return (point ?? '').replace(/^[a-z]+\//, '').replace(/(@[^#]*)?#\d+$/, '')
}

/** The customer whom a subject belongs to: `Bob` of `order-2`. Null where the trace shows none. */
export function customerOf(subject: string | null, { trace }: Run): string | null {
  const own = trace.find((event) => event.actor.role === 'customer' && event.subject === subject)
  return own?.actor.role === 'customer' ? own.actor.name : null
}
