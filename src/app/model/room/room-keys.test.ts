import { expect, test } from 'vitest'
import { clockWords } from '../clock.ts'
import { dwellMs } from './dwell.ts'
import { parseFromNotes, parseFromRoom, type RoomState } from './messages.ts'
import { roomActionOf } from './room-keys.ts'
import type { RoomStop } from './stops.ts'
import { stopAfterStep, stopBefore } from './way.ts'

const press = (key: string, more: object = {}) => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
})

test('a clicker, the arrows and Space go through the stops', () => {
  for (const key of ['PageDown', 'ArrowRight', ' '])
    expect(roomActionOf(press(key), false, true)).toBe('next')
  for (const key of ['PageUp', 'ArrowLeft']) expect(roomActionOf(press(key), false, true)).toBe('previous')
  for (const key of ['b', 'B', '.']) expect(roomActionOf(press(key), false, true)).toBe('blank')
  expect(roomActionOf(press('Escape'), false, true)).toBe('leave')
})

test('Space presses a button in focus, and the browser keeps its own keys', () => {
  expect(roomActionOf(press(' '), true, true)).toBe(null)
  expect(roomActionOf(press('PageDown'), true, true)).toBe('next')
  expect(roomActionOf(press('r', { ctrlKey: true }), false, true)).toBe(null)
  expect(roomActionOf(press('c'), false, true)).toBe(null)
})

test('letters do nothing when they are switched off; the clicker still does', () => {
  for (const key of ['b', '.', 'r', 'k', 'n']) expect(roomActionOf(press(key), false, false)).toBe(null)
  expect(roomActionOf(press('PageDown'), false, false)).toBe('next')
})

const stops: readonly RoomStop[] = [1, 5, 9].map((event) => ({ event, kind: 'step', label: `${event}` }))

test('from between two stops a step leads to the nearer one in its direction', () => {
  expect([0, 1, 4, 9, 12].map((cursor) => stopBefore(stops, cursor))).toEqual([-1, 0, 0, 2, 2])
  expect([0, 1, 7, 9].map((cursor) => stopAfterStep(stops, cursor, 1))).toEqual([0, 1, 2, null])
  expect([0, 1, 7, 9].map((cursor) => stopAfterStep(stops, cursor, -1))).toEqual([null, null, 1, 1])
})

test('the clock counts minutes, and hours only if there are any', () => {
  expect([0, 7_900, 754_000, 3_723_000, -5].map(clockWords)).toEqual([
    '0:00',
    '0:07',
    '12:34',
    '1:02:03',
    '0:00',
  ])
})

test('a longer sentence stays longer, and the answer longest', () => {
  expect(dwellMs('A long sentence about a crash', false)).toBeGreaterThan(dwellMs('Short', false))
  expect(dwellMs('Short', true)).toBeGreaterThan(dwellMs('A long sentence about a crash', false))
})

const state: RoomState = {
  kind: 'state',
  question: '?',
  answer: null,
  isAnswerShown: false,
  notes: [{ event: 1, label: 'a', sentence: 'A.', because: [], terms: [], later: null }],
  at: 0,
  startedAtMs: 1,
  isBlank: false,
  isLooping: false,
}

test('messages are parsed at the border: anything else on the channel is none', () => {
  expect(parseFromRoom(state)).toEqual(state)
  expect(parseFromRoom({ kind: 'left' })).toEqual({ kind: 'left' })
  expect(parseFromNotes({ kind: 'command', command: 'next' })).toEqual({ kind: 'command', command: 'next' })
  for (const other of [null, 'next', {}, { kind: 'state' }, { ...state, at: '0' }, { ...state, notes: [{}] }])
    expect(parseFromRoom(other)).toBe(null)
  for (const other of [undefined, { kind: 'command', command: 'eval' }, { kind: 'state' }])
    expect(parseFromNotes(other)).toBe(null)
})
