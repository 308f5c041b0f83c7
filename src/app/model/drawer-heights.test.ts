import { expect, test } from 'vitest'
import { drawerHeights, nearestState } from './drawer-heights.ts'

test('half is 216 px in a window of 800, and full leaves the subtitle, the scrub line and the transport', () => {
  expect(drawerHeights(800)).toEqual({ closed: 32, half: 216, full: 524 })
})

test('a low window has a lower half', () => {
  expect(drawerHeights(600).half).toBeLessThan(170)
})

test.each([
  [40, 'closed'],
  [123, 'closed'],
  [125, 'half'],
  [369, 'half'],
  [371, 'full'],
  [2000, 'full'],
] as const)('dragged to %i px it becomes %s', (px, state) => {
  expect(nearestState(px, drawerHeights(800))).toBe(state)
})
