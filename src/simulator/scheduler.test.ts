import { expect, test } from 'vitest'
import { createProcess } from './process.ts'
import { createScheduler } from './scheduler.ts'

const limits = { latestMs: 1_000, mostTurns: 1_000, endless: () => null }

test('D5: a frozen process thaws before anything that the freeze has held up', async () => {
  const scheduler = createScheduler(createProcess({ role: 'stripe' }))
  const server = createProcess({ role: 'server', name: 'A' })
  const done: string[] = []
  scheduler.at(10, server, () => done.push('held up'))
  server.thawsAtMs = 50
  scheduler.at(50, null, () => done.push('thawed'))
  scheduler.at(50, server, () => done.push('meant for then'))
  await scheduler.run(limits)
  expect(done).toEqual(['thawed', 'meant for then', 'held up'])
})

test('D2: what is due comes before the next operation, one timer a turn', async () => {
  const scheduler = createScheduler(createProcess({ role: 'stripe' }))
  const done: string[] = []
  const arrive = (server: string): void => {
    const process = createProcess({ role: 'server', name: server })
    const context = { process, subject: null, request: null, cause: null, forged: false }
    const park = (number: number): void =>
      scheduler.park({
        context,
        frame: null,
        priority: 0,
        isEligible: () => true,
        perform() {
          done.push(`${server}${number}`)
          if (number < 2) park(number + 1)
        },
      })
    done.push(`${server} begins`)
    // What a timer leads to comes to rest before the next one fires.
    void Promise.resolve().then(() => done.push(`${server} rests`))
    park(1)
  }
  for (const server of ['A', 'B']) scheduler.at(40, null, () => arrive(server))
  await scheduler.run(limits)
  expect(done).toEqual(['A begins', 'A rests', 'B begins', 'B rests', 'A1', 'B1', 'A2', 'B2'])
})

test.each([
  [
    'its time is over',
    [50, 100, 139, 140],
    ['first', 'due at 50', 'due at 100', 'due at 139', 'yielding at 139', 'due at 140'],
  ],
  ['nothing else is left', [50], ['first', 'due at 50', 'yielding at 50']],
  ['nothing falls due before that', [50, 141], ['first', 'due at 50', 'yielding at 50', 'due at 141']],
])('D6: an operation that yields comes when %s', async (_, timersMs, expected) => {
  const scheduler = createScheduler(createProcess({ role: 'stripe' }))
  const process = createProcess({ role: 'server', name: 'A' })
  const context = { process, subject: null, request: null, cause: null, forged: false }
  const done: string[] = []
  const park = (name: string, yieldsUntilMs: number | null): void =>
    scheduler.park({
      context,
      frame: null,
      priority: 0,
      isEligible: () => true,
      yieldsUntilMs,
      perform: () => done.push(`${name}${yieldsUntilMs === null ? '' : ` at ${scheduler.nowMs()}`}`),
    })
  park('yielding', 140)
  park('first', null)
  for (const atMs of timersMs) scheduler.at(atMs, null, () => done.push(`due at ${atMs}`))
  await scheduler.run(limits)
  expect(done).toEqual(expected)
})
