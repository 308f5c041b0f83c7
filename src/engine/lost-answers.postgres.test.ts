/** E10: a commit whose answer is lost has its effect once, and what it stored is taken. */
import { expect, test } from 'vitest'
import {
  checkEverything,
  createEverything,
  effectTableSql,
  everythingCall,
  everythingCalls,
  payWhenAsleep,
  type Outside,
} from './testing/everything.ts'
import { loseAnswer, sweep } from './testing/faults.ts'
import { usePostgres } from './testing/postgres-server.ts'
import { createTestExecutor } from './testing/test-executor.ts'

const server = usePostgres()

test('E10: the answer to each call is lost in turn, and every effect is there once', async () => {
  const database = await server().createDatabase(effectTableSql)
  const hits = await sweep(async (at) => {
    const outside: Outside = { keys: [] }
    const everything = createEverything(`everything-${at}`, outside)
    const fault = loseAnswer(at)
    const executor = createTestExecutor(database, {
      id: `executor-${at}`,
      workflows: [everything],
      around: fault.around,
      // Nothing here may be mended by a take-over.
      leaseMs: 10_000,
    })
    executor.run()
    const id = `workflow-${at}`
    const handle = await executor.engine.start(everything, id, 'a')
    expect(handle.isNew).toBe(true)
    await payWhenAsleep(database, executor.engine, id)
    expect(await handle.result()).toEqual({ answer: 'answer to a', message: 'paid' })
    await checkEverything(database, id, outside)
    // Its checkpoint was stored: the step is not run again.
    expect(outside.keys).toHaveLength(1)
    await executor.crash()
    return fault.hit()
  })
  const calls = hits.map(({ label }) => everythingCall(label))
  expect(calls).toEqual(expect.arrayContaining([...everythingCalls, 'send:payment']))
})
