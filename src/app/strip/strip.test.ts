import { describe, expect, test } from 'vitest'
import { durableSample, naiveSample, rolledBackSample } from '#simulator/testing/sample-runs.ts'
import { axisOf, clock, eventAt } from './axis.ts'
import { rowsOf, shortName, stripMarks, timeBreaks } from './marks.ts'
import { phaseOf, reachedOf } from './phase.ts'

const run = durableSample()
const rows = rowsOf(run)
const marks = stripMarks(run, rows)
const of = (kind: string) => marks.filter((mark) => mark.kind === kind)

describe('marks', () => {
  test('have a row for each actor, in the order customers, servers, Postgres, Stripe', () => {
    expect(rows.map(({ title }) => title)).toEqual(['Alice', 'Server A', 'Server B', 'Postgres', 'Stripe'])
  })

  test('number the steps that really ran, and draw the others as replayed', () => {
    const numbers = marks.flatMap((mark) => (mark.kind === 'box' ? [mark.number] : []))
    expect(numbers).toEqual(['0', '1', '2', '3', '4', '4', '5'])
    expect(of('replay')).toHaveLength(6)
  })

  test('name functions where there are no steps', () => {
    const naive = naiveSample()
    const names = stripMarks(naive, rowsOf(naive)).flatMap((mark) => (mark.kind === 'box' ? [mark.name] : []))
    expect(names).toEqual(['order', 'reserve', 'order', 'reserve', 'session'])
  })

  test('seal a transaction that commits, and leave one open that a crash cuts', () => {
    expect(of('bracket').every((mark) => mark.kind === 'bracket' && mark.committed)).toBe(true)
    const cut = rolledBackSample()
    const bracket = stripMarks(cut, rowsOf(cut)).find((mark) => mark.kind === 'bracket')
    expect(bracket).toMatchObject({ committed: false, from: 1, to: 4 })
  })

  test('say where a server is down', () => {
    const down = of('down')[0]
    expect(run.trace[(down?.from ?? 0) - 1]?.what).toMatchObject({ kind: 'process', change: 'crashed' })
    expect(run.trace[(down?.to ?? 0) - 1]?.what).toMatchObject({ kind: 'process', change: 'restarted' })
  })
})

describe('axis', () => {
  test('grows with every event, by number and by time', () => {
    for (const kind of ['events', 'time'] as const) {
      const { x } = axisOf(run, kind, 840)
      expect(x).toHaveLength(run.trace.length + 1)
      expect(x.every((position, index) => index === 0 || position > (x[index - 1] ?? 0))).toBe(true)
    }
  })

  test('finds the event under the pointer', () => {
    const axis = axisOf(run, 'events', 840)
    for (const index of [1, 7, 30, run.trace.length]) expect(eventAt(axis, axis.x[index] ?? 0)).toBe(index)
    expect(eventAt(axis, 0)).toBe(0)
  })

  test('breaks where time jumps', () => {
    expect(timeBreaks(run).map(({ label }) => label)).toEqual(['30 s', '5 s', '40 s', '2 h'])
    expect(axisOf(run, 'events', 840).breaks).toHaveLength(4)
  })
})

test('a mark is drawn again only while the cursor is within it', () => {
  const mark = { from: 5, to: 8 }
  expect([1, 4, 5, 7, 8, 60].map((cursor) => reachedOf(mark, cursor))).toEqual([4, 4, 5, 7, 8, 8])
  expect([4, 5, 8].map((reached) => phaseOf(mark, reached))).toEqual(['future', 'now', 'past'])
})

test('short words', () => {
  expect(['begin:reserveInventory', 'begin:createOrder', 'undoOrder'].map(shortName)).toEqual([
    'reserve',
    'order',
    'undo',
  ])
  expect([30_000, 3_730_000].map(clock)).toEqual(['0:30', '1:02:10'])
})
