import { PGlite } from '@electric-sql/pglite'
import { afterAll, expect, test } from 'vitest'
import { createEngine } from './engine.ts'
import { createMachineEnvironment } from './machine-environment.ts'
import { createPgliteDatabase } from './pglite-database.ts'
import { engineSchemaSql } from './schema.ts'
import { gate } from './testing/workflows.ts'
import { workflow } from './workflow.ts'

const pglite = await PGlite.create()
afterAll(() => pglite.close())

/** An engine whose timers can be counted: how long those take that are still to come. */
async function createTimed() {
  await pglite.exec(`drop schema if exists engine cascade; ${engineSchemaSql}`)
  const waiting = new Map<unknown, number>()
  const environment = createMachineEnvironment({
    database: createPgliteDatabase(pglite),
    setTimeout(callback, ms) {
      const timer = setTimeout(() => {
        waiting.delete(timer)
        callback()
      }, ms)
      waiting.set(timer, ms)
      return timer
    },
    clearTimeout(timer) {
      clearTimeout(timer)
      waiting.delete(timer)
    },
    random: () => 0,
  })
  const publishing = gate()
  const publish = workflow('publish', async (ctx) => {
    await ctx.step('wait', () => publishing.promise)
    await ctx.setEvent('key', 1)
  })
  const engine = createEngine({ environment, workflows: [publish], executorId: 'A', renewMs: 25_000 })
  await engine.start(publish, 'publish-1', null)
  return { engine, waiting, publish: () => publishing.open() }
}

test('who has got an event leaves no timer behind', async () => {
  const { engine, waiting, publish } = await createTimed()
  const got = engine.getEvent('publish-1', 'key', { timeoutMs: 600_000 })
  await expect.poll(() => [...waiting.values()]).toContain(600_000)
  publish()
  expect(await got).toEqual({ found: true, value: 1 })
  expect([...waiting.values()]).not.toContain(600_000)
})

test('nor does an executor that had stopped before its deadline', async () => {
  const { engine, waiting, publish } = await createTimed()
  const stopped = engine.stop({ deadlineMs: 60_000 })
  await expect.poll(() => [...waiting.values()]).toContain(60_000)
  publish()
  await stopped
  expect([...waiting.values()]).not.toContain(60_000)
})

test('a time that is longer than a machine’s timers take is waited for in parts', async () => {
  const asked: number[] = []
  const { sleep } = createMachineEnvironment({
    database: createPgliteDatabase(pglite),
    setTimeout(callback, ms) {
      asked.push(ms)
      queueMicrotask(callback)
    },
    random: () => 0,
  })
  await sleep(2 ** 31 + 5)
  expect(asked).toEqual([2 ** 31 - 1, 6])
})
