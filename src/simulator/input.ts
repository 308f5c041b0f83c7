/**
 * The input of a run: a small value that says everything. A link, an atlas cell, a lesson and a regression test
 * are all this value.
 */
import * as v from 'valibot'
import { formatDuration, maxDurationMs, parseDuration } from './duration.ts'
import { formatPlan, parsePlan, type Plan } from './plan.ts'
import { PlanError } from './point.ts'

/**
 * Raised when an input of an earlier version would mean another run.
 *
 * - 1: requests that arrived at one moment ran one after the other.
 * - 2: they overlap, each server's next operation in turn.
 */
export const inputVersion = 2

/** Said of an input of version 1. It is read as it is: the same fields mean the same things. */
export const orderChanged =
  'This link is from an earlier version of Crashcart. Since then requests that arrive together overlap, so this run may differ from the one that was shared.'

export interface Input {
  readonly version: typeof inputVersion
  /** A name in the scenarios' register. */
  readonly scenario: string
  /** `naive`, `durable`. */
  readonly implementation: string
  /** Guards that differ from the implementation's defaults. */
  readonly guards: { readonly [guard: string]: boolean }
  /** One behaviour for each customer, in their order: Alice, Bob. */
  readonly customers: readonly string[]
  /** Units in stock at the beginning. */
  readonly stock: number
  readonly servers: number
  readonly seed: number
  /** Virtual milliseconds at which what is down comes back and time runs to the horizon. */
  readonly settleMs: number
  /** How long Stripe takes until a payment by a method that settles later has come or failed, milliseconds. */
  readonly paymentSettlesMs: number
  readonly plan: Plan
}

export const defaultInput: Input = {
  version: inputVersion,
  scenario: 'checkout',
  implementation: 'naive',
  guards: {},
  customers: ['pays'],
  stock: 2,
  servers: 2,
  seed: 1,
  settleMs: 2 * 3_600_000,
  paymentSettlesMs: 86_400_000,
  plan: [],
}

/** The field of `paymentSettlesMs`, whose value is a duration with its unit. */
const paymentSettlesField = 'payment-settles'

/** The names of an input’s values in a link and, after `--`, on a command line. */
export const fieldNames: readonly string[] = Object.keys(defaultInput).map((name) =>
  name === 'paymentSettlesMs' ? paymentSettlesField : name,
)

/** An input as flat text fields, as a link and a command line carry it. Fields at their default are left out. */
export type InputFields = { readonly [field: string]: string }

/** What the names in an input may be: the scenarios' register knows. */
export interface Vocabulary {
  readonly scenario: string
  readonly implementations: readonly string[]
  readonly customers: readonly string[]
  /** Guards of each implementation. */
  readonly guards: { readonly [implementation: string]: readonly string[] }
  /** Labels of all implementations; a point with another label is refused. */
  readonly labels: readonly string[]
}

export interface ParsedInput {
  readonly input: Input
  /** One sentence for each field that could not be read and was left at its default. */
  readonly problems: readonly string[]
  /** What to know of an input that could be read. */
  readonly notices: readonly string[]
}

/** Reads fields one by one: what cannot be read stays at its default and is told, the rest is kept. */
export function parseInput(fields: InputFields, vocabulary: Vocabulary): ParsedInput {
  const problems: string[] = []
  const read = <T>(field: string, schema: v.GenericSchema<unknown, T>, fallback: T): T => {
    const text = fields[field]
    if (text === undefined) return fallback
    const result = v.safeParse(schema, text)
    if (result.success) return result.output
    problems.push(`${field} “${abbreviate(text)}” ${result.issues[0].message}`)
    return fallback
  }
  const implementation = read(
    'implementation',
    oneOf(vocabulary.implementations),
    defaultInput.implementation,
  )
  const input: Input = {
    version: read(
      'version',
      v.pipe(
        v.string(),
        v.picklist(
          ['1', String(inputVersion)],
          `is of another version. This page reads versions 1 to ${inputVersion}.`,
        ),
        v.transform((): typeof inputVersion => inputVersion),
      ),
      inputVersion,
    ),
    scenario: read('scenario', oneOf([vocabulary.scenario]), defaultInput.scenario),
    implementation,
    guards: readGuards(fields['guards'] ?? '', implementation, vocabulary, problems),
    customers: read('customers', listOf(vocabulary.customers), defaultInput.customers),
    stock: read('stock', wholeNumber(0, 99), defaultInput.stock),
    servers: read('servers', wholeNumber(1, 2), defaultInput.servers),
    seed: read('seed', wholeNumber(0, 2 ** 31 - 1), defaultInput.seed),
    settleMs: read('settleMs', wholeNumber(0, 3 * 86_400_000), defaultInput.settleMs),
    paymentSettlesMs: read(paymentSettlesField, duration(1_000), defaultInput.paymentSettlesMs),
    plan: readPlan(fields['plan'] ?? '', vocabulary, problems),
  }
  const notices = fields['version'] === '1' ? [orderChanged] : []
  return { input, problems: countEqual(problems), notices }
}

/** The same slip made twice is told once, with how often. */
function countEqual(problems: readonly string[]): readonly string[] {
  return [...new Set(problems)].map((problem) => {
    const count = problems.filter((each) => each === problem).length
    return count === 1 ? problem : `${count} times: ${problem}`
  })
}

/** The fields of an input that differ from the default, as text. */
export function formatInput(input: Input): InputFields {
  const all: InputFields = {
    version: String(input.version),
    scenario: input.scenario,
    implementation: input.implementation,
    guards: Object.entries(input.guards)
      .map(([guard, on]) => `${on ? '' : '-'}${guard}`)
      .sort()
      .join(','),
    customers: input.customers.join(','),
    stock: String(input.stock),
    servers: String(input.servers),
    seed: String(input.seed),
    settleMs: String(input.settleMs),
    [paymentSettlesField]: formatDuration(input.paymentSettlesMs),
    plan: formatPlan(input.plan),
  }
  const always = new Set(['version', 'implementation'])
  const defaults: { readonly [field: string]: string } = {
    scenario: defaultInput.scenario,
    guards: '',
    customers: defaultInput.customers.join(','),
    stock: String(defaultInput.stock),
    servers: String(defaultInput.servers),
    seed: String(defaultInput.seed),
    settleMs: String(defaultInput.settleMs),
    [paymentSettlesField]: formatDuration(defaultInput.paymentSettlesMs),
    plan: '',
  }
  return Object.fromEntries(
    Object.entries(all).filter(([field, text]) => always.has(field) || text !== defaults[field]),
  )
}

/** A plan longer than this is no experiment that anybody can follow. */
export const mostFaults = 12

/** Reads fault by fault, so that one slip does not cost the others. */
function readPlan(text: string, vocabulary: Vocabulary, problems: string[]): Plan {
  const faults: Plan[number][] = []
  for (const part of text.split(';').slice(0, mostFaults)) {
    try {
      for (const fault of parsePlan(part)) {
        if (vocabulary.labels.includes(fault.point.label)) faults.push(fault)
        else
          problems.push(
            `fault “${abbreviate(part)}” names an operation that no implementation has. Known operations: ${vocabulary.labels.join(', ')}.`,
          )
      }
    } catch (error) {
      if (!(error instanceof PlanError)) throw error
      problems.push(`fault ${error.message}`)
    }
  }
  if (text !== '' && text.split(';').every((part) => part.trim() === ''))
    problems.push(`plan “${abbreviate(text)}” has no fault. Leave it out for a run without faults.`)
  if (text.split(';').length > mostFaults)
    problems.push(`plan has more than ${mostFaults} faults. The rest were left out.`)
  return faults
}

function oneOf(names: readonly string[]): v.GenericSchema<unknown, string> {
  return v.pipe(
    v.string(),
    v.check((text) => names.includes(text), `is not known. Expected ${names.join(', ')}.`),
  )
}

function listOf(names: readonly string[]): v.GenericSchema<unknown, readonly string[]> {
  const isList = (text: string) =>
    /^[^,]+(,[^,]+)?$/.test(text) && text.split(',').every((name) => names.includes(name))
  return v.pipe(
    v.string(),
    v.check(isList, `is not one or two of ${names.join(', ')}.`),
    v.transform((text): readonly string[] => text.split(',')),
  )
}

function wholeNumber(least: number, most: number): v.GenericSchema<unknown, number> {
  const message = `is not a whole number from ${least} to ${most}.`
  return v.pipe(
    v.string(),
    v.regex(/^\d{1,12}$/, message),
    v.transform(Number),
    v.minValue(least, message),
    v.maxValue(most, message),
  )
}

/** @param leastMs the most is the longest duration of a plan */
function duration(leastMs: number): v.GenericSchema<unknown, number> {
  return v.pipe(
    v.string(),
    v.transform((text) => parseDuration(text) ?? Number.NaN),
    v.check(
      (ms) => ms >= leastMs,
      `is not a duration from ${formatDuration(leastMs)} to ${formatDuration(maxDurationMs)}, such as 24h or 6d.`,
    ),
  )
}

/** Reads guard by guard, `-` before one that is off, so that one slip does not cost the others. */
function readGuards(
  text: string,
  implementation: string,
  vocabulary: Vocabulary,
  problems: string[],
): Input['guards'] {
  const own = vocabulary.guards[implementation] ?? []
  const all = new Set(Object.values(vocabulary.guards).flat())
  const read = new Map<string, boolean>()
  for (const part of text.split(',').filter((each) => each !== '')) {
    const guard = part.replace(/^-/, '')
    if (!all.has(guard))
      problems.push(`guard “${abbreviate(guard)}” is not known. Expected ${[...all].join(', ')}.`)
    else if (!own.includes(guard))
      problems.push(`guard “${guard}” is none of ${implementation}. It has ${own.join(', ') || 'none'}.`)
    else if (read.has(guard))
      problems.push(`guard “${guard}” is given twice. Say once whether it is on or off.`)
    else read.set(guard, !part.startsWith('-'))
  }
  return Object.fromEntries(read)
}

function abbreviate(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}
