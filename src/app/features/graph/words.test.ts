import { expect, test } from 'vitest'
import { shorten } from './words.ts'

test.each([
  ["409 { error: 'out of stock' }", "409 { error: 'out of…"],
  ['200 ok', '200 ok'],
  ['order === null || isStray(order, event.payment)', 'order === null ||…'],
  ['aVeryLongIdentifierWithoutAnyBreak', 'aVeryLongIdentifierWi…'],
])('%s is %s', (text, short) => {
  expect(shorten(text)).toBe(short)
  expect(short.length).toBeLessThanOrEqual(22)
})
