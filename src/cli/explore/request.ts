/** What `explore` was asked for: flags become a bound, and what cannot be read a sentence. */
import { availableParallelism } from 'node:os'
import type { Bound } from '#explorer/exploration.ts'
import type { Palette } from '#explorer/palette.ts'
import { scenario } from '#scenarios'
import {
  faultKinds,
  parseInput,
  parsePlan,
  PlanError,
  type FaultKind,
  type Input,
  type InputFields,
} from '#simulator'
import { isFaultKind } from '#simulator/faults/registry.ts'
import { readFlags } from '../flags.ts'
import { guardNames } from '../guard-names.ts'
import { asFlags } from '../problem-words.ts'

const { implementations, customers } = scenario.vocabulary

export const usage = `Usage: npm run --silent explore -- [options]
Tries every fault at every operation, and prints the smallest schedules that violate something.
  --implementation LIST   some of ${implementations.join(', ')}; default: all
  --faults 0..3           at most so many faults in one schedule; default: 1
  --palette short|full    short: the faults that break something most often; full, the default: every kind everywhere
  --kinds LIST            only faults of these kinds, such as duplicate,preempt, in place of a palette
  --preemptions 0..3      besides, at most so many operations let others go first, so that requests overlap in another
                          order; default: 0
  --delays LIST           delay each request, response and webhook also by each of these: 10s,2min,3h
  --customers LIST        each in a schedule of its own, two in one as pays+leaves; default: all of
                          ${customers.join(', ')}
  --with GUARD, --without GUARD
                          some of ${guardNames}
  --stock LIST            default: 2
  --servers LIST          1, 2 or both; default: 2
  --payment-settles TIME  how long a payment by a slow method takes: 24h by default, at most 21d
  --random N, --seed S    then N random schedules of up to six faults; the same seed gives the same schedules
  --workers N             worker threads; default: one for each core
  --expect-clean          exit with 1 if anything is violated or could not be judged
  --json                  print { schedules, violating, notJudged, counterexamples, notTried, seconds, … }
Exit code: 0 when it ran, 1 when it failed, 2 for invalid arguments, 130 after Ctrl-C.`

export interface Request {
  readonly bound: Bound
  readonly workers: number
  readonly expectClean: boolean
  readonly json: boolean
}

const flags = {
  implementation: { type: 'string' },
  faults: { type: 'string', default: '1' },
  palette: { type: 'string', default: 'full' },
  kinds: { type: 'string' },
  preemptions: { type: 'string', default: '0' },
  delays: { type: 'string' },
  customers: { type: 'string', default: customers.join(',') },
  with: { type: 'string', multiple: true },
  without: { type: 'string', multiple: true },
  stock: { type: 'string', default: '2' },
  servers: { type: 'string', default: '2' },
  'payment-settles': { type: 'string' },
  random: { type: 'string' },
  seed: { type: 'string' },
  workers: { type: 'string', default: String(availableParallelism()) },
  'expect-clean': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

type Flags = Extract<ReturnType<typeof readFlags<typeof flags>>, { values: unknown }>['values']

export type Asked = Request | { readonly help: true } | { readonly problems: readonly string[] }

export function readRequest(argv: string[]): Asked {
  const given = readFlags(argv, flags)
  if ('problems' in given) return given
  const { values } = given
  if (values.help) return { help: true }
  const problems: string[] = []
  const faults = readNumber(problems, 'faults', values.faults, 0, 3)
  const workers = readNumber(problems, 'workers', values.workers, 1, 64)
  const palette = readPalette(problems, values.palette)
  const kinds = readKinds(problems, values.kinds)
  const preemptions = readNumber(problems, 'preemptions', values.preemptions, 0, 3)
  const delays = readDelays(problems, values.delays)
  const random = readRandom(problems, values)
  const bases = readBases(problems, values)
  if (problems.length > 0) return { problems: [...new Set(problems)] }
  return {
    bound: {
      bases,
      faults,
      preemptions,
      palette,
      ...(kinds === null ? {} : { kinds }),
      delays,
      random,
      reduces: true,
    },
    workers,
    expectClean: values['expect-clean'],
    json: values.json,
  }
}

/** Every implementation with all customers, stocks and servers that were asked for. */
function readBases(problems: string[], values: Flags): readonly Input[] {
  const { with: on = [], without: off = [], 'payment-settles': settles } = values
  const guards = [...on, ...off.map((guard) => `-${guard}`)].join(',')
  const bases: Input[] = []
  for (const implementation of list(values.implementation ?? implementations.join(',')))
    for (const together of list(values.customers))
      for (const stock of list(values.stock))
        for (const servers of list(values.servers)) {
          const fields: InputFields = {
            implementation,
            customers: together.replaceAll('+', ','),
            stock,
            servers,
            ...(guards === '' ? {} : { guards }),
            ...(settles === undefined ? {} : { 'payment-settles': settles }),
          }
          const parsed = parseInput(fields, scenario.vocabulary)
          // As it was written: “+” is what stands between customers here.
          const asWritten = (problem: string) => problem.replace(fields['customers'] ?? '', together)
          problems.push(...parsed.problems.map(asWritten).map(asFlags))
          bases.push(parsed.input)
        }
  return bases
}

/** An empty text is one empty name, which is then told to be unknown. */
function list(text: string): readonly string[] {
  return [...new Set(text.split(',').map((part) => part.trim()))]
}

function readPalette(problems: string[], text: string): Palette {
  if (text === 'short' || text === 'full') return text
  problems.push(`--palette takes short or full, not “${text}”.`)
  return 'full'
}

function readKinds(problems: string[], text: string | undefined): readonly FaultKind[] | null {
  if (text === undefined) return null
  const names = list(text)
  for (const name of names)
    if (!isFaultKind(name)) problems.push(`--kinds takes some of ${faultKinds.join(', ')}, not “${name}”.`)
  return names.filter(isFaultKind)
}

function readDelays(problems: string[], text: string | undefined): readonly string[] {
  const delays = text === undefined ? [] : list(text)
  for (const delay of delays) {
    try {
      parsePlan(`stripe/webhook:any#1=delay(by=${delay})`)
    } catch (error) {
      if (!(error instanceof PlanError)) throw error
      problems.push(`--delays takes durations such as 10s,31min, not “${delay}”.`)
    }
  }
  return delays
}

function readRandom(problems: string[], { random, seed }: Flags): Bound['random'] {
  if (random === undefined) {
    if (seed !== undefined)
      problems.push('--seed is for random schedules. Add --random N, or leave --seed out.')
    return null
  }
  return {
    schedules: readNumber(problems, 'random', random, 1, 100_000_000),
    seed: readNumber(problems, 'seed', seed ?? '1', 0, 2 ** 31 - 1),
  }
}

function readNumber(problems: string[], flag: string, text: string, least: number, most: number): number {
  const number = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN
  if (number >= least && number <= most) return number
  problems.push(`--${flag} takes a whole number from ${least} to ${most}, not “${text}”.`)
  return least
}
