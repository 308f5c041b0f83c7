/**
 * A simulator that outlives its database: a run that crashes Postgres fails, and the next run gets a new Postgres.
 *
 * What has crashed is not closed: PGlite would send it a query first. Its memory goes when nothing refers to it.
 */
import type { Simulator } from './simulate.ts'
import { PostgresCrash } from './wire.ts'

/** @param open opens a database and makes a simulator on it: now, and after each crash when the next run is asked for */
export async function renewAfterCrash(open: () => Promise<Simulator>): Promise<Simulator> {
  let current: Simulator | null = await open()

  async function renewed(): Promise<Simulator> {
    const opened = current ?? (await open())
    current = opened
    return opened
  }

  function forget(simulator: Simulator, error: unknown): void {
    if (error instanceof PostgresCrash && current === simulator) current = null
  }

  return {
    async simulate(input, options) {
      const simulator = await renewed()
      try {
        return await simulator.simulate(input, options)
      } catch (error) {
        forget(simulator, error)
        throw error
      }
    },
    vacuum() {
      // A new database has nothing to give back.
      const simulator = current
      if (simulator === null) return
      try {
        simulator.vacuum()
      } catch (error) {
        forget(simulator, error)
        if (current === simulator) throw error
      }
    },
  }
}
