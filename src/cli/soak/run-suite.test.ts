/** Vitest is run for real, on the planted flake alone. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Outcome } from '../suites/outcome.mjs'
import { runSuite } from './run-suite.ts'

const folder = mkdtempSync(join(tmpdir(), 'crashcart-run-suite-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

beforeEach(() => {
  vi.stubEnv('PLANTED_FLAKE', '1')
  // This very Vitest has set them, and the one that is started would take itself for a part of it.
  for (const name of Object.keys(process.env)) if (name.startsWith('VITEST')) vi.stubEnv(name, undefined)
})
afterEach(() => vi.unstubAllEnvs())

let number = 0
const run = (file: string, signal = new AbortController().signal): Promise<readonly Outcome[]> =>
  runSuite({
    suite: 'unit',
    files: [file],
    round: { number: (number += 1), seed: 7, loaded: false },
    cpu: 1,
    folder,
    signal,
    onProgress: () => undefined,
  })

test('a test that fails is told with its file and its line', async () => {
  expect(await run('src/cli/soak/planted-flake.test.ts')).toMatchObject([
    { suite: 'unit', file: 'src/cli/soak/planted-flake.test.ts', line: 13, status: 'failed' },
  ])
})

test('a suite that fails without a test that fails is told with its last lines', async () => {
  expect(await run('src/cli/soak/no-such-file.test.ts')).toMatchObject([
    {
      file: '',
      name: 'the suite as a whole',
      status: 'failed',
      error: expect.stringContaining('No test files found') as string,
    },
  ])
})

test('a suite that is interrupted ends without a failure of its own', async () => {
  expect(await run('src/cli/soak/planted-flake.test.ts', AbortSignal.abort())).toEqual([])
})
