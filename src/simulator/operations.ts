/**
 * Operations: the only places where the world can change, and where a process can die.
 *
 * An operation is parked until the scheduler picks it; then it gets its identity, the plan is asked whether the
 * process dies before or after it, it is performed, and its answer goes back to whoever asked.
 */
import { DatabaseError } from '#engine/environment.ts'
import { currentFrame } from '#program/frame.ts'
import type { Faults, PlacedFault } from './faults.ts'
import { formatPoint, type Fault, type Point, type Role } from './plan.ts'
import type { Process } from './process.ts'
import type { Recorder } from './recorder.ts'
import { draw } from './randomness.ts'
import type { Context, Scheduler } from './scheduler.ts'

/** What is asked for. */
export interface Request<T> {
  readonly role: Role
  readonly label: string
  /** Where it differs from the context's. */
  readonly subject?: string | null
  /** For what the world itself does. Default: the context of the code that asks. */
  readonly context?: Context
  isEligible?(): boolean
  /** Makes the effect and records its event. */
  perform(operation: Identified): T
}

/** An operation that has come to its turn. */
export interface Identified {
  readonly point: Point
  /** The point as text. */
  readonly text: string
}

export interface Operations {
  /** Settles when the operation was performed, and never if its process dies at it. */
  perform<T>(request: Request<T>): Promise<T>
  /** Counts one more operation of this name. */
  identify(role: Role, label: string, subject: string | null): Identified
  /** Kills the process if the plan says so; true if it did. */
  crashIfPlanned(operation: Identified, kind: 'crash-before' | 'crash-after'): boolean
  /** All identities so far, in order. */
  readonly points: readonly string[]
}

/** Ends a process; `restartMs` null: not before settling. */
export type Crash = (process: Process, restartMs: number | null) => void

export function createOperations(
  scheduler: Scheduler,
  recorder: Recorder,
  faults: Faults,
  seed: number,
  crash: Crash,
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
      return { point, text }
    },
    crashIfPlanned(operation, kind) {
      if (operation.point.role !== 'server') return false
      const placed: PlacedFault<Extract<Fault, { restartMs: number | null }>> | null = faults.meeting(
        operation.point,
        kind,
      )
      if (placed === null) return false
      const event = recorder.record({ kind: 'fault', fault: placed.position }, { point: operation.text })
      faults.fired(placed.position, event)
      crash(scheduler.context().process, placed.fault.restartMs)
      return true
    },
    perform<T>({ role, label, subject, context, isEligible = () => true, perform }: Request<T>) {
      const about = subject === undefined ? (context ?? scheduler.context()).subject : subject
      return new Promise<T>((resolve, reject) => {
        scheduler.park({
          ...(context === undefined ? {} : { context, frame: null }),
          priority: priorityOf(role, label, about),
          isEligible,
          perform() {
            const frame = currentFrame()
            const within = { ...scheduler.context(), subject: about }
            scheduler.enter(within, frame, () => undefined)
            const operation = operations.identify(role, label, about)
            if (operations.crashIfPlanned(operation, 'crash-before')) return
            const before = recorder.trace.length
            const settle = attempt(() => perform(operation), resolve, reject)
            const cause = recorder.trace.length > before ? recorder.trace.length : within.cause
            scheduler.enter({ ...within, cause }, frame, () => undefined)
            if (operations.crashIfPlanned(operation, 'crash-after')) return
            settle()
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
