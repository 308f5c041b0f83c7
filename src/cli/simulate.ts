/** `npm run simulate`: one run from a terminal, as a story or as JSON. */
import type { Explanation } from '#explorer/links.ts'
import { scenario } from '#scenarios'
import {
  defaultInput,
  parseInput,
  parseLink,
  whyUnsettled,
  type Input,
  type InputFields,
  type Run,
} from '#simulator'
import { cutOff } from '#simulator/link.ts'
import { openDatabase } from '#simulator/database.ts'
import { createSimulator } from '#simulator/simulate.ts'
import { readFlags } from './flags.ts'
import { guardNames } from './guard-names.ts'
import { databaseSnapshot } from './load.mjs'
import { asFlags } from './problem-words.ts'
import { explainRun, reasonJson } from './reasons.ts'
import { linkOf, missedFaults, toStory } from './story.ts'
import { verdictJson } from './verdict-json.ts'

const usage = `Usage: npm run --silent simulate -- [options]
  --implementation NAME   ${scenario.vocabulary.implementations.join(', ')}
  --customers LIST        one or two of ${scenario.vocabulary.customers.join(', ')}
  --plan 'PLAN'           faults in quotes, 'point=kind;…', such as 'server/commit:reserveInventory#1=crash-after'
  --with GUARD, --without GUARD
                          some of ${guardNames}
  --stock N, --servers 1|2, --seed N
  --settleMs N            milliseconds after which the faults are over and every server restarts: ${defaultInput.settleMs} by default
  --payment-settles TIME  how long a payment by a slow method takes: 24h by default, at most 21d
  --link 'URL'            the run of a link from the page instead, in quotes
  --json                  print { traceHash, events, points, verdicts, tables, link, … }
Exit code: 0 when it ran, 1 when it failed or a fault is not possible where it was placed, 2 for invalid arguments.`

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
  'payment-settles': { type: 'string' },
  link: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

/** @returns exit code: 0 when it ran, 1 if a fault is not possible where it was placed, 2 on bad input */
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
  for (const notice of asked.notices) console.error(notice)
  const { run: outcome, explanation } = await simulate(asked.input)
  if (asked.program !== null && asked.program !== outcome.programHash)
    console.error('The link was recorded with another version of this checkout: its run may differ.')
  console.log(asked.json ? JSON.stringify(toJson(outcome, explanation)) : toStory(outcome, explanation))
  const impossible = missedFaults(outcome).filter((fault) => fault.impossible === true)
  for (const { text, reason } of impossible)
    console.error(`--plan: fault “${text}” did not happen. ${reason}`)
  return impossible.length === 0 ? 0 : 1
}

type Asked = Wanted | { readonly help: true } | { readonly problems: readonly string[] }

interface Wanted {
  readonly input: Input
  /** Hash of the source that a link was recorded with; null if unknown. */
  readonly program: string | null
  /** Sentences about a link from an earlier version. */
  readonly notices: readonly string[]
  readonly json: boolean
}

function read(argv: string[]): Asked {
  const given = readFlags(argv, flags)
  if ('problems' in given) return given
  const { link, with: on = [], without: off = [], json = false, help = false, ...rest } = given.values
  if (help) return { help }
  const guards = [...on, ...off.map((guard) => `-${guard}`)].join(',')
  const fields: InputFields = { ...rest, ...(guards === '' ? {} : { guards }) }
  if (link === undefined) {
    const { input, problems } = parseInput(fields, scenario.vocabulary)
    return problems.length > 0
      ? { problems: problems.map(asFlags) }
      : { input, program: null, notices: [], json }
  }
  const [other] = Object.keys(fields)
  if (other !== undefined)
    return {
      problems: [
        `A link holds the whole input. Leave out --${other === 'guards' ? 'with and --without' : other}, or leave out --link.`,
      ],
    }
  return readLink(link, json)
}

const cutByShell =
  "--link names no run, so it may have been cut off. Put the link in quotes: --link 'https://…#version=2&implementation=…'."

/** A link that does not say what is run is none that was copied whole: a shell ends a word at the first `&`. */
function readLink(text: string, json: boolean): Asked {
  const { link, problems, notices, namesRun } = parseLink(text, scenario.vocabulary)
  const nothing = namesRun ? [] : [cutByShell]
  const unread = problems.filter((problem) => problem !== cutOff).map((problem) => `--link: ${problem}`)
  const all = [...unread, ...nothing]
  return all.length > 0 ? { problems: all } : { input: link.input, program: link.program, notices, json }
}

async function simulate(input: Input): Promise<{ run: Run; explanation: Explanation }> {
  const database = await openDatabase({ snapshot: await databaseSnapshot() })
  try {
    const simulator = createSimulator(database, scenario)
    const simulated = await simulator.simulate(input)
    return { run: simulated, explanation: await explainRun(simulated, simulator) }
  } finally {
    await database.close()
  }
}

function toJson(run: Run, explanation: Explanation) {
  const { traceHash, trace, points, verdicts, tables, faults } = run
  return {
    traceHash,
    events: trace,
    points,
    verdicts: verdicts.map(verdictJson),
    tables,
    link: linkOf(run),
    faults,
    failure: whyUnsettled(run),
    explanation: reasonJson(explanation),
  }
}
