import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultInput, formatFault, formatInput, formatPlan, type Input } from '#simulator'
import {
  resumeExploration,
  startExploration,
  type Bound,
  type Exploration,
  type Shard,
  type Snapshot,
} from './exploration.ts'
import type { Job } from './job.ts'
import { notTried } from './not-tried.ts'
import { singleFaults } from './palette.ts'
import { imagine, imaginedPoints } from './testing/imagined-runner.ts'

const bases = [
  { ...defaultInput, implementation: 'durable' },
  { ...defaultInput, implementation: 'naive', customers: ['leaves'] },
]
const bound: Bound = { bases, faults: 2, palette: 'short', random: null, reduces: true }
const random = { schedules: 25, seed: 7 }

/** Runs everything in the order in which it is handed out, and tells what was run. */
function runAll(
  exploration: Exploration,
  behaves?: (input: Input) => string,
  report: (job: Job) => void = (job) => exploration.report(job, imagine(job, behaves)),
): readonly Job[] {
  const ran: Job[] = []
  while (!exploration.isOver()) {
    const jobs = exploration.next(3)
    if (jobs.length === 0) throw new Error('It is not over, and there is nothing to do.')
    for (const job of jobs) {
      ran.push(job)
      report(job)
    }
  }
  return ran
}

const textOf = ({ input }: Pick<Job, 'input'>): string => JSON.stringify(formatInput(input))
const triedIn = (jobs: readonly Job[]): readonly string[] =>
  jobs.filter(({ wants }) => wants === 'verdicts').map(textOf)

/** All sets of faults that can be come to by adding one after the other, in whatever order. */
function allSets(base: Input, faults: number): ReadonlySet<string> {
  const found = new Set<string>()
  const add = (input: Input): void => {
    const key = input.plan.map(formatFault).toSorted().join(';')
    if (found.has(key)) return
    found.add(key)
    if (input.plan.length === faults) return
    for (const fault of singleFaults(imaginedPoints(input), 'short'))
      if (!input.plan.map(formatFault).includes(formatFault(fault)))
        add({ ...input, plan: [...input.plan, fault] })
  }
  add(base)
  return found
}

describe('an exploration', () => {
  test.each([0, 1, 2, 3])('X1: tries each set of up to %i faults once, and none that cannot be', (faults) => {
    const tried = runAll(startExploration({ ...bound, bases: bases.slice(0, 1), faults }))
      .filter(({ wants }) => wants === 'verdicts')
      .map(({ input }) => input.plan.map(formatFault).toSorted().join(';'))
    expect(tried.toSorted()).toEqual([...allSets(defaultInput, faults)].toSorted())
  })

  test('X2: fewer faults first, random schedules last', () => {
    const jobs = runAll(startExploration({ ...bound, random })).filter(({ wants }) => wants === 'verdicts')
    const enumerated = jobs.slice(0, -random.schedules)
    const lengths = enumerated.map(({ input }) => input.plan.length)
    expect(lengths).toEqual(lengths.toSorted((one, other) => one - other))
    expect(enumerated.every(({ input }) => input.seed === 1)).toBe(true)
    expect(new Set(triedIn(jobs.slice(-random.schedules))).size).toBeGreaterThan(20)
  })

  test('X2: of up to three faults, all that are one come first', () => {
    const jobs = runAll(startExploration({ ...bound, faults: 3 })).filter(({ wants }) => wants === 'verdicts')
    const lengths = jobs.map(({ input }) => input.plan.length)
    expect(lengths.indexOf(2)).toBe(lengths.lastIndexOf(1) + 1)
    expect(lengths.indexOf(3)).toBeLessThan(lengths.lastIndexOf(2))
  })

  test('X2: however many schedules there are, few wait and few counterexamples are kept', () => {
    const exploration = startExploration({ ...bound, bases: bases.slice(0, 1), faults: 3, palette: 'full' })
    const most = { waiting: 0, failing: 0 }
    let violating = 0
    let ran = 0
    while (!exploration.isOver())
      for (const job of exploration.next(8)) {
        exploration.report(job, imagine(job))
        ran += 1
        if (ran % 500 > 0) continue
        const { frontier, findings } = exploration.snapshot()
        most.waiting = Math.max(most.waiting, frontier.tries.length + frontier.expansions.length)
        most.failing = Math.max(most.failing, findings.failing.length)
        violating = findings.violating
      }
    console.log(`${ran} jobs, ${violating} violate, at most ${JSON.stringify(most)}`)
    expect(exploration.progress().tried).toBeGreaterThan(20_000)
    expect(most.waiting).toBeLessThan(ran / 50)
    expect(most.failing).toBeLessThan(ran / 100)
    const { failing, leftOut } = exploration.findings()
    const kept = failing.reduce((sum, { schedules }) => sum + schedules, 0)
    expect(leftOut).toBeGreaterThan(1_000)
    expect(kept).toBeGreaterThan(failing.length)
  })

  test('messages are late by what was asked for, one or two of them at once, and what was not tried says so', () => {
    const delayed: Bound = { ...bound, bases: bases.slice(0, 1), delays: ['10s', '2h'] }
    const plans = runAll(startExploration(delayed)).map(({ input }) => formatPlan(input.plan))
    expect(plans).toContain('stripe/webhook:paid#1=delay(by=2h)')
    expect(plans).toContain('stripe/webhook:paid#1=delay(by=10s);server/again#1=crash-after')
    const [none, some] = [bound, delayed].map((each) => notTried(each, { customers: [] }).join(' '))
    expect(none).not.toContain('are late')
    expect(some).toContain('of messages that are late, 10s, 2h.')
  })

  test('shards share the first faults of each base among them, with all that comes of them', () => {
    const tried = (shard?: Shard) =>
      triedIn(runAll(startExploration({ ...bound, reduces: false, ...(shard && { shard }) })))
    const withFaults = (texts: readonly string[]) =>
      texts.filter((text) => /"plan":"[^"]/.test(text)).toSorted()
    const shards = [1, 2, 3].map((index) => tried({ index, count: 3 }))
    expect(withFaults(shards.flat())).toEqual(withFaults(tried()))
    for (const shard of shards) expect(shard.length).toBeGreaterThan(tried().length / 5)
    expect(notTried({ ...bound, shard: { index: 2, count: 3 } }, { customers: [] })).toContain(
      'First faults of other shards than 2 of 3.',
    )
  })

  test('a shard that is none is refused, since it would try nothing', () => {
    for (const index of [0, 4])
      expect(() => startExploration({ ...bound, shard: { index, count: 3 } })).toThrow(
        `Shard ${index} of 3 is none: they count from 1.`,
      )
  })

  test('the same seed gives the same random schedules, another seed others', () => {
    const drawn = (seed: number) =>
      triedIn(runAll(startExploration({ ...bound, faults: 0, random: { ...random, seed } })))
    expect(drawn(7)).toEqual(drawn(7))
    expect(drawn(7)).not.toEqual(drawn(8))
  })

  test('X3: cancelled, resumed, given back and reported in any order it loses nothing and doubles nothing', () => {
    const wholes = [0, 1, 2].map((faults) => {
      const whole = startExploration({ ...bound, faults, random })
      return { whole, expected: triedIn(runAll(whole)).toSorted() }
    })
    const action = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({ kind: fc.constant('take'), count: fc.integer({ min: 1, max: 9 }) }),
      },
      { weight: 12, arbitrary: fc.record({ kind: fc.constant('report'), which: fc.nat(50) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel') }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('giveBack'), which: fc.nat(50) }) },
    )
    fc.assert(
      fc.property(
        fc.constantFrom(...wholes),
        fc.array(action, { maxLength: 120, size: 'max' }),
        ({ whole, expected }, actions) => {
          let exploration = startExploration(whole.bound)
          // Those that were cancelled too: somebody may still report them.
          const known: Job[] = []
          const counted: Job[] = []
          const report = (job: Job | undefined): void => {
            if (job === undefined) return
            const before = exploration.progress().tried
            exploration.report(job, imagine(job))
            if (exploration.progress().tried > before) counted.push(job)
          }
          for (const each of actions) {
            if (each.kind === 'take' && 'count' in each) known.push(...exploration.next(each.count))
            else if (each.kind === 'report' && 'which' in each) report(known[each.which % known.length])
            else if (each.kind === 'giveBack' && 'which' in each) {
              const job = known[each.which % known.length]
              if (job) exploration.giveBack([job])
            } else
              exploration = resumeExploration(JSON.parse(JSON.stringify(exploration.snapshot())) as Snapshot)
          }
          exploration = resumeExploration(exploration.snapshot())
          runAll(exploration, undefined, report)
          expect(triedIn(counted).toSorted()).toEqual(expected)
          expect(exploration.findings()).toEqual(whole.findings())
        },
      ),
      { numRuns: 60 },
    )
  })

  test('X4: of runs that go on alike one is gone on with, and what is left out is counted', () => {
    const alike = () => 'all alike'
    const all = runAll(startExploration({ ...bound, reduces: false }), alike)
    const reduced = startExploration(bound)
    const some = runAll(reduced, alike)
    expect(reduced.progress().pruned).toBeGreaterThan(0)
    expect(triedIn(some).length + reduced.progress().pruned).toBe(triedIn(all).length)
    expect(triedIn(all)).toEqual(expect.arrayContaining([...triedIn(some)]))
  })

  test('what the simulator fails of is told, and holds nothing up', () => {
    const exploration = startExploration({ ...bound, random })
    while (!exploration.isOver())
      for (const job of exploration.next(3))
        exploration.report(job, { kind: 'failed', reason: 'It fell over.' })
    expect(exploration.failures()).toContain('It fell over.')
    expect(exploration.progress().tried).toBe(0)
  })
})

describe('findings', () => {
  const findings = (() => {
    const exploration = startExploration({ ...bound, bases: bases.slice(0, 1) })
    runAll(exploration)
    return exploration.findings()
  })()

  test('keep of each way of failing the smallest counterexample, and how many fail so', () => {
    const plan = 'server/commit:fulfillOrder#1=ack-lost'
    expect(findings.failing.find(({ counterexample }) => counterexample.fields['plan'] === plan)).toEqual({
      counterexample: {
        fields: { version: '2', implementation: 'durable', plan },
        invariants: ['L1'],
        place: [0, 6],
      },
      brought: ['L1'],
      schedules: 1,
    })
  })

  test('count what was stopped and shows no violation, and make no counterexample of it', () => {
    const exploration = startExploration({ ...bound, bases: bases.slice(0, 1), palette: 'full' })
    const ran = runAll(exploration)
      .filter(({ wants }) => wants === 'verdicts')
      .map(({ input }) => input.plan.map(({ kind }) => kind))
    const { notJudged, violating, schedules, failing } = exploration.findings()
    const fails = (kinds: readonly string[]) => kinds.includes('duplicate') || kinds.includes('ack-lost')
    expect(notJudged).toBe(ran.filter((kinds) => kinds.includes('freeze') && !fails(kinds)).length)
    expect(notJudged).toBeGreaterThan(0)
    expect(violating).toBe(ran.filter(fails).length)
    expect(exploration.progress()).toMatchObject({ tried: schedules, violating, notJudged })
    for (const { counterexample } of failing) expect(counterexample.invariants).not.toEqual([])
  })

  test('tell a way of failing once, by the fault that it comes with', () => {
    const told = findings.failing.map(({ counterexample: { fields } }) => fields['plan'])
    expect(told).toContain('stripe/webhook:paid#1=duplicate')
    expect(told).toContain('server/commit:fulfillOrder#1=ack-lost')
    // It failed as it does before its last fault.
    expect(told).not.toContain('stripe/webhook:paid#1=duplicate;server/commit:fulfillOrder#1=crash-after')
  })
})
