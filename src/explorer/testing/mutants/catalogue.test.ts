import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { catalogue } from './catalogue.ts'
import { pathOf, repository } from './edit-plugin.ts'
import { applyEdit } from './mutant.ts'

/** Only a sample of the mutants is tried in each run, so what the whole catalogue names is looked for here. */

test('the text of every edit occurs once in its file', async () => {
  const sources = new Map<string, string>()
  const wrong: string[] = []
  for (const mutant of catalogue) {
    const source = sources.get(mutant.file) ?? (await readFile(pathOf(mutant.file), 'utf8'))
    sources.set(mutant.file, source)
    try {
      applyEdit(source, mutant)
    } catch (error) {
      wrong.push(`${mutant.name}: ${String(error)}`)
    }
  }
  expect(wrong).toEqual([])
})

test('every test that notices a mutant exists', async () => {
  const named = catalogue.flatMap(({ noticed }) => (noticed.by === 'test' ? [noticed] : []))
  const suites = [...new Set(named.map(({ suite }) => pathOf(suite)))]
  const found = await listTests(suites)
  const missing = named.filter(({ suite, test: name }) => !found.get(pathOf(suite))?.has(name))
  expect(missing).toEqual([])
})

/** @returns the names of the tests, by file */
async function listTests(suites: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const folder = await mkdtemp(join(tmpdir(), 'crashcart-tests-'))
  try {
    const list = join(folder, 'tests.json')
    await promisify(execFile)('npx', ['vitest', 'list', `--json=${list}`, ...suites], { cwd: repository })
    const tests = JSON.parse(await readFile(list, 'utf8')) as readonly { name: string; file: string }[]
    return new Map(
      suites.map((suite) => [
        suite,
        // The last part of `group > name`; a mutant names the test alone.
        new Set(
          tests.filter(({ file }) => file === suite).map(({ name }) => name.split(' > ').at(-1) ?? name),
        ),
      ]),
    )
  } finally {
    await rm(folder, { recursive: true })
  }
}
