/**
 * Going to sleep (E7): when each call in flight is a wait, the workflow stores what it waits for and leaves memory.
 * Waking is a claim and a replay, the same path as recovery.
 *
 * R1  It sleeps only if the inbox counter, under the row's lock, is the one that its waits have seen (E8). If it has
 *     moved, they look again.
 * R2  If its function goes on nevertheless, after work that the engine knows nothing of, the row is taken back before
 *     the next step does anything.
 * R3  Beside a call that is at work it stays in memory, so its waits look by themselves, from time to time and at their
 *     deadlines.
 */
import { checkpointStatement } from './checkpoint-rows.ts'
import { startTimer, type Timer } from './environment.ts'
import { isAtWork, never, recordName, type Call, type Execution } from './execution.ts'
import { letItGetOn } from './microtasks.ts'
import { withPatience } from './retry.ts'
import { sleepStatement, wakeStatement } from './workflow-rows.ts'

export interface Resting {
  /** Waits until the inbox has moved; a workflow that sleeps meanwhile never comes back from here. */
  wait(call: Call, wait: WaitFor): Promise<void>
  /** A call has begun: the waits beside it stay in memory (R3). */
  began(call: Call): void
  /** A call has settled, or has done its work: those that are left may all be waits. */
  settled(): void
  /** R2: to be passed before a call, or the end, does anything. */
  awake(): Promise<void>
  /** True where `awake` has something to wait for. */
  isResting(): boolean
  /** The function has ended: what it still waits for does not count. */
  close(): void
}

/** What a call waits for. */
export interface WaitFor {
  /** Null: however long it takes. */
  readonly timeoutMs: number | null
  /** The topics of its messages: none where it waits for its time alone. */
  readonly topics: readonly string[]
  /** The inbox counter up to which its message was not there; null: it waits for no message. */
  readonly seenInbox: number | null
  /** Something else has ended it: there is nothing to wait for. */
  readonly isOver: () => boolean
  /** Until a deadline that stands in the database, as far as it is known. */
  readonly leftMs: number | null
}

interface Waiting extends WaitFor {
  readonly look: () => void
  readonly fail: (error: unknown) => void
  /** R3: to its next look. */
  timer: Timer | null
}

export function createResting(execution: Execution): Resting {
  const { held, workflow } = execution
  const waits = new Map<Call, Waiting>()
  /** Counts what may have changed who is waiting: a decision that is older than the last change is not taken. */
  let changes = 0
  let lyingDown: Promise<void> | null = null
  let wakingUp: Promise<void> | null = null
  let isAsleep = false
  let isClosed = false

  /** Lies down if, when the function has got on, nothing is left but waits. */
  function rest(): void {
    changes += 1
    const seen = changes
    void letItGetOn().then(() => {
      if (seen !== changes || isClosed || lyingDown || !execution.isHere()) return
      if (![...execution.calls].every((call) => waits.has(call) && !isAtWork(call))) return
      lyingDown = lieDown()
        .catch((error: unknown) => {
          for (const { fail } of waits.values()) fail(error)
          waits.clear()
        })
        .finally(() => {
          lyingDown = null
        })
    })
  }

  async function lieDown(): Promise<void> {
    const seen = [...waits.values()].flatMap(({ seenInbox }) => seenInbox ?? [])
    // R1: what one wait has seen last, another may not have seen: the oldest look counts.
    const inbox = seen.length === 0 ? null : Math.min(...seen)
    const wanted = [...waits].flatMap(([call, { timeoutMs, topics }]) =>
      (topics.length === 0 ? [null] : topics).map((topic) => ({
        step: call.step,
        name: recordName(call.kind, call.name),
        timeoutMs,
        topic,
      })),
    )
    // E16: a shielded wait goes on; one that is not, and has not been told, does not begin to sleep.
    const isGiven =
      execution.cancellation.isGiven() || [...waits.keys()].every(({ isShielded }) => isShielded)
    const [row = {}] = await execution.query(sleepStatement(workflow.name, held, inbox, wanted, isGiven))
    if (Number(row['epoch']) !== held.epoch) {
      execution.leave({ why: 'fenced' })
      return never()
    }
    // It may also have gone to sleep by an unheard try, and have been made due since (E10).
    if (row['is_asleep'] === true || row['status'] === 'sleeping') {
      isAsleep = true
      for (const waiting of waits.values()) {
        waiting.timer?.stop()
        waiting.timer = null
      }
      const dueMs = row['due_ms']
      execution.observe({
        kind: 'went-to-sleep',
        workflowId: held.id,
        dueAtMs: dueMs === null ? null : Number(dueMs),
      })
      execution.leave({ why: 'asleep' })
      return
    }
    // R1: something came. Those who wait for a message look again; the others go on waiting.
    execution.inbox = Math.max(execution.inbox, Number(row['inbox']))
    if (row['is_cancelled'] === true) execution.cancellation.ask()
    const looking = [...waits.values()].filter(({ seenInbox }) => seenInbox !== null)
    for (const { look } of looking) look()
    if (looking.length === 0) rest()
  }

  /** R3. */
  function lookLater(call: Call, waiting: Waiting): void {
    if (waiting.timer || !hasWorkBeside(call)) return
    const { pollMs } = execution.settings
    // In a replay its time has begun before: the first look tells what is left of it.
    const firstMs = call.record === null ? (waiting.timeoutMs ?? Infinity) : pollMs
    const leftMs = Math.max(0, waiting.leftMs ?? firstMs)
    const inMs = waiting.topics.length === 0 ? leftMs : Math.min(leftMs, pollMs)
    if (inMs === Infinity) return
    waiting.timer = startTimer(execution.environment, inMs)
    void waiting.timer.over.then(waiting.look)
  }

  function hasWorkBeside(call: Call): boolean {
    return [...execution.calls].some((other) => isAtWork(other) && (other !== call || other.working > 0))
  }

  /** Where others are at work, a wait's time begins now and not when they have done. */
  async function noteDeadline(call: Call, timeoutMs: number): Promise<void> {
    await execution.write(
      checkpointStatement(call.name, held, {
        step: call.step,
        name: recordName(call.kind, call.name),
        outputText: null,
        errorText: null,
        timeoutMs,
        place: null,
      }),
    )
  }

  /** R2: nobody has claimed it if its epoch is still ours; then its memory is as good as ever. */
  async function takeBack(): Promise<void> {
    const { environment, settings } = execution
    const statement = wakeStatement(workflow.name, held, settings.executorId, settings.leaseMs)
    const [row] = await withPatience(environment, settings.patience, () =>
      environment.database.query(statement),
    )
    if (!row) return never()
    isAsleep = false
    execution.comeBack()
  }

  return {
    async wait(call, wait) {
      const { timeoutMs } = wait
      if (timeoutMs !== null && call.record === null && !call.isNoted) {
        await letItGetOn()
        if (hasWorkBeside(call)) {
          call.isNoted = true
          await noteDeadline(call, timeoutMs)
        }
      }
      if (wait.isOver()) return
      return new Promise((resolve, fail) => {
        const waiting: Waiting = {
          ...wait,
          timer: null,
          fail,
          look() {
            if (waits.get(call) !== waiting) return
            waits.delete(call)
            waiting.timer?.stop()
            call.look = null
            resolve()
          },
        }
        waits.set(call, waiting)
        call.look = waiting.look
        lookLater(call, waiting)
        rest()
      })
    },
    began(call) {
      if (isAtWork(call)) for (const [other, waiting] of waits) lookLater(other, waiting)
    },
    settled() {
      changes += 1
      if (waits.size > 0) rest()
    },
    isResting: () => lyingDown !== null || isAsleep,
    async awake() {
      if (lyingDown) await lyingDown
      if (!isAsleep) return
      wakingUp ??= takeBack().finally(() => {
        wakingUp = null
      })
      await wakingUp
    },
    close() {
      isClosed = true
    },
  }
}
