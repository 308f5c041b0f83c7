/** `npm run bench`: what the project measures of itself, each figure beside its goal. */
import { isReached, type Bench, type BenchSize, type Section } from './bench/figures.ts'
import { runSection, type Output } from './bench/run-section.ts'
import { failureText } from './bench/text.ts'
import { readFlags } from './flags.ts'

type Sections = { readonly [name: string]: () => Promise<Bench> }

/** The sections in their order; each is loaded when it is asked for, so that one needs nothing of another. */
const sections: Sections = {
  simulator: async () => (await import('./bench/simulator.ts')).simulatorBench,
  explorer: async () => (await import('./bench/explorer.ts')).explorerBench,
  engine: async () => (await import('./bench/engine.ts')).engineBench,
  page: async () => (await import('./bench/page.ts')).pageBench,
  lighthouse: async () => (await import('./bench/lighthouse.ts')).lighthouseBench,
}

const usage = `Usage: npm run --silent bench -- [options]
  --only LIST       some of ${Object.keys(sections).join(', ')}; default: all
  --quick           one short round of each, to check that it works
  --schedules N     measure the memory over N schedules; default: 1000
  --json            print one JSON object
Exit code: 0 when all was measured, 1 when a figure could not be measured, 2 for invalid arguments.`

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
    }
  | { readonly help: true }
  | { readonly problems: readonly string[] }

function read(argv: string[], names: readonly string[]): Asked {
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
