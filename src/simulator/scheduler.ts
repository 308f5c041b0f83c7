/**
 * The scheduler: performs one operation at a time and lets all code come to rest before it picks the next.
 *
 * It owns the virtual clock, the operations that are parked, and the context in which code runs. Invariants:
 *
 * - **D1** Between two operations only the continuation of the settled one runs, so every operation that it parks
 *   inherits its context: process, subject, request, cause, frame of the source.
 * - **D2** Timers that are due fire before an operation is picked, one a turn; the clock moves only when no parked
 *   operation can be performed. So requests that arrive at one moment are all there before one of them goes on.
 * - **D3** Nothing settles outside its turn: whatever is truly asynchronous is counted by `native` and waited for.
 * - **D4** A dead process's operations are never settled: no `catch` and no `finally` of it runs, as with SIGKILL.
 * - **D5** A frozen process performs nothing and its timers do not fire before it thaws; then it goes on as if nothing
 *   had been.
 * - **D6** An operation that yields is performed when its time is over, or when nothing else can be done or falls due
 *   before that.
 */
import { currentFrame, setCurrentFrame, type Frame } from '#program/frame.ts'
import type { Process } from './process.ts'
import type { RunEnd } from './run-end.ts'

/** On whose behalf code runs. */
export interface Context {
  readonly process: Process
  /** `order-1`; null while it is about none. */
  readonly subject: string | null
  readonly request: string | null
  /** Index of the trace event that led here. */
  readonly cause: number | null
  /** True for what an event that Stripe did not sign has led to. */
  readonly forged: boolean
}

/** Something that a process asks of the outside, parked until its turn. */
export interface Parked {
  readonly context: Context
  readonly frame: Frame | null
  /** False while it has to wait for another, such as a statement for somebody's open transaction. */
  isEligible(): boolean
  /** A number that orders it among those ready; the lowest is performed first. */
  readonly priority: number
  /** Virtual milliseconds: until then all others go before it (D6). Absent or null: it takes its turn. */
  readonly yieldsUntilMs?: number | null
  perform(): void
}

interface ParkedInTurn extends Parked {
  readonly sequence: number
}

interface Timer {
  readonly atMs: number
  readonly sequence: number
  /** Null for what belongs to the world rather than to a process that can die. */
  readonly process: Process | null
  readonly isMark: boolean
  fire(): void
}

export interface Scheduler {
  nowMs(): number
  /** The context of the code that runs now. */
  context(): Context
  /** Runs a continuation within a context, and that of each operation that it leads to. */
  enter(context: Context, frame: Frame | null, continuation: () => void): void
  /** `context` and `frame` are those of the code that runs now, unless it says otherwise. */
  park(operation: Omit<Parked, 'context' | 'frame'> & Partial<Pick<Parked, 'context' | 'frame'>>): void
  /**
   * Fires once at `atMs`, unless the process has died by then.
   *
   * @param isMark it only marks a moment: nothing changes by it, so a run may end without it
   */
  at(atMs: number, process: Process | null, fire: () => void, isMark?: boolean): void
  /** What is to come, by numbers in the order in which it was asked for. */
  pending(): Pending
  /** Waits for something truly asynchronous before the next operation is picked; in the order of the calls. */
  native<T>(work: () => Promise<T>): Promise<T>
  /** Drops what a dead process had parked. */
  forget(process: Process): void
  /** Performs operations and fires timers until neither is left, or a limit is met. */
  run(limits: Limits): Promise<RunEnd>
}

export interface Limits {
  /** A run in which something is due later than this is cut off. */
  readonly latestMs: number
  /** A run that takes more turns is cut off: an operation is a turn, and so is a timer. */
  readonly mostTurns: number
  /** Asked before each turn: why the run can never end; null as long as that is not shown. */
  endless(turn: number): string | null
}

export interface Pending {
  /** The last number that was given. */
  readonly latest: number
  /** The oldest operation that is parked; infinite where there is none. */
  readonly oldestParked: number
  /** The oldest timer that has not fired, marks apart; infinite where there is none. */
  readonly oldestTimer: number
}

export function createScheduler(outside: Process): Scheduler {
  let nowMs = 0
  let sequence = 0
  let context: Context = { process: outside, subject: null, request: null, cause: null, forged: false }
  let parked: ParkedInTurn[] = []
  let timers: Timer[] = []
  let nativeWork = 0
  let natives: Promise<unknown> = Promise.resolve()

  /** The first of those with the lowest priority: first come, first served where priorities are alike. */
  function pick(): ParkedInTurn | null {
    let best: ParkedInTurn | null = null
    for (const candidate of parked) {
      // D5
      if (candidate.context.process.thawsAtMs > nowMs) continue
      // D6
      if ((candidate.yieldsUntilMs ?? 0) > nowMs) continue
      if ((best === null || candidate.priority < best.priority) && candidate.isEligible()) best = candidate
    }
    return best
  }

  /** D6: the one that yields for the shortest time, unless a timer falls due before that is over. */
  function pickYielding(timer: Timer | null): ParkedInTurn | null {
    const timerMs = timer === null ? Infinity : fallsDueMs(timer)
    let best: ParkedInTurn | null = null
    let bestMs = timerMs
    for (const candidate of parked) {
      const yieldsUntilMs = candidate.yieldsUntilMs ?? 0
      if (yieldsUntilMs <= nowMs || candidate.context.process.thawsAtMs > nowMs) continue
      if ((yieldsUntilMs < bestMs || (best === null && yieldsUntilMs === bestMs)) && candidate.isEligible()) {
        best = candidate
        bestMs = yieldsUntilMs
      }
    }
    return best
  }

  /** D5 */
  const fallsDueMs = ({ atMs, process }: Timer): number => Math.max(atMs, process?.thawsAtMs ?? 0)

  /** D5: what a freeze held up comes after what was meant for that moment, the thaw itself among it. */
  const isHeldUp = (timer: Timer): boolean => timer.atMs < fallsDueMs(timer)

  function isEarlier(timer: Timer, other: Timer): boolean {
    const byMs = fallsDueMs(timer) - fallsDueMs(other)
    if (byMs !== 0) return byMs < 0
    if (isHeldUp(timer) !== isHeldUp(other)) return isHeldUp(other)
    return timer.sequence < other.sequence
  }

  function nextTimer(): Timer | null {
    let next: Timer | null = null
    for (const timer of timers) if (next === null || isEarlier(timer, next)) next = timer
    return next
  }

  const scheduler: Scheduler = {
    nowMs: () => nowMs,
    context: () => context,
    enter(entered, frame, continuation) {
      context = entered
      setCurrentFrame(frame)
      continuation()
    },
    park(operation) {
      // D1: whose operation it is, is known here and only here.
      sequence += 1
      parked.push({ context, frame: currentFrame(), ...operation, sequence })
    },
    at(atMs, process, fire, isMark = false) {
      sequence += 1
      timers.push({ atMs: Math.max(atMs, nowMs), sequence, process, isMark, fire })
    },
    pending: () => ({
      latest: sequence,
      oldestParked: Math.min(...parked.map((operation) => operation.sequence)),
      oldestTimer: Math.min(...timers.filter(({ isMark }) => !isMark).map((timer) => timer.sequence)),
    }),
    native(work) {
      nativeWork += 1
      const turn = natives.then(work)
      natives = turn.then(
        () => (nativeWork -= 1),
        () => (nativeWork -= 1),
      )
      return turn
    },
    forget(process) {
      parked = parked.filter((operation) => operation.context.process !== process)
      timers = timers.filter((timer) => timer.process !== process)
    },
    async run({ latestMs, mostTurns, endless }) {
      const eventLoop = openTurns()
      try {
        for (let turn = 0; turn < mostTurns; turn += 1) {
          do await eventLoop.next()
          while (nativeWork > 0)
          const why = endless(turn)
          if (why !== null) return { kind: 'endless', why }
          const timer = nextTimer()
          const isDue = timer !== null && fallsDueMs(timer) <= nowMs
          const operation = isDue ? null : (pick() ?? pickYielding(timer))
          if (operation) {
            parked.splice(parked.indexOf(operation), 1)
            scheduler.enter(operation.context, operation.frame, () => operation.perform())
            continue
          }
          if (timer === null)
            return parked.length === 0 ? { kind: 'settled' } : { kind: 'endless', why: describeCycle(parked) }
          if (fallsDueMs(timer) > latestMs) return { kind: 'cut-off', why: tooLate(latestMs) }
          timers.splice(timers.indexOf(timer), 1)
          nowMs = fallsDueMs(timer)
          timer.fire()
        }
        return { kind: 'cut-off', why: tooMany(mostTurns) }
      } finally {
        eventLoop.close()
      }
    },
  }
  return scheduler
}

function tooMany(mostTurns: number): string {
  return `The simulator stopped the run after ${mostTurns.toLocaleString('en')} operations and timers.`
}

function tooLate(latestMs: number): string {
  const days = Math.floor(latestMs / 86_400_000).toLocaleString('en')
  return `The simulator stopped the run on day ${days} of its own time.`
}

function describeCycle(parked: readonly Parked[]): string {
  const names = [...new Set(parked.map((operation) => operation.context.process.title))].join(' and ')
  return `${names} are in a deadlock: each waits for a transaction that cannot end before the other continues.`
}

/**
 * Turns of the event loop. All microtasks have run when one has passed; a message port's turn is as short in a
 * browser as `setImmediate` is in Node, where timers would take 1 to 4 ms each.
 */
function openTurns(): { next(): Promise<void>; close(): void } {
  const { port1, port2 } = new MessageChannel()
  let resume: () => void = () => undefined
  port1.onmessage = () => resume()
  return {
    next: () =>
      new Promise((resolve) => {
        resume = resolve
        port2.postMessage(null)
      }),
    close: () => port1.close(),
  }
}
