/** Starts an executor in a process of its own, which a test can stop with SIGSTOP and kill with SIGKILL. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Observation } from '../environment.ts'
import type { ExecutorOrders, ExecutorReport, TripOrders } from './executor-process.ts'

export interface ExecutorChild {
  /** Resolves when it waits where it was told to, or, with trips, has begun to look for them. */
  readonly reached: Promise<void>
  readonly observations: readonly Observation[]
  /** Resolves with the first observation of this kind. */
  observe(kind: Observation['kind']): Promise<Observation>
  signal(name: 'SIGSTOP' | 'SIGCONT'): void
  /** Says that it need not wait any more. */
  goOn(): void
  /** Resolves when it is dead. */
  kill(): Promise<void>
}

/** Node 20 runs no TypeScript by itself. */
const code = `
import { runnerImport } from 'vite'
const { module } = await runnerImport(
  ${JSON.stringify(fileURLToPath(new URL('executor-process.ts', import.meta.url)))},
  { configFile: false, logLevel: 'error' },
)
module.obeyParent()`

export function startExecutorChild(orders: ExecutorOrders | TripOrders): ExecutorChild {
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const exited = once(child, 'exit')
  const observations: Observation[] = []
  const listeners = new Set<() => void>()
  let tellReached: () => void = () => undefined
  const reached = new Promise<void>((resolve) => {
    tellReached = resolve
  })
  child.on('message', (report: ExecutorReport) => {
    if (report.kind === 'reached') tellReached()
    else observations.push(report.observation)
    for (const listener of listeners) listener()
  })
  // It waits in its channel until it is ready to read.
  child.send(orders)

  return {
    reached,
    observations,
    observe: (kind) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = observations.find((observation) => observation.kind === kind)
          if (found !== undefined) resolve(found)
        }
        listeners.add(look)
        look()
      }),
    signal: (name) => void child.kill(name),
    goOn: () => void child.send('go on'),
    async kill() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      await exited
    },
  }
}
