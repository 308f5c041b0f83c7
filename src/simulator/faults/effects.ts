/**
 * What a fault makes an operation do. The simulator asks at fixed moments, the hooks, and knows how to perform each
 * effect; a kind of fault says what happens at one hook or at several. A kind that needs another effect needs an edit
 * here and where the hook is asked: `operations.ts`, `postgres.ts`, `stripe-service.ts`, `network.ts`, `customers.ts`.
 */

/** Of a server's process, or of the one that the fault names. */
export type ProcessEffect =
  | {
      readonly does: 'crash'
      /** Null: not before settling. */
      readonly restartMs: number | null
      /** Which version of the code the next process runs. */
      readonly code: 'same' | 'new'
    }
  | { readonly does: 'freeze'; readonly forMs: number }
  /** Ahead, or back if negative. */
  | { readonly does: 'jump-clock'; readonly byMs: number }

/** What a client gets instead of an answer, in the database server's own words. */
export interface DatabaseFailure {
  readonly sqlState: string
  readonly message: string
}

/** Of a call to an outside service. */
export interface CallEffect {
  /** A request that is lost has no effect there; an answer that is lost, or comes too late, does not undo one. */
  readonly lost: 'request' | 'response' | 'timeout' | null
  /** The error with which the service answers, before or after it has done what was asked. */
  readonly fails: 'error-before' | 'error-after' | 'rate-limited' | null
  /** From the effect to the moment at which the caller continues, milliseconds. */
  readonly answerAfterMs: number
}

/** A call on which nothing is wrong. */
export const usualCall: CallEffect = { lost: null, fails: null, answerAfterMs: 0 }

/** How long the official client waits for an answer, by its default: `DEFAULT_TIMEOUT`. Milliseconds. */
export const callTimeoutMs = 80_000

/** Of a call or a statement that takes time. */
export interface Slowness {
  /** From the request to the answer, milliseconds. */
  readonly byMs: number
  /** Whether the effect comes with the request or with the answer. */
  readonly effect: 'first' | 'last'
}

/** What an outage can be of: `its-server` is the server whose operation it begins at. */
export type Unreachable = 'stripe' | 'webhooks' | 'postgres' | 'A' | 'B' | 'its-server'

export interface OutageEffect {
  readonly of: Unreachable
  readonly forMs: number
}

/** Moments at which the simulator asks whether the plan has a fault, and what happens then. */
export interface Hooks<Fault> {
  /** Anybody comes to an operation: from now on something cannot be reached. */
  outage?(fault: Fault): OutageEffect
  /** A server comes to an operation. */
  before?(fault: Fault): ProcessEffect
  /** A server has performed an operation. */
  after?(fault: Fault): ProcessEffect
  /** A server without an open transaction comes to an operation: milliseconds that it waits at most, while others go. */
  preempt?(fault: Fault): number
  /** A server without an open transaction asks for something: its effect or its answer comes later. */
  slow?(fault: Fault): Slowness
  /** Instead of a statement, begin or commit: it is refused. */
  refuse?(fault: Fault): DatabaseFailure
  /** A statement, begin or commit is done: its answer is lost. */
  loseAnswer?(fault: Fault): DatabaseFailure
  /** A call to a service is made. */
  call?(fault: Fault): CallEffect
  /** A message leaves: it never arrives. */
  drop?(fault: Fault): 'dropped'
  /** A message leaves: milliseconds that it takes besides. */
  delay?(fault: Fault): number
  /** A message leaves: it arrives twice, or its service tells of the same change by another event too. */
  duplicate?(fault: Fault): 'twice' | 'as-new-event'
  /** A message leaves: it waits until the next one has arrived. */
  overtake?(fault: Fault): 'overtaken'
  /** A webhook leaves: an attacker sends another one, with a signature that does not fit. */
  forge?(fault: Fault): 'forged'
  /** A webhook leaves: an attacker sends its body and signature again, so many milliseconds later. */
  replay?(fault: Fault): number
}

export type Hook = keyof Hooks<unknown>

/** What a hook answers. */
export type EffectAt<At extends Hook> = ReturnType<Required<Hooks<unknown>>[At]>
