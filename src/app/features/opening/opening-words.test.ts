import { expect, test } from 'vitest'
import { openingCatalogue } from '../../state/testing/sample-catalogue.ts'
import { askedWords, betWords, countWord } from './opening-words.ts'

test('a screen reader hears question, answers and keys', () => {
  const { opening } = openingCatalogue
  expect(opening && askedWords(opening)).toBe(
    'What is left? How many? 1: One. It is the same. 2: Two. It is twice. Press a number to bet, Space to play, Escape to skip.',
  )
})

test('the bet is held against what was right', () => {
  const bet = { id: 'one', label: 'One', why: '' }
  expect(betWords(bet, 'two')).toBe('You bet one.')
  expect(betWords(bet, 'one')).toBe('You bet one, and you are right.')
  expect(betWords(null, 'one')).toBe('You made no bet.')
})

test('numbers are words as far as there are words', () => {
  expect([0, 4, 14].map(countWord)).toEqual(['no', 'four', '14'])
})
