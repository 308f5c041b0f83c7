/** `npm run simulate`: one run from a terminal, as a story or as JSON. */
import { parseArgs } from 'node:util'
import type { Explanation } from '#explorer/links.ts'
import { scenario } from '#scenarios'
import { parseInput, parseLink, type Input, type InputFields, type Run } from '#simulator'
import { openDatabase } from '#simulator/database.ts'
import { createSimulator } from '#simulator/simulate.ts'
import { guardNames } from './guard-names.ts'
import { explainRun, reasonJson } from './reasons.ts'
import { linkOf, toStory } from './story.ts'

const usage = `Usage: npm run --silent simulate -- [options]
  --implementation NAME   ${scenario.vocabulary.implementations.join(', ')}
  --customers LIST        one or two of ${scenario.vocabulary.customers.join(', ')}
  --plan PLAN             faults, 'point=kind;…', such as 'server/commit:reserveInventory#1=crash-after'
  --with GUARD, --without GUARD
                          some of ${guardNames}
  --stock N, --servers 1|2, --seed N, --settleMs N
  --link URL              a link from the page instead
  --json                  print { traceHash, events, points, verdicts, tables, link, … }`

const flags = {
  implementation: { type: 'string' },
  customers: { type: 'string' },
  plan: { type: 'string' },
  with: { type: 'string', multiple: true },
  without: { type: 'string', multiple: true },
  stock: { type: 'string' },
  servers: { type: 'string' },
  seed: { type: 'string' },
  settleMs: { type: 'string' },
  link: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

/** @returns exit code: 0 when it ran, 2 on bad input */
export async function run(argv: string[]): Promise<number> {
  const asked = read(argv)
  if ('problems' in asked) {
    for (const problem of asked.problems) console.error(problem)
    console.error(usage)
    return 2
  }
  if (asked.help) {
    console.log(usage)
    return 0
  }
  const { run: outcome, explanation } = await simulate(asked.input)
  console.log(asked.json ? JSON.stringify(toJson(outcome, explanation)) : toStory(outcome, explanation))
  return 0
}

type Asked =
  | { readonly input: Input; readonly json: boolean; readonly help: boolean }
  | { readonly problems: readonly string[] }

function read(argv: string[]): Asked {
  let values: ReturnType<typeof parseFlags>
  try {
    values = parseFlags(argv)
  } catch (error) {
    return { problems: [error instanceof Error ? error.message : String(error)] }
  }
  const { link, with: on = [], without: off = [], json = false, help = false, ...rest } = values
  const guards = [...on, ...off.map((guard) => `-${guard}`)].join(',')
  const fields: InputFields = { ...rest, ...(guards === '' ? {} : { guards }) }
  if (link !== undefined && Object.keys(fields).length > 0) {
    return { problems: ['--link says everything: leave the other flags out, or leave --link out.'] }
  }
  const { input, problems } = link === undefined ? parseInput(fields, scenario.vocabulary) : readLink(link)
  return problems.length > 0 ? { problems } : { input, json, help }
}

function parseFlags(argv: string[]) {
  return parseArgs({ args: argv, options: flags, allowPositionals: false }).values
}

function readLink(text: string): { input: Input; problems: readonly string[] } {
  const { link, problems } = parseLink(text, scenario.vocabulary)
  return { input: link.input, problems }
}

async function simulate(input: Input): Promise<{ run: Run; explanation: Explanation }> {
  const database = await openDatabase()
  try {
    const simulator = createSimulator(database, scenario)
    const simulated = await simulator.simulate(input)
    return { run: simulated, explanation: await explainRun(simulated, simulator) }
  } finally {
    await database.close()
  }
}

function toJson(run: Run, explanation: Explanation) {
  const { traceHash, trace, points, verdicts, tables, faults, failure } = run
  return {
    traceHash,
    events: trace,
    points,
    verdicts: verdicts.map(({ id, holds, rows }) => ({ id, holds, rows })),
    tables,
    link: linkOf(run),
    faults,
    failure,
    explanation: reasonJson(explanation),
  }
}
