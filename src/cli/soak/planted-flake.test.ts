/**
 * A flake on purpose, to show that the soak finds one: with PLANTED_FLAKE=10 there are ten tests, of which the fifth
 * fails if it runs first. That is one random order in ten, and the same seed fails again.
 */
import { describe, expect, test } from 'vitest'

const count = Number(process.env['PLANTED_FLAKE'] ?? 0)

describe.runIf(count > 0)('a planted flake', () => {
  const numbers = Array.from({ length: count }, (_, index) => index + 1)
  const unlucky = Math.ceil(count / 2)
  let first: number | null = null
  test.each(numbers)('number %i fails if it is unlucky and runs first', (number) => {
    first ??= number
    expect(number === unlucky && number === first).toBe(false)
  })
})
