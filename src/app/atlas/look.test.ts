import { expect, test } from 'vitest'
import { formatLook, parseLook } from './look.ts'

const invariants = ['S3', 'S8']

test('a link says what differs from how the atlas opens, and is read back', () => {
  const look = { ...parseLook('', invariants), palette: 'full', invariant: 'S8', kind: 'stripe' } as const
  expect(formatLook(look)).toBe('palette:full,invariant:S8,kind:stripe')
  expect(parseLook(formatLook(look), invariants)).toEqual(look)
  expect(formatLook(parseLook('', invariants))).toBe('')
})

test('what cannot be read is as it opens', () => {
  expect(parseLook('palette:huge,invariant:S99,constructor:x,,:', invariants)).toEqual(
    parseLook('', invariants),
  )
})
