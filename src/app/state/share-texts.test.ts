import { expect, test } from 'vitest'
import { defaultInput, parsePlan } from '#simulator'
import { commandLine, embedding } from './share-texts.ts'

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
