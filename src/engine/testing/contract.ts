/**
 * What the engine promises (E1 to E11), for any database that it may run on. Each database has a test file of a few
 * lines that calls `describeContract`.
 */
import { afterAll, afterEach, beforeAll, describe } from 'vitest'
import { argumentContract } from './argument-contract.ts'
import { cancelContract } from './cancel-contract.ts'
import { checkpointContract } from './checkpoint-contract.ts'
import { childContract } from './child-contract.ts'
import { claimContract } from './claim-contract.ts'
import { costContract } from './cost-contract.ts'
import { crashContract } from './crash-contract.ts'
import { errorContract } from './error-contract.ts'
import { failureContract } from './failure-contract.ts'
import { fenceContract } from './fence-contract.ts'
import { messageContract } from './message-contract.ts'
import { modelContract } from './model-contract.ts'
import { overlapContract } from './overlap-contract.ts'
import { raceContract } from './race-contract.ts'
import { overviewContract } from './overview-contract.ts'
import { replayContract } from './replay-contract.ts'
import { surfaceContract } from './surface-contract.ts'
import { transactionContract } from './transaction-contract.ts'
import { valueContract } from './value-contract.ts'
import { versionContract } from './version-contract.ts'
import { waitContract } from './wait-contract.ts'
import { createWorld, type TestDatabase, type World } from './world.ts'

/**
 * Runs every promise against a database.
 *
 * @param connect opens a database that the suite may fill and empty as it likes
 * @param every tests that try a fault at each operation in turn try it at every n-th: for a database that is slow
 * @example describeContract('PGlite', async () => { … })
 */
export function describeContract(name: string, connect: () => Promise<TestDatabase>, every = 1): void {
  describe(`The engine on ${name}`, () => {
    let opened: TestDatabase
    let world: World | undefined
    beforeAll(async () => {
      opened = await connect()
      world = await createWorld(opened)
    })
    afterEach(() => world?.reset())
    afterAll(() => opened.close())

    const getWorld = (): World => {
      if (!world) throw new Error('The world stands when a test runs.')
      return world
    }
    for (const contract of [
      argumentContract,
      costContract,
      checkpointContract,
      fenceContract,
      claimContract,
      replayContract,
      overlapContract,
      waitContract,
      messageContract,
      failureContract,
      surfaceContract,
      errorContract,
      valueContract,
      transactionContract,
      overviewContract,
      crashContract,
      childContract,
      cancelContract,
      raceContract,
      versionContract,
      modelContract,
    ])
      contract(getWorld, every)
  })
}
