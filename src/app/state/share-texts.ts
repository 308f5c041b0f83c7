/** A run as texts to take elsewhere: a command line, an embedding, a test. */
import { formatInput, type Input } from '#simulator'

/** The command that gives the same run in a terminal. */
export function commandLine(input: Input): string {
  const { version: _, scenario: __, guards: ___, ...fields } = formatInput(input)
  const options = Object.entries(fields).map(([field, text]) => `--${field} ${quote(text)}`)
  const guards = Object.entries(input.guards).map(([guard, on]) => `--${on ? 'with' : 'without'} ${guard}`)
  return ['npm run --silent simulate --', ...options, ...guards, '--json'].join(' ')
}

/** A frame for somebody's page. @param address Of the run, with `embed=1`. @param height Of the frame, in pixels. */
export function embedding(address: string, title: string, height = 600): string {
  const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
  return `<iframe src="${escape(address)}" title="${escape(title)}" width="100%" height="${height}" style="border:0" loading="lazy"></iframe>`
}

/**
 * A file for Vitest in this repository, which fails for as long as the input violates something.
 * @param question what the run is about
 * @param violated invariants that it violates today
 */
export function regressionTest(input: Input, question: string, violated: readonly string[]): string {
  const { version: _, scenario: __, ...fields } = formatInput(input)
  const given = Object.entries(fields).map(([field, text]) => `    ${field}: ${literal(text)},`)
  const today = violated.length === 0 ? [] : [`  // Violated when this was copied: ${violated.join(', ')}.`]
  return [
    `import { expect, test } from 'vitest'`,
    `import { scenario } from '#scenarios'`,
    `import { parseInput } from '#simulator'`,
    `import { openDatabase } from '#simulator/database.ts'`,
    `import { createSimulator } from '#simulator/simulate.ts'`,
    ``,
    `test(${literal(question)}, async () => {`,
    `  const fields = {`,
    ...given,
    `  }`,
    `  const { input, problems } = parseInput(fields, scenario.vocabulary)`,
    `  expect(problems).toEqual([])`,
    `  const database = await openDatabase()`,
    `  const { verdicts } = await createSimulator(database, scenario).simulate(input)`,
    `  await database.close()`,
    ...today,
    `  expect(verdicts.filter(({ outcome }) => outcome !== 'holds').map(({ id }) => id)).toEqual([])`,
    `})`,
    ``,
  ].join('\n')
}

function literal(text: string): string {
  return `'${text.replaceAll(/['\\]/g, '\\$&')}'`
}

/** Plain words as they are, everything else in single quotes. */
function quote(text: string): string {
  return /^[\w,./:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
