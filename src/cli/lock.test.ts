import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { repository } from './install.mjs'

const lockFile = v.object({
  packages: v.record(
    v.string(),
    v.looseObject({
      resolved: v.optional(v.string()),
      optionalDependencies: v.optional(v.record(v.string(), v.string()), {}),
    }),
  ),
})
const { packages } = v.parse(
  lockFile,
  JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8')),
)

test('the lock file has every platform’s packages, or `npm ci` refuses it on all of them', () => {
  // A registry mirror that lacks some platform's package leaves it out of the lock file without a word.
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
    ),
  )
  expect(missing).toEqual([])
})

test('the lock file names no registry, so that everybody installs from their own', () => {
  const resolved = Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)
  expect(resolved).toEqual([])
})
