import { afterEach, describe, expect, test, vi } from 'vitest'
import * as v from 'valibot'
import { notTried } from '#explorer/not-tried.ts'
import { scenario } from '#scenarios'
import { formatPlan, parseLink } from '#simulator'
import { run } from './explore.ts'
import { isClean, toJson, toText, type Report } from './explore/report.ts'
import { readRequest } from './explore/request.ts'

afterEach(() => vi.restoreAllMocks())

const output = v.object({
  schedules: v.number(),
  violating: v.number(),
  notJudged: v.literal(0),
  counterexamples: v.array(
    v.object({
      invariants: v.array(v.string()),
      plan: v.string(),
      link: v.string(),
      customers: v.array(v.string()),
      explanation: v.object({
        invariant: v.string(),
        links: v.array(v.object({ event: v.nullable(v.number()), role: v.string(), words: v.string() })),
        parting: v.nullable(v.number()),
      }),
    }),
  ),
  notTried: v.array(v.string()),
  seconds: v.number(),
})

function listen() {
  vi.spyOn(console, 'error').mockReturnValue(undefined)
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const said = vi.spyOn(console, 'log').mockReturnValue(undefined)
  return () => said.mock.calls.flat().join('\n')
}

describe('explore', { timeout: 300_000 }, () => {
  test('prints JSON, and exits with 1 where all was to be clean', async () => {
    const said = listen()
    const flags = ['--customers', 'pays', '--palette', 'short', '--workers', '2', '--json', '--expect-clean']
    expect(await run(['--implementation', 'naive', ...flags])).toBe(1)
    const { schedules, violating, counterexamples, notTried } = v.parse(output, JSON.parse(said()))
    expect(schedules).toBeGreaterThan(25)
    expect(violating).toBeGreaterThan(10)
    expect(counterexamples.map(({ plan }) => plan)).toContain('server/commit:reserveInventory#1=crash-after')
    expect(notTried.join(' ')).toContain('one database session')
    for (const { link, plan, invariants, explanation } of counterexamples) {
      expect(invariants).toContain(explanation.invariant)
      expect(explanation.links.map(({ role }) => role)).toContain('fault')
      const read = parseLink(link, scenario.vocabulary)
      expect(read.problems).toEqual([])
      expect(formatPlan(read.link.input.plan)).toBe(plan)
    }
  })

  test('tells a counterexample as a story with its link, and exits with 0', async () => {
    const said = listen()
    const flags = ['--customers', 'double-clicks', '--faults', '0', '--workers', '1']
    expect(await run(['--implementation', 'naive', ...flags])).toBe(0)
    expect(said()).toContain('Alice gets an answer')
    expect(said()).toMatch(/\n\nWhy S9 is violated\n {2}\d+ {2}\S/)
    expect(said()).toContain('✕ S9 A cart has at most one open payment page')
    expect(said()).toContain('#version=2&implementation=naive&customers=double-clicks')
    expect(said()).toContain('✕ 1 of 1 schedules violate something')
  })
})

describe('of schedules that were stopped before their end', () => {
  const report: Report = {
    bound: { bases: [], faults: 1, palette: 'short', random: null, reduces: true },
    findings: {
      schedules: 9,
      violating: 0,
      notJudged: 2,
      unfired: 0,
      failing: [],
      leftOut: 0,
      reached: {},
    },
    pruned: 0,
    counterexamples: [],
    more: 0,
    notTried: [],
    seconds: 1,
    interrupted: false,
  }

  test('explore says how many there are, and none of it is clean', () => {
    expect(toJson(report, [])).toMatchObject({
      schedules: 9,
      violating: 0,
      notJudged: 2,
      counterexamples: [],
    })
    expect(toText(report, [])).toContain(
      '? No violation seen in 9 schedules within this bound; 1.0 s. 2 of 9 were not judged: they were stopped before their end.',
    )
    expect(isClean(report.findings)).toBe(false)
    const judged = { ...report.findings, notJudged: 0 }
    expect(isClean(judged)).toBe(true)
    expect(isClean({ ...judged, violating: 1 })).toBe(false)
    expect(toText({ ...report, findings: judged }, [])).toContain('● No violation in 9 schedules')
  })
})

describe('what explore is asked for', () => {
  const problemsOf = (...argv: string[]): string => {
    const asked = readRequest(argv)
    return 'problems' in asked ? asked.problems.join(' ') : 'none'
  }

  test.each([
    [['--implementation', 'wishful'], '--implementation “wishful” is not known'],
    [['--faults', '4'], '--faults takes a whole number from 0 to 3, not “4”.'],
    [['--faults', ''], '--faults is empty. Give it a value, or leave --faults out.'],
    [['--faults', '-1'], '--faults takes a whole number from 0 to 3, not “-1”.'],
    [['--palette', 'wide'], '--palette takes short or full, not “wide”.'],
    [['--customers', 'pays,nobody'], 'customers “nobody” is not one or two of'],
    [['--customers', 'pays+leaves+pays'], 'customers “pays+leaves+pays” is not one or two of'],
    [['--seed', '3'], '--seed is for random schedules'],
    [['--random', '0'], '--random takes a whole number'],
    [['--delays', '10s,soon'], '--delays takes durations such as 10s,31min, not “soon”.'],
    [['--delays', ''], '--delays is empty.'],
    [['--delays', '10s,'], '--delays takes durations such as 10s,31min, not “”.'],
    [['--workers', '0'], '--workers takes a whole number'],
    [['--payment-settles', '22d'], '--payment-settles “22d”'],
    [
      ['--implementation', 'naive,durable', '--without', 'fencing'],
      '--with, --without: “fencing” is none of naive. It has cartKey, ',
    ],
    [['--fault', '1'], '--fault is not a flag of this command. Did you mean --faults?'],
    [['durable'], '“durable” belongs to no flag.'],
  ])('says what is wrong with %s', (argv, problem) => {
    expect(problemsOf(...argv)).toContain(problem)
  })

  test('bad input exits with 2, and says how it is used', async () => {
    const said = vi.spyOn(console, 'error').mockReturnValue(undefined)
    expect(await run(['--palette', 'wide'])).toBe(2)
    expect(said.mock.calls.flat().join('\n')).toContain('Usage: npm run --silent explore')
  })

  test('unless it is said otherwise: single faults of the whole palette, every implementation, every customer alone', () => {
    const asked = readRequest([])
    expect(asked).toMatchObject({ bound: { faults: 1, palette: 'full', random: null }, expectClean: false })
    const bases = 'bound' in asked ? asked.bound.bases : []
    expect(bases).toHaveLength(scenario.implementations.length * scenario.customers.length)
  })

  test('how long a payment takes to settle holds for all, and other times are not tried', () => {
    const asked = readRequest(['--payment-settles', '6d'])
    const bound = 'bound' in asked ? asked.bound : { bases: [] }
    expect(new Set(bound.bases.map(({ paymentSettlesMs }) => paymentSettlesMs))).toEqual(
      new Set([6 * 86_400_000]),
    )
    expect('bound' in asked ? notTried(asked.bound, scenario) : []).toContain(
      'Payments by a slow method that take another time than 6 days.',
    )
  })

  test('lists are tried with each other; a plus is for two at once', () => {
    const asked = readRequest([
      '--implementation',
      'durable',
      '--customers',
      'pays,pays+leaves',
      '--stock',
      '1,2',
      '--servers',
      '1',
    ])
    const bases = 'bound' in asked ? asked.bound.bases : []
    expect(bases.map(({ customers, stock, servers }) => [customers.join(), stock, servers])).toEqual([
      ['pays', 1, 1],
      ['pays', 2, 1],
      ['pays,leaves', 1, 1],
      ['pays,leaves', 2, 1],
    ])
  })
})
