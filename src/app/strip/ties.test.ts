import { expect, test } from 'vitest'
import type { Run, TraceEvent, What } from '#simulator'
import { durableSample } from '#simulator/testing/sample-runs.ts'
import { crashWindows, repeats } from './ties.ts'

const sample = durableSample()
const [like] = sample.trace
if (like === undefined) throw new Error('The sample has events')

const at = (what: What, change: Partial<TraceEvent> = {}): TraceEvent => ({
  ...like,
  actor: { role: 'server', name: 'A' },
  subject: 'order-1',
  request: 'one',
  cause: null,
  what,
  ...change,
})
const commit = (transaction: string, step: string | null): What => ({
  kind: 'commit',
  label: 'reserveInventory',
  transaction,
  step,
})
const checkpoint = (transaction: string | null): What => ({
  kind: 'statement',
  label: 'checkpoint:reserveInventory',
  sql: '',
  values: [],
  rows: [],
  transaction,
  error: null,
})
const death: What = { kind: 'process', change: 'crashed', restartAtMs: null }
const runOf = (...events: TraceEvent[]): Run => ({
  ...sample,
  trace: events.map((event, position) => ({ ...event, index: position + 1 })),
})

test('a step whose checkpoint commits by itself leaves a window, torn where its server dies in it', () => {
  expect(crashWindows(runOf(at(commit('t1', '1')), at(checkpoint(null))))).toEqual([
    { from: 1, to: 2, torn: false },
  ])
  expect(crashWindows(runOf(at(commit('t1', '1')), at(death), at(checkpoint(null))))).toEqual([
    { from: 1, to: 2, torn: true },
  ])
})

test('another server’s checkpoint does not close it', () => {
  const other = at(checkpoint(null), { actor: { role: 'server', name: 'B' } })
  expect(crashWindows(runOf(at(commit('t1', '1')), other, at(death)))).toEqual([
    { from: 1, to: 3, torn: true },
  ])
})

test('a checkpoint in the same transaction leaves none, nor does work that no step is made of', () => {
  expect(crashWindows(runOf(at(checkpoint('t1')), at(commit('t1', '1')), at(death)))).toEqual([])
  expect(crashWindows(runOf(at(commit('t1', null)), at(death)))).toEqual([])
})

test('in the durable lane only the call to Stripe leaves one', () => {
  const windows = crashWindows(sample)
  expect(windows.map(({ from }) => sample.trace[from - 1]?.what.kind)).toEqual(
    windows.map(() => 'stripe-call'),
  )
  expect(windows.length).toBeGreaterThan(0)
})

test('a violation is tied to the commit that was there before', () => {
  const found = at({ kind: 'violated', invariant: 'S3', rows: [] }, { cause: 2 })
  expect(repeats(runOf(at(commit('t1', '1')), at(commit('t2', '1')), found))).toEqual([{ from: 1, to: 2 }])
  const others = at(commit('t1', '1'), { subject: 'order-2' })
  expect(repeats(runOf(others, at(commit('t2', '1')), found))).toEqual([])
  expect(repeats(runOf(at(commit('t1', '1')), at(commit('t2', '1'))))).toEqual([])
})
