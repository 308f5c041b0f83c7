import { expect, test } from 'vitest'
import { createRepetition } from './repetition.ts'
import type { Pending } from './scheduler.ts'
import type { Tables, TraceEvent, What } from './trace.ts'

const leftOut = [{ table: 'orders', column: 'looks', why: 'A counter.' }]

/** A world in which one operation is performed again and again, and what is changed besides. */
function openWorld() {
  const trace: TraceEvent[] = []
  const points: string[] = []
  const world = {
    nowMs: 0,
    tables: { orders: [{ id: 'ord_1', looks: 0 }] } as Tables,
    pending: { latest: 0, oldestParked: Infinity, oldestTimer: Infinity } as Pending,
    turn: 5_000,
    reads: 0,
  }
  const repetition = createRepetition({
    scheduler: { nowMs: () => world.nowMs, pending: () => world.pending },
    trace,
    points,
    isBusy: () => false,
    tables() {
      world.reads += 1
      return world.tables
    },
    leftOut,
    watchedFrom: 5_000,
  })
  const happens = (what: What, point: string | null): void => {
    const index = trace.length + 1
    const place = { cause: null, subject: null, request: null, site: null, changes: [] }
    trace.push({ index, atMs: world.nowMs, actor: { role: 'server', name: 'A' }, point, what, ...place })
    if (point !== null) points.push(point)
  }
  return {
    world,
    happens,
    /** A second later; the timer that led there has fired, and another is set. */
    again(change: Partial<typeof world> = {}): string | null {
      const latest = world.pending.latest + 1
      Object.assign(
        world,
        {
          nowMs: world.nowMs + 1_000,
          turn: world.turn + 2,
          pending: { latest, oldestParked: Infinity, oldestTimer: latest },
        },
        change,
      )
      happens({ kind: 'settling' }, `server/poll#${points.length + 1}`)
      return repetition.look(world.turn)
    },
  }
}

const sent = (summary: string): What => ({
  kind: 'sent',
  label: 'webhook:paid',
  message: 'm1',
  to: { role: 'server', name: '?' },
  fate: 'dropped',
  delayMs: 40,
  summary,
  forged: false,
  attempt: 1,
})

test('a state that comes back three times is one that never ends; counters are no part of it', () => {
  const { again } = openWorld()
  expect(again()).toBeNull()
  expect(again({ tables: { orders: [{ id: 'ord_1', looks: 1 }] } })).toBeNull()
  expect(again({ tables: { orders: [{ id: 'ord_1', looks: 2 }] } })).toBe(
    'The same state came back 3 times, at events 1, 2 and 3, with no new row, message or Stripe object in between.',
  )
})

test('a new row makes another state', () => {
  const { again } = openWorld()
  const orders = [{ id: 'ord_1', looks: 0 }]
  for (let number = 2; number < 9; number += 1) {
    orders.push({ id: `ord_${number}`, looks: 0 })
    expect(again({ tables: { orders: [...orders] } })).toBeNull()
  }
})

test('R1: a fault in between, and a message that was not sent before, begin it anew', () => {
  const { again, happens } = openWorld()
  /** The first of the events at which the state was seen, when there are three. */
  const firstOfThree = (): number => {
    for (let times = 0; times < 20; times += 1) {
      const why = again()
      if (why !== null) return Number(/at events (\d+)/.exec(why)?.[1])
    }
    throw new Error('It was not shown.')
  }
  expect([again(), again()]).toEqual([null, null])
  happens({ kind: 'fault', fault: 0 }, null) // Event 3.
  expect([again(), again()]).toEqual([null, null])
  happens(sent('paid evt_1'), null) // Event 6.
  expect(again()).toBeNull()
  // Sent again, and about another object: nothing new.
  happens(sent('paid evt_1'), null)
  happens(sent('paid evt_2'), null)
  expect(firstOfThree()).toBe(7)
})

test('R2: as long as something is still to come from before, it may yet end', () => {
  const { world, again } = openWorld()
  const expiry = { oldestTimer: 1 }
  for (let times = 0; times < 9; times += 1)
    expect(again({ pending: { ...world.pending, latest: world.pending.latest + 1, ...expiry } })).toBeNull()
  // It has come, and nothing else was waiting since.
  expect(again()).toContain('The same state came back')
})

test('R2: where the clock stands still for a thousand turns, no timer counts, and what is parked still does', () => {
  const stands = { nowMs: 7, turn: 0 }
  const { world, again } = openWorld()
  const still = (oldestParked: number) => {
    const latest = world.pending.latest + 1
    return again({ ...stands, turn: world.turn + 1, pending: { latest, oldestParked, oldestTimer: 1 } })
  }
  again({ ...stands })
  for (let turn = 1; turn < 1_000; turn += 1) expect(still(Infinity)).toBeNull()
  expect([still(1), still(1), still(1)]).toEqual([null, null, null])
  expect(still(Infinity)).toContain('The same state came back')
})

test('however long it takes, its rows are read few times', () => {
  const { world, again } = openWorld()
  for (let times = 0; times < 4_000; times += 1)
    again({ tables: { orders: [{ id: `ord_${times}`, looks: 0 }] } })
  expect(world.turn).toBe(13_000)
  expect(world.reads).toBeLessThan(40)
})

test('it is looked at only when it takes longer than runs that end', () => {
  const { again } = openWorld()
  for (let turn = 0; turn < 99; turn += 1) expect(again({ turn })).toBeNull()
})
