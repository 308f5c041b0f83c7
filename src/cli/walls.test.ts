/**
 * Each wall is proven by planted breaches: a small house is built in a temporary directory, with the project's
 * own configuration and one breach a file; the very tools that `npm test` runs must name every one. What is
 * allowed is planted too, and must pass.
 */
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { program, repository } from './install.mjs'
import { allowedImports, constants, folders, lintBreaches, simulated } from './testing/breaches.ts'

const lintReport = v.object({
  diagnostics: v.array(
    v.object({
      message: v.string(),
      code: v.string(),
      filename: v.string(),
      labels: v.array(v.object({ span: v.object({ line: v.number() }) })),
    }),
  ),
})
type Finding = v.InferOutput<typeof lintReport>['diagnostics'][number]

interface Outcome {
  readonly code: number
  readonly output: string
}

const house = mkdtempSync(join(tmpdir(), 'crashcart-walls-'))
const results: {
  findings: readonly Finding[]
  lint?: Outcome
  types?: Outcome
  format?: Outcome
  unused?: Outcome
} = {
  findings: [],
}

beforeAll(async () => {
  for (const path of [
    '.oxlintrc.json',
    '.prettierrc.json',
    '.prettierignore',
    '.knip.json',
    'package.json',
    'tsconfig.json',
    'src/cli/lint',
    'src/engine/tsconfig.json',
  ])
    cpSync(join(repository, path), join(house, path), { recursive: true })
  symlinkSync(join(repository, 'node_modules'), join(house, 'node_modules'))
  for (const folder of folders) {
    plant(`src/${folder}/index.ts`, 'export const value = 1\nexport type Value = number')
    plant(`src/${folder}/part.ts`, 'export const part = 1')
  }
  const ofPage = [
    'graph',
    'lanes',
    'parts',
    'state',
    'model',
    'store',
    'ui',
    'features/run',
    'features/atlas',
  ]
  for (const folder of ofPage.map((name) => `app/${name}`))
    plant(`src/${folder}/index.ts`, 'export const value = 1')
  plant('src/app/app.tsx', 'export const value = 1')
  plant('src/scenarios/checkout/workflow.ts', 'export const value = 1')
  for (const { path, source } of lintBreaches) plant(path, source)
  for (const [path, source] of allowedImports) plant(path, source)
  for (const folder of simulated) {
    plant(`src/${folder}/constants.ts`, constants)
    plant(
      `src/${folder}/testing/clock.ts`,
      'let started = Date.now()\nexport const again = () => (started = Date.now())',
    )
    plant(`src/${folder}/clock.test.ts`, 'export const now = Date.now() + Math.random()')
  }
  plant('src/engine/touches-document.ts', 'export const title = document.title')
  plant('src/engine/touches-timer.ts', 'export const timer = setTimeout(() => timer, 1)')
  plant('src/explorer/unused.ts', 'export const used = 1\nexport const nobodyImportsThis = 2')
  plant('src/explorer/dead.ts', 'export const dead = 1')
  plant('src/explorer/unused.test.ts', `import { used } from './unused.ts'\nused.toFixed()`)
  plant('src/explorer/unformatted.ts', 'export const  wide = { "a" : 1 };')

  const [lint, types, format, unused] = await Promise.all([
    run('oxlint', ['--format=json']),
    run('tsc', ['-p', 'src/engine', '--pretty', 'false'], 'typescript'),
    run('prettier', ['--check', 'src/explorer']),
    run('knip', ['--no-progress', '--no-config-hints']),
  ])
  const { diagnostics } = v.parse(lintReport, JSON.parse(lint.output))
  Object.assign(results, { findings: diagnostics, lint, types, format, unused })
})

afterAll(() => rmSync(house, { recursive: true, force: true }))

function plant(path: string, source: string): void {
  mkdirSync(dirname(join(house, path)), { recursive: true })
  writeFileSync(join(house, path), `${source}\n`)
}

function run(name: string, options: readonly string[], inPackage = name): Promise<Outcome> {
  return new Promise((resolve) => {
    const limits = { cwd: house, maxBuffer: 64 * 1024 * 1024 }
    execFile(process.execPath, [program(name, inPackage), ...options], limits, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
    )
  })
}

const linesOf = (path: string, rule: string): readonly number[] =>
  results.findings
    .filter(({ filename, code }) => filename === path && code === rule)
    .flatMap(({ labels }) => labels.slice(0, 1).map(({ span }) => span.line))
    .toSorted((a, b) => a - b)

describe('oxlint names every planted breach', () => {
  test('and so fails', () => expect(results.lint?.code).toBe(1))

  test.each(lintBreaches)('$rule in $path', ({ path, rule, lines = [1] }) => {
    expect([...new Set(linesOf(path, rule))]).toEqual(lines)
  })
})

describe('oxlint lets pass', () => {
  test.each(allowedImports.map(([path]) => path))('%s', (path) => {
    expect(linesOf(path, 'walls(direction)')).toEqual([])
  })

  const bans = ['walls(module-state)', 'eslint(no-restricted-globals)', 'eslint(no-restricted-properties)']
  test.each(simulated)('constants, and what tests do, in %s', (folder) => {
    for (const path of ['constants.ts', 'testing/clock.ts', 'clock.test.ts'])
      for (const rule of bans) expect(linesOf(`src/${folder}/${path}`, rule)).toEqual([])
  })
})

describe('the other tools', () => {
  test('TypeScript finds the page and its timers in the engine', () => {
    expect(results.types?.code).not.toBe(0)
    expect(results.types?.output).toMatch(/touches-document\.ts.*'document'/)
    expect(results.types?.output).toMatch(/touches-timer\.ts.*'setTimeout'/)
  })

  test('Prettier finds an unformatted file', () => {
    expect(results.format?.code).toBe(1)
    expect(results.format?.output).toContain('src/explorer/unformatted.ts')
  })

  test('knip finds a file and an export that nobody uses', () => {
    expect(results.unused?.code).toBe(1)
    expect(results.unused?.output).toContain('src/explorer/dead.ts')
    expect(results.unused?.output).toMatch(/nobodyImportsThis.*src\/explorer\/unused\.ts/)
  })
})
