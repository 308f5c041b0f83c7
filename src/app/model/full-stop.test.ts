import { expect, test } from 'vitest'
import { withFullStop } from './full-stop.ts'

test.each([
  ['Server A dies', 'Server A dies.'],
  ['The page says “Thank you”', 'The page says “Thank you”.'],
  ['The page says “Thank you.”', 'The page says “Thank you.”'],
  ['Does it hold?', 'Does it hold?'],
  ['Loading…', 'Loading…'],
])('%s', (sentence, stopped) => expect(withFullStop(sentence)).toBe(stopped))
