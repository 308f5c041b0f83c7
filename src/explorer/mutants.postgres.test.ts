import { beforeAll, expect, test } from 'vitest'
import { catalogue } from './testing/mutants/catalogue.ts'
import { runSuites } from './testing/mutants/suite.ts'
import type { SuiteReport } from './testing/mutants/suite-process.ts'
import { isWhole } from '#simulator/testing/is-whole.ts'

/**
 * Each mutant of the catalogue that takes several connections, or several workflows, to notice: the test that is named
 * there passes in the project as it is, and fails in the mutant. An eighth of them; all by `npm test -- --whole`, and
 * some by name: `MUTANTS='name|name' npx vitest run src/explorer/mutants.postgres.test.ts`.
 */

const all = catalogue.flatMap((mutant) =>
  mutant.noticed.by === 'test' ? [{ ...mutant, ...mutant.noticed }] : [],
)
const named = process.env['MUTANTS']?.split('|')
// Each takes some 5 s of two processors, most of it to load the suite and to start a PostgreSQL of its own.
const mutants = all.filter(({ name }, at) => named?.includes(name) ?? (isWhole || at % 8 === 0))
const suites = [...new Set(mutants.map(({ suite }) => suite))]

let asItIs: SuiteReport[number] = {}
let reports: SuiteReport = []

beforeAll(async () => {
  const [first, ...rest] = await runSuites([
    { edit: null, suites, tests: mutants.map((mutant) => mutant.test) },
    ...mutants.map(({ file, find, replace, suite, test: name }) => ({
      edit: { file, find, replace },
      suites: [suite],
      tests: [name],
    })),
  ])
  asItIs = first ?? {}
  reports = rest
}, 1_800_000)

test.each(mutants.map((mutant, index) => ({ ...mutant, index })))(
  '$name: $test',
  ({ index, test: name, breaks, name: mutant, suite }) => {
    expect(asItIs[name], 'as it is').toBe(true)
    expect(reports[index]?.[name], 'in the mutant').toBe(false)
    console.log(`${mutant} (${breaks}): ✕ ${name}, ${suite}`)
  },
)
