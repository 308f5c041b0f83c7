import { expect, test } from 'vitest'
import { createProcess } from './process.ts'
import { createScheduler } from './scheduler.ts'

test('D5: a frozen process thaws before anything that the freeze has held up', async () => {
  const scheduler = createScheduler(createProcess({ role: 'stripe' }))
  const server = createProcess({ role: 'server', name: 'A' })
  const done: string[] = []
  scheduler.at(10, server, () => done.push('held up'))
  server.thawsAtMs = 50
  scheduler.at(50, null, () => done.push('thawed'))
  scheduler.at(50, server, () => done.push('meant for then'))
  await scheduler.run({ latestMs: 100, mostTurns: 10, endless: () => null })
  expect(done).toEqual(['thawed', 'meant for then', 'held up'])
})
