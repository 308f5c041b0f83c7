import { expect, test } from 'vitest'
import { formatLook, parseLook } from './look.ts'

const invariants = ['S3', 'S8']
const plain = parseLook('', invariants).look

test('a link says what differs from how the atlas opens, and is read back', () => {
  const look = { ...plain, palette: 'full', invariant: 'S8', kind: 'stripe' } as const
  expect(formatLook(look)).toBe('palette:full,invariant:S8,kind:stripe')
  expect(parseLook(formatLook(look), invariants)).toEqual({ look, problems: [] })
  expect(formatLook(plain)).toBe('')
})

test('what cannot be read is as it opens, and is told', () => {
  expect(parseLook('palette:huge,invariant:S99,constructor:x,,:', invariants)).toEqual({
    look: plain,
    problems: [
      'atlas palette “huge” is not known. Expected short, full.',
      'atlas invariant “S99” is not known. Expected S3, S8.',
      'atlas “constructor” is not known. Expected faults, palette, customers, rows, invariant, kind.',
      'atlas “” is not known. Expected faults, palette, customers, rows, invariant, kind.',
    ],
  })
  const [problem] = parseLook('z'.repeat(9_000), invariants).problems
  expect(problem?.length).toBeLessThan(140)
})
