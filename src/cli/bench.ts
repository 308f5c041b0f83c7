/** `npm run bench`: what the project measures of itself, each figure beside its goal. */
import { parseArgs } from 'node:util'
import { isReached, type Bench, type Figure, type Section } from './bench/figures.ts'

/** The sections in their order; each is loaded when it is asked for, so that one needs nothing of another. */
const sections: { readonly [name: string]: () => Promise<Bench> } = {
  simulator: async () => (await import('./bench/simulator.ts')).benchSimulator,
  explorer: async () => (await import('./bench/explorer.ts')).benchExplorer,
  engine: async () => (await import('./bench/engine.ts')).benchEngine,
  page: async () => (await import('./bench/page.ts')).benchPage,
}
const names = Object.keys(sections)

const usage = `Usage: npm run --silent bench -- [options]
  --only LIST       some of ${names.join(', ')}
  --quick           one short round of everything, to see that it works
  --schedules N     watch the memory over so many schedules, 1000 unless said otherwise
  --json            print one JSON object`

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
  if ('problem' in asked) {
    console.error(asked.problem)
    console.error(usage)
    return 2
  }
  if (asked.help) {
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
      readonly help: boolean
    }
  | { readonly problem: string }

function read(argv: string[]): Asked {
  let values: ReturnType<typeof parseFlags>
  try {
    values = parseFlags(argv)
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
  const { quick = false, json = false, help = false } = values
  const only = values.only?.split(',') ?? names
  const unknown = only.filter((name) => !names.includes(name))
  if (unknown.length > 0)
    return { problem: `--only takes some of ${names.join(', ')}, not “${unknown.join(', ')}”.` }
  const schedules = Number(values.schedules ?? (quick ? 5 : 1_000))
  if (!Number.isInteger(schedules) || schedules < 1 || schedules > 1_000_000)
    return { problem: `--schedules takes a number from 1 to 1000000, not “${values.schedules}”.` }
  return { only, quick, schedules, json, help }
}

function parseFlags(argv: string[]) {
  return parseArgs({ args: argv, options: flags, allowPositionals: false }).values
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
