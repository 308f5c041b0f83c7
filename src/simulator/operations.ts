/**
 * Operations: the only places where the world can change, and where a process can die.
 *
 * An operation is parked until the scheduler picks it; then it gets its identity, the plan is asked whether the
 * process dies before or after it, it is performed, and its answer goes back to whoever asked.
 */
import { DatabaseError } from '#engine/environment.ts'
import { currentFrame } from '#program/frame.ts'
import type { EffectAt, OutageEffect, ProcessEffect, Slowness } from './faults/effects.ts'
import type { FaultInjector, Identified } from './faults/injector.ts'
import type { Target } from './faults/place.ts'
import { formatPoint, type Role } from './point.ts'
import type { Input } from './input.ts'
import type { Process } from './process.ts'
import type { Recorder } from './recorder.ts'
import { draw } from './randomness.ts'
import type { Context, Scheduler } from './scheduler.ts'
import { endMs } from './settling.ts'
import { performSlowly, type UnderWay, type WhenSlow } from './slow.ts'

/** What is asked for. */
export interface Request<T> {
  readonly role: Role
  readonly label: string
  /** Where it differs from the context's. */
  readonly subject?: string | null
  /** For what the world itself does. Default: the context of the code that asks. */
  readonly context?: Context
  isEligible?(): boolean
  /** Makes the effect and records its event. @param underWay of a slow operation; null for one that takes no time */
  perform(operation: Identified, underWay: UnderWay | null): T
  /** Whether it gets now to whoever is asked. Absent: always. */
  arrives?(): boolean
  /** What matters if the plan has it take time. Absent: nothing. */
  readonly whenSlow?: WhenSlow<T>
}

export interface Operations {
  /** Settles when the operation was performed, and never if its process dies at it. */
  perform<T>(request: Request<T>): Promise<T>
  /** Counts one more operation of this name, and lets an outage begin that the plan has from it on. */
  identify(role: Role, label: string, subject: string | null): Identified
  /** Lets the plan's faults of processes happen before or after an operation; true if its own process dies of them. */
  dies(when: 'before' | 'after', operation: Identified): boolean
  /**
   * Until when the plan has an operation wait for others, in virtual milliseconds; null if it does not. It keeps its
   * identity meanwhile.
   */
  yieldsUntilMs(operation: Identified): number | null
  /**
   * How long the plan has an operation take, until settling at most; null if it happens in an instant. What follows comes
   * of the fault.
   */
  slowness(operation: Identified): Slowness | null
  /** All identities so far, in order. */
  readonly points: readonly string[]
}

/** Lets a fault's effect happen to a process: the one given, unless the fault names a target. */
export type InjectIntoProcess = (effect: ProcessEffect, process: Process, target: Target | undefined) => void

/** Why one that is in the plan did not wait. */
const inTransaction =
  'Not possible here: its server has a transaction open. This database has one session, so all others would wait too.'

export function createOperations(
  scheduler: Scheduler,
  recorder: Recorder,
  faults: FaultInjector,
  { seed, settleMs }: Pick<Input, 'seed' | 'settleMs'>,
  injectInto: InjectIntoProcess,
  beginOutage: (effect: OutageEffect, process: Process) => void,
  /** Whether a process has a transaction open: then nobody else could go on meanwhile. */
  hasTransaction: (process: Process) => boolean,
): Operations {
  const performed = new Map<string, number>()
  const asked = new Map<string, number>()
  const points: string[] = []

  /** The default seed keeps the order in which operations were asked for; any other shuffles who goes first. */
  function priorityOf(role: Role, label: string, subject: string | null): number {
    if (seed === 1) return 0
    const name = `${role}/${label}@${subject ?? ''}`
    return draw(seed, `${name}#${count(asked, name)}`)
  }

  function injectOutsideTransaction<At extends 'preempt' | 'slow'>(
    operation: Identified,
    at: At,
  ): EffectAt<At> | null {
    if (!hasTransaction(scheduler.context().process)) return faults.inject(operation, at)?.effect ?? null
    faults.withhold(operation, at, inTransaction)
    return null
  }

  const operations: Operations = {
    points,
    identify(role, label, subject) {
      const point = {
        role,
        label,
        subject: subject ?? 'order-1',
        occurrence: count(performed, `${role}/${label}@${subject ?? 'order-1'}`),
      }
      const text = formatPoint(point)
      points.push(text)
      const operation = { point, text }
      for (;;) {
        const injected = faults.inject(operation, 'outage')
        if (injected === null) return operation
        beginOutage(injected.effect, scheduler.context().process)
      }
    },
    dies(when, operation) {
      const { process } = scheduler.context()
      for (;;) {
        const injected = faults.inject(operation, when)
        if (injected === null) return !process.alive
        const { effect, fault } = injected
        injectInto(effect, process, 'target' in fault ? fault.target : undefined)
      }
    },
    yieldsUntilMs(operation) {
      const forMs = injectOutsideTransaction(operation, 'preempt')
      return forMs === null ? null : endMs(scheduler.nowMs(), forMs, settleMs)
    },
    slowness(operation) {
      const slowness = injectOutsideTransaction(operation, 'slow')
      if (slowness === null) return null
      const cause = recorder.trace.length
      scheduler.enter({ ...scheduler.context(), cause }, currentFrame(), () => undefined)
      const nowMs = scheduler.nowMs()
      return { ...slowness, byMs: endMs(nowMs, slowness.byMs, settleMs) - nowMs }
    },
    perform<T>(request: Request<T>) {
      const { role, label, subject, context, isEligible = () => true, perform, whenSlow } = request
      const about = subject === undefined ? (context ?? scheduler.context()).subject : subject
      return new Promise<T>((resolve, reject) => {
        const parked = {
          ...(context === undefined ? {} : { context, frame: null }),
          priority: priorityOf(role, label, about),
          isEligible,
        }
        const act = (operation: Identified, underWay: UnderWay | null): (() => void) => {
          const frame = currentFrame()
          const within = scheduler.context()
          const before = recorder.trace.length
          const settle = attempt(() => perform(operation, underWay), resolve, reject)
          const cause = recorder.trace.length > before ? recorder.trace.length : within.cause
          scheduler.enter({ ...within, cause }, frame, () => undefined)
          return settle
        }
        const go = (operation: Identified): void => {
          const arrives = request.arrives?.() ?? true
          const slowness = arrives ? operations.slowness(operation) : null
          if (slowness === null) {
            const settle = act(operation, null)
            if (!operations.dies('after', operation)) settle()
            return
          }
          const begun = { ...parked, ...slowness, whenSlow, resolve }
          performSlowly(scheduler, { ...begun, act: (underWay) => act(operation, underWay) })
          operations.dies('after', operation)
        }
        scheduler.park({
          ...parked,
          perform() {
            const frame = currentFrame()
            scheduler.enter({ ...scheduler.context(), subject: about }, frame, () => undefined)
            const operation = operations.identify(role, label, about)
            if (operations.dies('before', operation)) return
            // A frozen process stands before its operation, and performs it when it comes back.
            const isFrozen = scheduler.context().process.thawsAtMs > scheduler.nowMs()
            const yieldsUntilMs = operations.yieldsUntilMs(operation)
            if (isFrozen || yieldsUntilMs !== null)
              scheduler.park({
                ...parked,
                context: scheduler.context(),
                frame,
                yieldsUntilMs,
                perform: () => go(operation),
              })
            else go(operation)
          },
        })
      })
    },
  }
  return operations
}

/** Runs the effect now; the returned function tells its outcome. */
function attempt<T>(
  effect: () => T,
  resolve: (value: T) => void,
  reject: (error: unknown) => void,
): () => void {
  try {
    const value = effect()
    return () => resolve(value)
  } catch (error) {
    // What the database refuses is for whoever asked; all else is a fault of the simulator's own and ends the run.
    if (!(error instanceof DatabaseError)) throw error
    return () => reject(error)
  }
}

function count(counts: Map<string, number>, name: string): number {
  const next = (counts.get(name) ?? 0) + 1
  counts.set(name, next)
  return next
}
