import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scenario } from '#scenarios'
import { defaultInput, parsePlan, type Run } from '#simulator'
import { createSimulator } from '#simulator/simulate.ts'
import { openTestDatabase } from '#simulator/testing/open-database.ts'
import { failedMessages, retrySpans } from '../model/retries.ts'
import { axisOf } from './axis.ts'
import { axisLabels } from './axis-labels.ts'
import { markWords } from './mark-words.ts'
import { rowsOf, stripMarks } from './marks.ts'

let database: PGlite
let naive: Run
let durable: Run
let crashed: Run

const lost = 'stripe/webhook:checkout.session.completed#1=drop(tries=all)'

beforeAll(async () => {
  database = await openTestDatabase()
  const simulator = createSimulator(database, scenario)
  const run = (implementation: string, plan: string) =>
    simulator.simulate({ ...defaultInput, implementation, plan: parsePlan(plan) })
  naive = await run('naive', lost)
  durable = await run('durable', lost)
  crashed = await run('at-least-once', 'server/commit:reserveInventory#1=crash-after')
})
afterAll(() => database.close())

const countOf = (run: Run, kind: string, retries: 'folded' | 'open') =>
  stripMarks(run, rowsOf(run), retries).filter((mark) => mark.kind === kind).length

test('a webhook that is lost for good is one mark, and eight when it is opened', () => {
  const folded = stripMarks(naive, rowsOf(naive)).filter(({ kind }) => kind === 'retries')
  expect(folded).toMatchObject([{ tries: 8, words: '8 tries in 3 days', isOpen: false }])
  expect(countOf(naive, 'break', 'folded')).toBeLessThanOrEqual(2)
  expect(countOf(naive, 'break', 'open')).toBeGreaterThanOrEqual(15)
  expect([countOf(naive, 'struck', 'folded'), countOf(naive, 'struck', 'open')]).toEqual([1, 8])
  expect([countOf(naive, 'unknown', 'folded'), countOf(naive, 'unknown', 'open')]).toEqual([0, 8])
  expect([countOf(naive, 'violated', 'folded'), countOf(naive, 'violated', 'open')]).toEqual([1, 1])
})

test('what happens between two tries is not folded away', () => {
  expect(retrySpans(durable)).toMatchObject([{ tries: 6 }])
  expect(failedMessages(durable)).toMatchObject([{ words: '8 tries in 3 days' }])
  for (const kind of ['box', 'bracket', 'call'])
    expect(countOf(durable, kind, 'folded')).toBe(countOf(durable, kind, 'open'))
  expect(retrySpans(crashed)).toEqual([])
})

test('folded tries take little room, and the axis still grows with every event', () => {
  for (const kind of ['events', 'time'] as const) {
    const { x } = axisOf(naive, kind, 840)
    expect(x.every((position, index) => index === 0 || position > (x[index - 1] ?? 0))).toBe(true)
    const [span] = retrySpans(naive)
    if (span === undefined) throw new Error('It tries again')
    expect((x[span.to] ?? 0) - (x[span.from] ?? 0)).toBeLessThan(120)
  }
  const widthOf = (retries: 'folded' | 'open') => axisOf(naive, 'events', 840, { retries }).width
  expect(widthOf('open')).toBeGreaterThan(widthOf('folded'))
})

test('no two labels of an axis touch, nor the playhead’s number', () => {
  for (const run of [naive, durable, crashed])
    for (const cursor of [0, 5, 14, 20, run.trace.length - 3, run.trace.length]) {
      const marks = stripMarks(run, rowsOf(run))
      const axis = axisOf(run, 'events', 840)
      const flag = { x: axis.x[cursor] ?? 0, text: String(cursor) }
      const labels = axisLabels(axis, marks, flag).toSorted((one, other) => one.from - other.from)
      for (const [at, label] of labels.slice(1).entries())
        expect(label.from).toBeGreaterThan(labels[at]?.to ?? 0)
      for (const { from, to } of labels) expect(from > flag.x || to < flag.x).toBe(true)
      const cuts = marks.flatMap(({ kind, from }) => (kind === 'cut' ? [axis.x[from] ?? 0] : []))
      const touched = cuts.filter((x) => labels.some(({ from, to }) => from < x + 4 && to > x - 4))
      expect(touched, 'no ✕ of a crash either').toEqual([])
      expect(labels.some(({ kind }) => kind === 'fault')).toBe(true)
    }
})

test('where the strip is scrolled to, a crash’s word stands on the side where it is in view', () => {
  const marks = stripMarks(crashed, rowsOf(crashed))
  const axis = axisOf(crashed, 'events', 400)
  const cut = axis.x[marks.find(({ kind }) => kind === 'cut')?.from ?? 0] ?? 0
  const wordAt = (viewFrom: number) =>
    axisLabels(axis, marks, null, viewFrom).find(({ kind }) => kind === 'fault')
  expect(wordAt(0)?.to).toBeLessThan(cut)
  expect(wordAt(cut - 20)?.from).toBeGreaterThan(cut)
  expect(wordAt(cut + 40), 'both are out of view').toEqual(wordAt(0))
  for (let viewFrom = 0; viewFrom < 200; viewFrom += 3)
    for (const { from, to } of axisLabels(axis, marks, null, viewFrom))
      expect(from >= viewFrom || to <= viewFrom, 'none is cut in two').toBe(true)
})

test('a step that runs again although it was done is warned of where its checkpoint is missing', () => {
  const warnings = stripMarks(crashed, rowsOf(crashed)).flatMap(
    (mark) => markWords(mark, crashed).warning ?? [],
  )
  expect(warnings).toEqual(['Checkpoint 1 is missing: step 1 runs again.'])
})
