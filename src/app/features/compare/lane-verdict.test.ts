import { expect, test } from 'vitest'
import type { Dialogue } from '../../state/catalogue.ts'
import { verdictOf } from './lane-verdict.ts'

test('a lane says what it did, not yes or no', () => {
  const told = (answer: string, tone: Dialogue['tone']) => verdictOf({ question: '', answer, tone })
  expect(told('No. Reserved once.', 'holds')).toBe('Holds. Reserved once.')
  expect(told('Yes. Two mugs taken for one payment.', 'violated')).toBe('Two mugs taken for one payment')
  expect(told('Not judged. The simulator stopped the run.', 'not-judged')).toBe(
    'Not judged. The simulator stopped the run.',
  )
  expect(told('No. Reserved once.', 'stuck')).toBe('Stuck. Reserved once.')
})
