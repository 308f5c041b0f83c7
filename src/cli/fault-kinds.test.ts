/** Kinds of faults are told apart in the registry; a table of kinds anywhere else is one more that can be forgotten. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { faultKinds } from '#simulator'
import { stringsIn } from './testing/strings-in.ts'

/** Names of one word are also names of other things: hooks, signs, terms. */
const looked = faultKinds.filter((kind) => kind.includes('-'))

const allowed: { readonly [file: string]: string } = {
  'src/scenarios/checkout/clauses.ts': 'the scenario’s own words: a kind without them does not compile',
  'src/stripe/api.ts': 'errors that the service can be told to answer with, whoever asks for them',
  'src/app/features/graph/gaps.ts': 'what a click on a gap does',
}

function kindsIn(source: string, isJsx: boolean): readonly string[] {
  // Few files name any: the rest need not be parsed.
  const named = looked.filter((kind) => source.includes(kind))
  if (named.length === 0) return []
  const texts = new Set(stringsIn(source, isJsx).map(({ text }) => text))
  return named.filter((kind) => texts.has(kind))
}

test('no table of kinds is kept beside the registry', () => {
  const naming = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((name) => join('src', name))
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|\/testing\/|\.d\.ts$/.test(file))
    .filter((file) => !file.startsWith('src/simulator/faults/'))
    .filter((file) => kindsIn(readFileSync(file, 'utf8'), file.endsWith('.tsx')).length > 0)
  expect(naming.toSorted()).toEqual(Object.keys(allowed).toSorted())
})

test('keys of a table and cases of a switch are seen', () => {
  expect(kindsIn(`const words = { 'ack-lost': 'answer lost', drop: 'lost' }`, false)).toEqual(['ack-lost'])
  expect(kindsIn(`switch (kind) { case 'disk-full': break }`, false)).toEqual(['disk-full'])
  expect(kindsIn(`export const Mark = () => <b title={kind === 'crash-after' ? 'x' : 'y'} />`, true)).toEqual(
    ['crash-after'],
  )
})
