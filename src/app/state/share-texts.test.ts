import { expect, test } from 'vitest'
import { defaultInput, parsePlan } from '#simulator'
import { commandLine, embedding, regressionTest } from './share-texts.ts'

test('the command line says what differs from the default, quoted for a shell', () => {
  const plan = parsePlan('server/commit:reserveInventory#1=crash-after;stripe/webhook:x#1=drop(tries=all)')
  expect(
    commandLine({ ...defaultInput, implementation: 'durable', stock: 1, guards: { poller: false }, plan }),
  ).toBe(
    "npm run --silent simulate -- --implementation durable --stock 1 --plan 'server/commit:reserveInventory#1=crash-after;stripe/webhook:x#1=drop(tries=all)' --without poller --json",
  )
})

test('an embedding escapes what would end an attribute', () => {
  expect(embedding('https://x/#a=1&b=2', 'Is it "once"?')).toContain(
    'src="https://x/#a=1&amp;b=2" title="Is it &quot;once&quot;?"',
  )
})

test('a test has the whole input, its question quoted, and what is violated today', () => {
  const plan = parsePlan('server/commit:reserveInventory#1=crash-after')
  const input = { ...defaultInput, implementation: 'naive', seed: 3, guards: { cartKey: true }, plan }
  const text = regressionTest(input, "Does Alice’s cart's \\ hold?", ['S5', 'L1'])
  expect(text).toContain(`test('Does Alice’s cart\\'s \\\\ hold?', async () => {`)
  expect(text).toContain(`  const fields = {
    implementation: 'naive',
    guards: 'cartKey',
    seed: '3',
    plan: 'server/commit:reserveInventory#1=crash-after',
  }`)
  expect(text).toContain('// Violated when this was copied: S5, L1.')
  expect(regressionTest(input, '?', [])).not.toContain('Violated')
})

test('a copied test is a file as this repository has them', async () => {
  const text = regressionTest({ ...defaultInput, implementation: 'naive' }, 'Is it reserved twice?', [])
  const { format, resolveConfig } = await import('prettier')
  const style = (await resolveConfig('src/app/state/share-texts.test.ts')) ?? {}
  expect(await format(text, { ...style, parser: 'typescript' })).toBe(text)
  for (const [, module = ''] of text.matchAll(/from '(#[^']+)'/g))
    expect(await import(module)).toBeTypeOf('object')
})
