import { expect, test } from 'vitest'
import { fittingIn } from './use-fitting.ts'

test('all of them where all fit', () => {
  expect(fittingIn([200, 200], 404, 4)).toBe(2)
})

test('else as many as leave room for the button with the rest', () => {
  expect(fittingIn([200, 200], 403, 4)).toBe(1)
  expect(fittingIn([100, 100, 100, 100], 400, 4)).toBe(3)
  expect(fittingIn([100, 100, 100, 100], 390, 4)).toBe(2)
  expect(fittingIn([300, 100, 100], 400, 4), 'the newest stay in view').toBe(2)
})

test('one is always there, however long it is', () => {
  expect(fittingIn([500, 100], 300, 4)).toBe(1)
  expect(fittingIn([], 300, 4)).toBe(0)
})
