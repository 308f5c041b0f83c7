/**
 * The cancellation of one workflow (E16): somebody asks for it, and its function is told once, by the failure of a call.
 * From then on the function's calls run as ever, so that it can undo what it has done.
 */
import { WorkflowCancelledError } from './errors.ts'
import type { Call } from './execution.ts'

export interface Cancellation {
  /** Asked for, and the function has not been told: this call is to tell it. */
  reaches(call: Pick<Call, 'isShielded' | 'isAsked'>): boolean
  /** The function has been told. */
  isGiven(): boolean
  /** Somebody asks for it: calls in flight that wait, or are at work outside, hear of it. */
  ask(): void
  /** What a call has come to reaches the function now. */
  given(outcome: unknown): void
}

/** @param calls those in flight */
export function createCancellation(
  workflowId: string,
  calls: ReadonlySet<Call>,
  isAsked: boolean,
): Cancellation {
  let state: 'none' | 'pending' | 'given' = isAsked ? 'pending' : 'none'
  return {
    reaches: ({ isShielded, isAsked }) => !isShielded && (isAsked || state === 'pending'),
    isGiven: () => state === 'given',
    ask() {
      if (state === 'given') return
      state = 'pending'
      for (const call of calls) {
        if (call.isShielded) continue
        call.isAsked = true
        call.look?.()
        call.abort?.(new WorkflowCancelledError(workflowId))
      }
    },
    given(outcome) {
      if (outcome instanceof WorkflowCancelledError) state = 'given'
    },
  }
}
