/** Makes one data directory for all test files: initdb takes five times as long as opening it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { createSnapshot } from '../database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of a file from `createSnapshot`, without any table. */
    readonly databaseSnapshot: string
  }
}

/** Vitest calls it before the first test file, and what it returns after the last. */
export async function setup({ provide }: Pick<TestProject, 'provide'>): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'crashcart-database-'))
  const path = join(folder, 'snapshot.tar.gz')
  const snapshot = await createSnapshot(() => undefined)
  await writeFile(path, new Uint8Array(await snapshot.arrayBuffer()))
  provide('databaseSnapshot', path)
  return () => rm(folder, { recursive: true })
}
