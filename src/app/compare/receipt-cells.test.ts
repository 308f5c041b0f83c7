import { expect, test } from 'vitest'
import type { Run } from '#simulator'
import { naiveSample } from '#simulator/testing/sample-runs.ts'
import { wrongOf } from './later.ts'
import { receiptCells } from './receipt-cells.ts'

const run = naiveSample()
const last = run.trace.length

test('the rows at the cursor, in four cells', () => {
  expect(
    receiptCells(run, last, 'stuck').map(({ name, value, detail }) => `${name}: ${value}, ${detail}`),
  ).toEqual([
    'Charged: €0, no payment',
    'Shipped: 0, ',
    'Stock of 2: 0 left, 2 held',
    'Order: 2 orders, both pending',
  ])
})

test('a number is called wrong only where the run is, and only once it is', () => {
  const tones = (cursor: number, tone: Parameters<typeof receiptCells>[2]) =>
    receiptCells(run, cursor, tone).map((cell) => cell.tone)
  expect(tones(last, 'stuck')).toEqual([null, null, 'stuck', 'stuck'])
  expect(tones(last - 1, 'stuck')).toEqual([null, null, null, null])
  expect(tones(last, 'unknown')).toEqual([null, null, null, null])
})

test('what is left over at the end has the colour of the verdict, whichever that is', () => {
  const orderTone = (cursor: number) => receiptCells(run, cursor, 'violated')[3]?.tone
  expect(orderTone(last)).toBe('violated')
  expect(orderTone(last - 1)).toBeNull()
})

test('units that left the stock and that no order accounts for are called missing', () => {
  const more: Run = { ...run, input: { ...run.input, stock: 5 } }
  expect(receiptCells(more, last, 'violated')[2]).toMatchObject({
    tone: 'violated',
    detail: expect.stringMatching(/^\d missing$/) as unknown,
  })
  expect(receiptCells(more, last, 'holds')[2]).toMatchObject({ tone: null })
})

test('a lane that goes wrong says when, and whether it has already', () => {
  const verdicts = run.verdicts.map((verdict, at) => ({
    ...verdict,
    holds: at !== 0,
    event: at === 0 ? 20 : null,
    when: 'safety' as const,
  }))
  const violated: Run = { ...run, verdicts }
  const lane = {
    implementation: {} as never,
    run: violated,
    failure: null,
    words: '',
    guardOff: null,
    otherWay: null,
  }
  const compared = { run: violated, anchor: 12, isStruck: true }
  const at = (cursor: number) => wrongOf({ ...lane, tone: 'violated' }, compared, cursor)
  expect(at(19)).toEqual({ moment: 8, isAhead: true, isAtEnd: false })
  expect(at(20)).toMatchObject({ isAhead: false })
  expect(wrongOf({ ...lane, tone: 'unknown' }, compared, 5)).toBeNull()
  expect(wrongOf({ ...lane, tone: 'holds' }, compared, 5)).toBeNull()
})
