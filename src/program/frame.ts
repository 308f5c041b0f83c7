/**
 * The frame of the code that runs now: which call, within which call.
 *
 * A browser has no AsyncLocalStorage. Compiled code calls `push` before each call and `leave` after it, awaited or
 * not, so that whoever is asked for an operation can say which line of which function asks.
 *
 * Owns one variable. Invariants:
 *
 * - **F1** Between two statements of a compiled function the current frame is the one that it started with,
 *   whatever ran meanwhile.
 * - **F2** While a call runs synchronously, up to its first await, the current frame is that call's.
 * - **F3** A function made as an argument of a call runs within the frame of that call, whoever calls it and when.
 *
 * Code that is not compiled neither keeps nor restores frames: capture `currentFrame()` where such code is
 * entered, before any queueing, and set it back before its promise settles.
 */

/** One call on the way from an entry to here. Never changed once made. */
export interface Frame {
  /** Offset in the source: where the call's callee ends. */
  readonly site: number
  /** The program's file. */
  readonly file: string
  readonly parent: Frame | null
}

let current: Frame | null = null

/** The innermost call that is running; null outside compiled code. */
export function currentFrame(): Frame | null {
  return current
}

/** Says that what runs from now on belongs to `frame`. */
export function setCurrentFrame(frame: Frame | null): void {
  current = frame
}

/** Runs `body` within a frame, and restores the one before when it returns or throws. */
export function withFrame<T>(frame: Frame | null, body: () => T): T {
  const before = current
  current = frame
  try {
    return body()
  } finally {
    current = before
  }
}

/** Enters a call: `leave(push(file, 842), await call())`. Arguments run left to right, hence around the call. */
export function push(file: string, site: number): Frame {
  current = { site, file, parent: current }
  return current
}

/** Leaves a call, with its value. */
export function leave<T>(frame: Frame, value: T): T {
  current = frame.parent
  return value
}

/** Comes back to `frame` with a value that was awaited: `back(currentFrame(), await promise)`. */
export function back<T>(frame: Frame | null, value: T): T {
  current = frame
  return value
}

/** Ties a function to the frame that made it. */
export function bind<F extends (...args: never[]) => unknown>(made: F): F {
  const frame = current
  // A function expression, for a caller's `this`.
  const bound = function (this: unknown, ...args: Parameters<F>): unknown {
    const before = current
    current = frame
    try {
      return made.apply(this, args)
    } finally {
      current = before
    }
  }
  // Libraries look at the number of parameters to tell one kind of callback from another.
  Object.defineProperty(bound, 'length', { value: made.length, configurable: true })
  Object.defineProperty(bound, 'name', { value: made.name, configurable: true })
  return bound as F
}
