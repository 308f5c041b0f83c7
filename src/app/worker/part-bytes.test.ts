import { statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { partBytes } from './part-bytes.ts'

const folder = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'))

test('the sizes that the page shows while loading are those of the installed files', () => {
  expect(statSync(join(folder, 'pglite.wasm')).size).toBe(partBytes.wasm)
  expect(statSync(join(folder, 'pglite.data')).size).toBe(partBytes.fsBundle)
})
