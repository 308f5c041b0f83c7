import { describe, expect, test } from 'vitest'
import { formatFault, formatPlan, parsePlan, type Run } from '#simulator'
import { durableSample, naiveSample } from '#simulator/testing/sample-runs.ts'
import { aimAt, breakKinds, idleAt } from './aim.ts'

const run = naiveSample()
const crash = run.trace.find(({ what }) => what.kind === 'process' && what.change === 'crashed')?.index ?? 0

function faultOf(kind: Parameters<typeof aimAt>[0], cursor: number, of: Run = run): string {
  const aim = aimAt(kind, of, cursor)
  return aim.possible ? formatFault(aim.fault) : aim.reason
}

describe('crashing at the cursor', () => {
  test('means the latest operation of a server at or before it', () => {
    const begin = run.trace.find(({ point }) => point === 'server/begin:createOrder#1')?.index ?? 0
    expect(faultOf('crash', begin)).toBe('server/begin:createOrder#1=crash-after')
  })

  test('means the first one after it where there is none before', () => {
    expect(faultOf('crash', 0)).toMatch(/^server\/.*=crash-after$/)
    const aim = aimAt('crash', run, 0)
    expect(aim.possible && aim.event).toBeGreaterThan(0)
  })

  test('passes over what a server did that is down at the cursor', () => {
    expect([...idleAt(run, crash)]).toEqual(['A'])
    const aim = aimAt('crash', run, crash)
    expect(aim.possible && run.trace[aim.event - 1]?.actor).toEqual({ role: 'server', name: 'B' })
  })

  test('passes over a point that is crashed already', () => {
    for (let cursor = 0; cursor <= run.trace.length; cursor += 1)
      expect(faultOf('crash', cursor)).not.toBe('server/commit:reserveInventory#1=crash-after')
  })

  test('for good says so', () => {
    expect(faultOf('crash-for-good', 5)).toMatch(/=crash-after\(restart=never\)$/)
  })
})

describe('losing a message', () => {
  const paid = durableSample()

  test('means the next webhook after the cursor', () => {
    const aim = aimAt('drop-webhook', paid, 0)
    expect(aim.possible && aim.fault.point.label).toMatch(/^webhook:/)
    expect(faultOf('drop-every-try', 0, paid)).toMatch(/=drop\(tries=all\)$/)
  })

  test('means the latest one where none comes after it', () => {
    const aim = aimAt('deliver-twice', paid, paid.trace.length)
    expect(aim.possible && aim.event).toBeLessThanOrEqual(paid.trace.length)
  })

  test('is not possible where none is sent, and says so', () => {
    const silent = { ...paid, trace: paid.trace.slice(0, 5) }
    expect(faultOf('drop-webhook', 0, silent)).toBe('This run has no webhook')
  })
})

describe('freezing', () => {
  test('means the next operation of the server at work', () => {
    const commit = run.trace.find(({ point }) => point === 'server/commit:createOrder#1')?.index ?? 0
    expect(faultOf('freeze', commit)).toBe('server/begin:reserveInventory#1=freeze')
    const aim = aimAt('freeze', run, commit)
    expect(aim.possible && aim.target).toBe('before reserveInventory begins')
  })

  test('means another server where that one is down or frozen', () => {
    const aim = aimAt('freeze', run, crash)
    expect(aim.possible && run.trace[aim.event - 1]?.actor).toEqual({ role: 'server', name: 'B' })
    const died = run.trace[crash - 1]
    if (died?.what.kind !== 'process') throw new Error('The sample has it')
    const frozen = { ...died, what: { ...died.what, change: 'frozen' } } as const
    const thawed = { ...died, index: crash + 1, what: { ...died.what, change: 'thawed' } } as const
    const trace = [...run.trace.slice(0, crash - 1), frozen, thawed]
    expect([...idleAt({ ...run, trace }, crash)]).toEqual(['A'])
    expect([...idleAt({ ...run, trace }, crash + 1)]).toEqual([])
  })

  test('means the last operation where the run is over', () => {
    const aim = aimAt('freeze', run, run.trace.length)
    expect(aim.possible && aim.event).toBeLessThanOrEqual(run.trace.length)
  })
})

test('an answer is lost of what has committed, a call to Stripe fails where one comes next', () => {
  const inside = run.trace.find(({ point }) => point === 'server/reserveInventory.take#1')?.index ?? 0
  expect(faultOf('lose-answer', inside)).toBe('server/commit:createOrder#1=ack-lost')
  expect(faultOf('time-out', inside)).toBe('server/stripe.checkout.sessions.create#1=timeout')
  expect(faultOf('fail-serialization', inside)).toMatch(/hold#1=serialization-failure$/)
})

test('every kind at every cursor is a fault that a link can carry, or a reason', () => {
  const aims = run.trace.flatMap(({ index }) => breakKinds.map((kind) => aimAt(kind, run, index)))
  const faults = aims.flatMap((aim) => (aim.possible ? [aim.fault] : []))
  expect(parsePlan(formatPlan(faults))).toEqual(faults)
  expect(aims.every((aim) => aim.possible || aim.reason.length > 10)).toBe(true)
})
