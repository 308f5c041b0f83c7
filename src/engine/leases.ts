/**
 * The leases of what runs here, renewed together by one statement at a time (E6). Nothing is kept ticking while
 * nothing runs: the loop ends with the last workflow, and a new one begins it again.
 */
import type { Environment } from './environment.ts'
import type { Execution, Settings } from './execution.ts'
import { isTransientForEngine } from './retry.ts'
import { renewStatement } from './workflow-rows.ts'

export interface Leases {
  /** Something runs. */
  keep(): void
}

/**
 * @param executions those in memory, by workflow ID; a lease that is found lost ends its execution
 * @param fail is told of a renewal that the database refuses for good
 */
export function createLeases(
  environment: Environment,
  settings: Settings,
  executions: ReadonlyMap<string, Execution>,
  fail: (error: unknown) => void,
): Leases {
  let isTicking = false

  async function tick(): Promise<void> {
    while (executions.size > 0) {
      await environment.sleep(settings.renewMs)
      if (executions.size > 0) await renew()
    }
    isTicking = false
  }

  async function renew(): Promise<void> {
    const held = [...executions.values()].map((execution) => execution.held)
    try {
      const told = await environment.database.query(renewStatement(held, settings.leaseMs))
      const epochs = new Map(held.map(({ id, epoch }) => [id, epoch]))
      for (const row of told) {
        const execution = executions.get(String(row['id']))
        // It may have been claimed back meanwhile: then this is another run of it.
        if (!execution || execution.held.epoch !== epochs.get(execution.held.id)) continue
        if (row['is_lost'] === true) execution.leave({ why: 'fenced' })
        else execution.cancellation.ask()
      }
    } catch (error) {
      // The next renewal comes before the lease ends. If that fails too, the lease ends, as it must when the
      // database cannot be reached. What no other try can help ends the loop, with this error.
      if (!isTransientForEngine(error)) fail(error)
    }
  }

  return {
    keep() {
      if (isTicking) return
      isTicking = true
      void tick()
    },
  }
}
