/** The engine's world on a real machine, made of a timer and a source of chance that the caller hands in. */
import { checkCount } from './arguments.ts'
import type { Database, Environment, Observation, Scope, Timer } from './environment.ts'

export interface Machine {
  readonly database: Database
  /** The machine's timer. */
  readonly setTimeout: (callback: () => void, ms: number) => unknown
  /** Takes back what `setTimeout` returned. Without it, a timer that nobody waits for runs to its end. */
  readonly clearTimeout?: (timer: never) => void
  /** A number in [0, 1): `Math.random` will do. */
  readonly random: () => number
  /** How long it takes at most until work that another process has made due is noticed; default 500. */
  readonly pollMs?: number
  readonly observe?: (observation: Observation) => void
  /** In Node a `new AsyncLocalStorage()`: then `engine.send` within a transaction is an error, and no deadlock (T2). */
  readonly scope?: Scope
}

/** The longest time that timers take. */
const longestMs = 2 ** 31 - 1

/** Where something is due but its row is locked by somebody else, the loop must not spin. */
const shortestIdleMs = 10

/** @example createMachineEnvironment({ database, setTimeout, clearTimeout, random: Math.random }) */
export function createMachineEnvironment(machine: Machine): Environment {
  const { database, observe, scope, pollMs = 500 } = machine
  checkCount(pollMs, 'pollMs', 1)

  function timer(ms: number): Timer {
    let running: unknown
    let isStopped = false
    const wait = async (): Promise<void> => {
      for (let leftMs = ms; leftMs > 0 && !isStopped; leftMs -= longestMs) {
        await new Promise<void>((resolve) => {
          running = machine.setTimeout(resolve, Math.min(leftMs, longestMs))
        })
      }
    }
    return {
      over: wait(),
      stop() {
        isStopped = true
        machine.clearTimeout?.(running as never)
      },
    }
  }

  const sleep = (ms: number): Promise<void> => timer(ms).over

  return {
    database,
    sleep,
    timer,
    idle: (dueInMs) => sleep(Math.min(pollMs, Math.max(dueInMs ?? pollMs, shortestIdleMs))),
    random: machine.random,
    ...(observe ? { observe } : {}),
    ...(scope ? { scope } : {}),
  }
}
