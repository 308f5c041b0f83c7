/** `npm run bench`: what the project measures of itself, each figure beside its goal. */
import { parseArgs } from 'node:util'
import { isReached, type Bench, type BenchSize, type Section } from './bench/figures.ts'
import { runSection, type Output } from './bench/run-section.ts'
import { failureText } from './bench/text.ts'

type Sections = { readonly [name: string]: () => Promise<Bench> }

/** The sections in their order; each is loaded when it is asked for, so that one needs nothing of another. */
const sections: Sections = {
  simulator: async () => (await import('./bench/simulator.ts')).simulatorBench,
  explorer: async () => (await import('./bench/explorer.ts')).explorerBench,
  engine: async () => (await import('./bench/engine.ts')).engineBench,
  page: async () => (await import('./bench/page.ts')).pageBench,
}

const usage = `Usage: npm run --silent bench -- [options]
  --only LIST       some of ${Object.keys(sections).join(', ')}
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

/** @returns exit code: 0 when all was measured, whatever the figures are; 1 when some could not be; 2 on bad input */
export async function run(argv: string[], known: Sections = sections): Promise<number> {
  const asked = read(argv, Object.keys(known))
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
  const tell = (progress: string): void => console.error(progress)
  // With --json standard output is for the object alone; the figures still are told as they come.
  const output: Output = { tell, print: json ? tell : (text) => console.log(text) }
  const measured = await bench(only, { quick, schedules }, output, known)
  if (json) console.log(JSON.stringify(toJson(measured)))
  const failed = measured.flatMap((section) => section.failed.map((each) => ({ name: section.name, each })))
  if (failed.length === 0) return 0
  console.error('\nNot all was measured:')
  for (const { name, each } of failed) console.error(`${name}: ${failureText(each)}`)
  return 1
}

/** Measures one section after the other. */
export async function bench(
  only: readonly string[],
  size: BenchSize,
  output: Output = silent,
  known: Sections = sections,
): Promise<readonly Section[]> {
  const measured: Section[] = []
  for (const name of only) {
    const section = await known[name]?.()
    if (section) measured.push(await runSection(name, section, size, output))
  }
  return measured
}

const silent: Output = { print: () => undefined, tell: () => undefined }

type Asked =
  | {
      readonly only: readonly string[]
      readonly quick: boolean
      readonly schedules: number
      readonly json: boolean
      readonly help: boolean
    }
  | { readonly problem: string }

function read(argv: string[], names: readonly string[]): Asked {
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
    measured.map(({ name, settings, figures, missing, failed }) => [
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
        failed,
      },
    ]),
  )
}
