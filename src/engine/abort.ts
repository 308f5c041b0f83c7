/** The signals of a step: one for each attempt, which its time-out aborts, and all of them when the step is aborted. */

declare global {
  /** The environment's own, as `fetch` takes it: merged with the one of the DOM or of Node, where there is one. */
  interface AbortSignal {}
}

interface Controller {
  readonly signal: AbortSignal
  abort(reason: Error): void
}

export interface AttemptAbort {
  /** Made when it is first asked for: most steps never do. */
  signal(): AbortSignal
  abort(reason: Error): void
}

export interface Abort {
  attempt(): AttemptAbort
  abort(reason: Error): void
  isAborted(): boolean
  /** Resolves when it is aborted. */
  readonly aborted: Promise<void>
}

export function createAbort(): Abort {
  let current: AttemptAbort | null = null
  let reason: Error | null = null
  let tellAborted: () => void = () => undefined
  const aborted = new Promise<void>((resolve) => {
    tellAborted = resolve
  })
  return {
    attempt() {
      current = createAttempt()
      if (reason) current.abort(reason)
      return current
    },
    abort(given) {
      if (reason) return
      reason = given
      current?.abort(given)
      tellAborted()
    },
    isAborted: () => reason !== null,
    aborted,
  }
}

function createAttempt(): AttemptAbort {
  let controller: Controller | null = null
  let reason: Error | null = null
  return {
    signal() {
      controller ??= createController()
      if (reason) controller.abort(reason)
      return controller.signal
    },
    abort(given) {
      reason ??= given
      controller?.abort(given)
    },
  }
}

function createController(): Controller {
  // Every JavaScript environment has it, though the language's own types do not.
  const { AbortController } = globalThis as unknown as { readonly AbortController: new () => Controller }
  return new AbortController()
}
