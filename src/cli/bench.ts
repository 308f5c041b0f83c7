/** `npm run bench`: what the project measures of itself, each figure beside its goal. */
import { isReached, type Bench, type Figure, type Section } from './bench/figures.ts'
import { readFlags } from './flags.ts'

/** The sections in their order; each is loaded when it is asked for, so that one needs nothing of another. */
const sections: { readonly [name: string]: () => Promise<Bench> } = {
  simulator: async () => (await import('./bench/simulator.ts')).benchSimulator,
  explorer: async () => (await import('./bench/explorer.ts')).benchExplorer,
  engine: async () => (await import('./bench/engine.ts')).benchEngine,
  page: async () => (await import('./bench/page.ts')).benchPage,
}
const names = Object.keys(sections)

const usage = `Usage: npm run --silent bench -- [options]
  --only LIST       some of ${names.join(', ')}; default: all
  --quick           one short round of each, to check that it works
  --schedules N     measure the memory over N schedules; default: 1000
  --json            print one JSON object
Exit code: 0 when it ran, 1 when it failed, 2 for invalid arguments.`

const flags = {
  only: { type: 'string' },
  quick: { type: 'boolean' },
  schedules: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

/** @returns exit code: 0 when it ran, whatever the figures are; 2 on bad input */
export async function run(argv: string[]): Promise<number> {
  const asked = read(argv)
  if ('problems' in asked) {
    for (const problem of asked.problems) console.error(problem)
    console.error(usage)
    return 2
  }
  if ('help' in asked) {
    console.log(usage)
    return 0
  }
  const { only, quick, schedules, json } = asked
  const measured = await bench(only, quick, schedules)
  console.log(json ? JSON.stringify(toJson(measured)) : measured.map(toTable).join('\n\n'))
  return 0
}

/** Measures one section after the other. */
export async function bench(
  only: readonly string[],
  quick: boolean,
  schedules: number,
): Promise<readonly Section[]> {
  const measured: Section[] = []
  for (const name of only) {
    const section = await sections[name]?.()
    if (section) measured.push(await section({ quick, schedules, tell: (text) => console.error(text) }))
  }
  return measured
}

type Asked =
  | {
      readonly only: readonly string[]
      readonly quick: boolean
      readonly schedules: number
      readonly json: boolean
    }
  | { readonly help: true }
  | { readonly problems: readonly string[] }

function read(argv: string[]): Asked {
  const given = readFlags(argv, flags)
  if ('problems' in given) return given
  const { quick = false, json = false, help = false, ...values } = given.values
  if (help) return { help }
  const only = values.only?.split(',') ?? names
  const unknown = only.filter((name) => !names.includes(name))
  if (unknown.length > 0)
    return { problems: [`--only takes some of ${names.join(', ')}, not “${unknown.join(', ')}”.`] }
  const schedules = values.schedules ?? (quick ? '5' : '1000')
  if (!/^\d{1,7}$/.test(schedules) || Number(schedules) < 1 || Number(schedules) > 1_000_000)
    return { problems: [`--schedules takes a whole number from 1 to 1000000, not “${schedules}”.`] }
  return { only, quick, schedules: Number(schedules), json }
}

/** Sections by name, their figures by id. */
export function toJson(measured: readonly Section[]) {
  return Object.fromEntries(
    measured.map(({ name, settings, figures, missing }) => [
      name,
      {
        settings,
        figures: Object.fromEntries(
          figures.map((each) => {
            const { id, ...rest } = each
            return [id, { ...rest, reached: isReached(each) }]
          }),
        ),
        missing,
      },
    ]),
  )
}

function toTable({ name, settings, figures, missing }: Section): string {
  const rows = figures.map((each) => [each.says, valueOf(each), rangeOf(each), goalOf(each)] as const)
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  const lines = rows.map(([says, value, range, goal]) =>
    [says.padEnd(widths[0] ?? 0), value.padStart(widths[1] ?? 0), range.padEnd(widths[2] ?? 0), goal]
      .join('  ')
      .trimEnd(),
  )
  return [
    name.toUpperCase(),
    ...settings,
    '',
    ...lines,
    ...missing.map((what) => `Not measured: ${what}`),
  ].join('\n')
}

function valueOf({ value, unit }: Figure): string {
  return `${value} ${unit}`
}

function rangeOf({ range }: Figure): string {
  return range === null ? '' : `(${range.min} to ${range.max})`
}

function goalOf(each: Figure): string {
  const { goal } = each
  if (goal === null) return ''
  const bound = 'atMost' in goal ? `at most ${goal.atMost}` : `at least ${goal.atLeast}`
  return `goal: ${bound}, ${isReached(each) === true ? 'reached' : 'not reached'}`
}
