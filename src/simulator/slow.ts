/**
 * An operation that takes time: asked for now, it has its effect and its answer later.
 *
 * The request is with the other side from the first moment on. So the effect comes although the process that asked dies
 * or stands still meanwhile, as with a real service and with a real database, which commits a statement whether or not
 * anybody still waits for it. Only the answer is for the process: a dead one gets none, a frozen one when it thaws.
 *
 * An outage that begins meanwhile costs the answer, not the effect. What cannot be reached when it is asked takes no time:
 * it fails at once.
 *
 * A crash after a slow operation comes when it has been asked for, before its answer.
 */
import { currentFrame } from '#program/frame.ts'
import type { Slowness } from './faults/effects.ts'
import { createProcess } from './process.ts'
import type { Parked, Scheduler } from './scheduler.ts'

/** What becomes of an answer, as far as that is known when the effect comes. */
export type Unheard = 'timeout' | 'response' | null

/** Of an operation that was asked for before its effect comes. */
export interface UnderWay {
  readonly unheard: Unheard
}

export interface WhenSlow<T> {
  /**
   * Takes what is held from the request to the answer.
   *
   * @returns gives it back; null where another holds it: then the request is refused at once
   */
  hold(): (() => void) | null
  /** For how long the caller waits, milliseconds. */
  readonly patienceMs: number
  /** What it gets if there is no answer by then. */
  readonly givesUpWith: T
}

interface SlowOperation<T> extends Slowness, Pick<Parked, 'isEligible' | 'priority'> {
  readonly whenSlow: WhenSlow<T> | undefined
  resolve(value: T): void
  /** Makes the effect, and leaves the context that its answer comes in. Returns what gives the answer. */
  act(underWay: UnderWay): () => void
}

/** Begins an operation whose turn it is. */
export function performSlowly<T>(
  scheduler: Scheduler,
  { byMs, effect, priority, isEligible, whenSlow, resolve, act }: SlowOperation<T>,
): void {
  const [context, frame] = [scheduler.context(), currentFrame()]
  const asks = context.process
  const endMs = scheduler.nowMs() + byMs
  const givesUpMs = scheduler.nowMs() + (whenSlow?.patienceMs ?? Infinity)
  // The other side works on whatever becomes of the process: it acts in the name of one that never dies.
  const otherSide = { ...context, process: createProcess(asks.actor) }

  const answer = (atMs: number, settle: () => void): void => {
    const { cause } = scheduler.context()
    if (asks.alive) scheduler.at(atMs, asks, () => scheduler.enter({ ...context, cause }, frame, settle))
  }
  const take = (): void => {
    const settle = act({ unheard: givesUpMs < endMs ? 'timeout' : asks.alive ? null : 'response' })
    answer(endMs, settle)
  }
  const takeAtOnce = (): void => {
    scheduler.enter(otherSide, frame, take)
    scheduler.enter(context, frame, () => undefined)
  }

  if (givesUpMs < endMs && whenSlow !== undefined) answer(givesUpMs, () => resolve(whenSlow.givesUpWith))
  if (effect === 'first') {
    takeAtOnce()
    const release = whenSlow?.hold()
    if (release) scheduler.at(endMs, null, release)
    return
  }
  const release = whenSlow?.hold()
  if (release === null) return takeAtOnce()
  scheduler.at(endMs, null, () => {
    release?.()
    scheduler.park({ context: otherSide, frame, priority, isEligible, perform: take })
  })
}
