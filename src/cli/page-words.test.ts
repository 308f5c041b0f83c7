/** The words of the page, and of the commands that print the same, keep to the rules of plain English. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { notTried } from '#explorer/not-tried.ts'
import { sometimes } from '#explorer/reachability.ts'
import { scenario } from '#scenarios'
import { faultKinds, formatPoint, kindsAt, parseFault, parsePoint, type Fault, type Run } from '#simulator'
import { evidence } from '#simulator/evidence.ts'
import { faultPhrase } from '#simulator/fault-phrases.ts'
import { sentence } from '#simulator/sentence.ts'
import { durableSample, naiveSample } from '#simulator/testing/sample-runs.ts'
import { troubledRun } from '#simulator/testing/troubled-run.ts'
import { stringsIn } from './testing/strings-in.ts'

/** Each with what to write instead. */
const banned: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\b(some|any|no)body\b|\bsomeone\b|\bwhoever\b/i, 'name the actor'],
  [/\bfor ever\b/i, 'permanently, or “never ends”'],
  [/\banew\b/i, 'again'],
  [/\bgo(es)? on\b/i, 'continues'],
  [/\bbef(alls?|ell)\b/i, 'happens to'],
  [/\bdeeds?\b/i, 'effect'],
  [/\bhangs on\b/i, 'depends on'],
  [/\bas if nothing\b/i, 'say what happens'],
  [/\b(strikes?|struck)\b/i, 'happens'],
  [/\b(hears?|heard) (no|nothing|of|from)\b/i, 'gets no answer'],
  [/\bcom(es?|ing) to rest\b/i, 'ends'],
  [/\ball the same\b/i, 'anyway'],
  [/\bsuch moment\b/i, 'does not occur'],
  [/\bknows nothing of\b/i, 'does not know that'],
  [/\bafter (its|Stripe’s) documentation\b/i, 'modelled on its documentation'],
  [/\bhistory store of its own\b/i, 'a second database'],
]

function breachesIn(text: string): readonly string[] {
  return banned.filter(([pattern]) => pattern.test(text)).map(([, instead]) => `${text} (${instead})`)
}

describe('the rules', () => {
  test.each([
    'Nobody asks Stripe',
    'somebody forges the webhook',
    'ord_1 stays PENDING for ever',
    'the workflow is started anew',
    'Server A goes on where it was frozen',
    'what befell it',
    'a deed at event 3',
    'It hangs on no single guard',
    'as if nothing had been',
    'The fault strikes: a crash',
    'A hears no answer',
    'It never comes to rest',
    'and continues all the same',
    'empty: no such moment',
    'and knows nothing of it',
    'Stripe is simulated after its documentation',
    'our engine with a history store of its own',
  ])('refuse “%s”', (text) => {
    expect(breachesIn(text)).toHaveLength(1)
  })

  test('look into literals, templates and the text of components, and not into imports and comments', () => {
    const source = [
      `import { a } from 'nobody here'`,
      `// nobody here`,
      `export const one = 'nobody asks'`,
      'export const two = `${one} goes on`',
      `export const Three = () => <p title="for ever">a deed</p>`,
    ].join('\n')
    expect(stringsIn(source, true).flatMap(({ line, text }) => breachesIn(text).map(() => line))).toEqual([
      3, 4, 5, 5,
    ])
  })
})

describe('no banned word', () => {
  test('stands in a text that the page or a command can print', () => {
    const found: string[] = []
    let count = 0
    for (const file of sources()) {
      const texts = stringsIn(readFileSync(file, 'utf8'), file.endsWith('.tsx'))
      count += texts.length
      for (const { line, text } of texts)
        // A word alone is a key or a name of the code.
        if (text.trim().includes(' '))
          found.push(...breachesIn(text).map((words) => `${file}:${line} ${words}`))
    }
    expect(count).toBeGreaterThan(4_000)
    expect(found).toEqual([])
  })

  test('is said of an event, a fault of any kind, or the question that it makes', () => {
    const runs = [naiveSample(), durableSample(), troubledRun()]
    const texts = runs.flatMap((run) => run.trace.map((event) => sentence(event, run)))
    const met = new Set<string>()
    for (const run of runs)
      for (const fault of faultsOf(run)) {
        met.add(fault.kind)
        texts.push(faultPhrase(fault), scenario.ask(struckBy(fault, run)).question)
      }
    expect([...met].toSorted()).toEqual(faultKinds.toSorted())
    expect(texts.length).toBeGreaterThan(300)
    expect(texts.flatMap(breachesIn)).toEqual([])
  })

  test('is in what the catalogue, the evidence and the sweep say', () => {
    const texts = [
      ...scenario.invariants.flatMap(({ statement, violation }) => [statement, violation]),
      ...scenario.customers.map(({ title }) => title),
      ...scenario.implementations.flatMap(({ title, guards, note, lacks }) => [
        title,
        note ?? '',
        ...guards.map((guard) => guard.title),
        ...scenario.vocabulary.labels.map((label) => lacks(label) ?? ''),
      ]),
      ...Object.values(evidence).map((entry) => ('why' in entry ? entry.why : entry.what)),
      ...sometimes.map(({ says }) => says),
      ...notTried({ bases: [], faults: 1, palette: 'short', random: null, reduces: false }, scenario),
    ]
    expect(texts.flatMap(breachesIn)).toEqual([])
  })
})

/** Of the page, and of what speaks on it. Schemas are SQL: their comments are for readers of the code. */
function sources(): readonly string[] {
  const folders = ['src/app', 'src/explorer', 'src/scenarios', 'src/simulator', 'src/cli', 'src/stripe']
  const isPrinted = (path: string) =>
    /\.tsx?$/.test(path) &&
    !/\.test\.|\/testing\/|schema\.ts$|^src\/cli\/(bench|soak|suites|stages|lint)\b/.test(path)
  return folders
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    )
    .filter(isPrinted)
}

/** Every kind at every operation of a run. */
function faultsOf({ points }: Run): readonly Fault[] {
  return points.flatMap((point) =>
    kindsAt(parsePoint(point)).map((kind) => {
      const needsLength = kind === 'clock-jump' || kind === 'delay'
      return parseFault(`${point}=${kind}${needsLength ? '(by=10min)' : ''}`)
    }),
  )
}

/** The same run, as though the fault had happened in it. */
function struckBy(fault: Fault, run: Run): Run {
  const event = run.trace.find(({ point }) => point === formatPoint(fault.point))?.index ?? 1
  return { ...run, input: { ...run.input, plan: [fault] }, faults: [{ fired: true, event }] }
}
