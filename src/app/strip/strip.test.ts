import { describe, expect, test } from 'vitest'
import { durableSample, naiveSample, rolledBackSample } from '#simulator/testing/sample-runs.ts'
import { parsePlan } from '#simulator'
import { troubledRun } from '#simulator/testing/troubled-run.ts'
import { clockWords } from '../model/clock.ts'
import { axisOf, eventAt } from './axis.ts'
import { shortName } from './boxes.ts'
import { rowsOf, stripMarks } from './marks.ts'
import { timeBreaks } from './time-breaks.ts'
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

describe('marks of what goes wrong', () => {
  const troubled = troubledRun()
  const all = stripMarks(troubled, rowsOf(troubled))
  const ofTrouble = (kind: string) => all.filter((mark) => mark.kind === kind)

  test('name each fault that kills nobody, and cut only where somebody dies', () => {
    expect(ofTrouble('struck').map((mark) => 'word' in mark && mark.word)).toEqual([
      'answer lost',
      'time-out',
      'freeze',
      '40001',
      'forged',
      'replayed',
    ])
    expect(ofTrouble('cut')).toEqual([])
    expect(of('cut')).toMatchObject([{ word: 'A dies' }])
  })

  test('a deploy is a cut that says so, and Postgres’s restart one on its own', () => {
    const deploy = {
      ...run,
      input: { ...run.input, plan: parsePlan('server/commit:reserveInventory#1=deploy') },
    }
    expect(stripMarks(deploy, rows).filter(({ kind }) => kind === 'cut')).toMatchObject([
      { word: 'A gets new code' },
    ])
    const restarted = run.trace.map((event) =>
      event.what.kind === 'process' && event.what.change === 'crashed'
        ? {
            ...event,
            actor: { role: 'postgres' } as const,
            what: { ...event.what, change: 'restarted' } as const,
          }
        : event,
    )
    const marksOfRestart = stripMarks({ ...run, trace: restarted }, rows)
    const postgres = rows.findIndex(({ key }) => key === 'postgres')
    expect(marksOfRestart.filter(({ kind }) => kind === 'cut')).toMatchObject([
      { word: 'Postgres restarts', row: postgres },
    ])
    expect(marksOfRestart.filter(({ kind }) => kind === 'down')).toMatchObject([
      { row: postgres, quiet: true },
    ])
  })

  test('a frozen server is at work before and after: its box and its line go on', () => {
    const [freeze] = ofTrouble('frozen')
    if (freeze === undefined) throw new Error('It freezes')
    expect(troubled.trace[freeze.to - 1]?.what).toMatchObject({ change: 'thawed' })
    const around = ({ from, to }: { from: number; to: number }) => from < freeze.from && to > freeze.to
    expect(ofTrouble('busy').filter(around)).toHaveLength(1)
    expect(ofTrouble('box').filter(around)).toHaveLength(1)
  })

  test('what was refused, what was not heard, and somebody else’s webhooks', () => {
    expect(ofTrouble('refused')).toHaveLength(1)
    expect(ofTrouble('unknown')).toHaveLength(1)
    expect(ofTrouble('call')).toMatchObject([{ outcome: 'unheard' }])
    expect(ofTrouble('arrow').map((mark) => 'fate' in mark && mark.fate)).toContain('forged')
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
    expect(of('break').map((mark) => 'label' in mark && mark.label)).toEqual(['30 s', '5 s', '40 s', '2 h'])
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
  expect([30_000, 3_730_000].map(clockWords)).toEqual(['0:30', '1:02:10'])
})
