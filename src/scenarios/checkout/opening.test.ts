import { describe, expect, test } from 'vitest'
import type { JsonRow } from '#simulator'
import { naiveSample } from '#simulator/testing/sample-runs.ts'
import { opening } from './opening.ts'

/** A run that ends with so much in stock and so many payments. */
const endingWith = (stock: number, payments: number) => ({
  ...naiveSample(),
  tables: {
    inventory: [{ sku: 'mug', stock, initial_stock: 2 }],
    'stripe.charges': Array.from({ length: payments }, (): JsonRow => ({ amount_cents: 1800 })),
  },
})

describe('the answer to the opening’s question', () => {
  test.each([
    [2, 0, 'none', 'None. None was paid for.'],
    [1, 1, 'one', 'One. It was paid for.'],
    [1, 0, 'one', 'One. None was paid for.'],
    [0, 1, 'two', 'Two. One was paid for.'],
    [0, 2, 'two', 'Two. Two were paid for.'],
  ])('comes from the final rows: %i in stock, %i paid', (stock, payments, id, sentence) => {
    expect(opening.answerOf(endingWith(stock, payments))).toEqual({ id, sentence })
  })

  test('is none of those that were offered where none of them is right', () => {
    expect(opening.answerOf(endingWith(-1, 1))).toEqual({ id: null, sentence: '3. One was paid for.' })
  })

  test('every answer that it can give is offered', () => {
    const offered = opening.bet.answers.map(({ id }) => id)
    expect([2, 1, 0].map((stock) => opening.answerOf(endingWith(stock, 1)).id)).toEqual(offered)
  })
})
