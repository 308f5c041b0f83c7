/** E10: a commit whose answer is lost has its effect once, and what it stored is taken. */
import { expect, test } from 'vitest'
import { createClockedDatabase } from './testing/clock.ts'
import {
  carryThrough,
  checkEverything,
  createEverything,
  effectTableSql,
  everythingCalls,
  type Outside,
} from './testing/everything.ts'
import { loseAnswer, placeName, sweep } from './testing/faults.ts'
import { usePostgres } from './testing/postgres-server.ts'
import { createTestExecutor } from './testing/test-executor.ts'

const server = usePostgres()

test('E10: the answer to each call is lost in turn, and every effect is there once', async () => {
  // Its clock moves only for the sleep: nothing here may be mended by a take-over.
  const database = await createClockedDatabase(server(), effectTableSql)
  const places = [...everythingCalls, { label: 'send:payment', occurrence: 1 }]
  const hits = await sweep(places, async (place) => {
    const outside: Outside = { keys: [] }
    const everything = createEverything(`everything-${placeName(place)}`, outside)
    const fault = loseAnswer(place)
    const executor = createTestExecutor(database, {
      id: `executor-${placeName(place)}`,
      workflows: [everything],
      around: fault.around,
    })
    executor.run()
    const id = `workflow-${placeName(place)}`
    const handle = await executor.engine.start(everything, id, 'a')
    expect(handle.isNew).toBe(true)
    await carryThrough(database, id, executor)
    expect(await handle.result()).toEqual({ answer: 'answer to a', message: 'paid' })
    await checkEverything(database, id, outside)
    // Its checkpoint was stored: the step is not run again.
    expect(outside.keys).toHaveLength(1)
    await executor.crash()
    return fault
  })
  expect(hits).toEqual(places)
})
