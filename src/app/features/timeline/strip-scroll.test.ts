import { expect, test } from 'vitest'
import { scrolledTo } from './strip-scroll.ts'

const strip = { scrollLeft: 100, width: 700, scrollWidth: 900 }

test('what is in view stays where it is', () => {
  expect(scrolledTo(400, strip, [104])).toBe(100)
})

test('what is not comes to the middle, as far as the strip goes', () => {
  expect(scrolledTo(120, strip, [])).toBe(0)
  expect(scrolledTo(880, strip, [])).toBe(200)
})

test('no crash is cut in two by the edge', () => {
  expect(scrolledTo(880, strip, [203])).toBe(195)
  expect(scrolledTo(880, strip, [196])).toBe(188)
  expect(scrolledTo(880, strip, [150, 240]), 'those farther away do not matter').toBe(200)
})
