import { expect, test } from 'vitest'
import { actionOf, keyTable, type FocusedElement } from './keys.ts'

const plain = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false }
const body: FocusedElement = { tag: 'body', type: null, role: null, isEditable: false }
const press = (key: string, focused: Partial<FocusedElement> = {}, change = {}, letterKeys = true) =>
  actionOf({ key, ...plain, ...change }, { ...body, ...focused }, letterKeys)

test('moves by event, and by what is of interest', () => {
  expect(press('ArrowRight')).toBe('next')
  expect(press('ArrowRight', {}, { shiftKey: true })).toBe('leap-on')
  expect(press('PageUp')).toBe('leap-back')
  expect(press('End')).toBe('end')
})

test('the slider moves by the same keys, tabs keep their arrows', () => {
  expect(press('ArrowLeft', { tag: 'input', type: 'range' })).toBe('previous')
  expect(press('ArrowLeft', { tag: 'button', role: 'tab' })).toBeNull()
})

test('space never steals from a focused button, and plays elsewhere', () => {
  expect(press(' ')).toBe('play-or-pause')
  expect(press(' ', { tag: 'input', type: 'range' })).toBe('play-or-pause')
  expect(press(' ', { tag: 'button' })).toBeNull()
  expect(press(' ', { tag: 'summary' })).toBeNull()
})

test('letters act, unless they are switched off or typed into a field', () => {
  expect(press('c')).toBe('crash')
  expect(press('C', {}, { shiftKey: true })).toBe('crash')
  expect(press('z')).toBe('freeze')
  expect(press('a')).toBe('atlas')
  expect(press('2')).toEqual({ lane: 2 })
  expect(press('c', {}, {}, false)).toBeNull()
  expect(press('?', {}, { shiftKey: true }, false)).toBe('help')
  expect(press('c', { tag: 'input', type: 'text' })).toBeNull()
  expect(press('c', { isEditable: true })).toBeNull()
})

test('a select keeps what changes its value, and lets letters act', () => {
  const select = { tag: 'select' }
  for (const key of ['ArrowDown', 'ArrowRight', 'Home', '4', ' ', 'Enter'])
    expect(press(key, select), key).toBeNull()
  expect(press('c', select)).toBe('crash')
})

test('the browser keeps its own shortcuts', () => {
  expect(press('c', {}, { ctrlKey: true })).toBeNull()
  expect(press('r', {}, { metaKey: true })).toBeNull()
  expect(press('ArrowLeft', {}, { altKey: true })).toBeNull()
  expect(press('z', {}, { metaKey: true })).toBe('undo')
  expect(press('Z', {}, { ctrlKey: true, shiftKey: true })).toBe('redo')
})

test('the help lists every letter that acts', () => {
  const listed = keyTable.flatMap(({ keys }) => keys)
  const acting = Array.from('abcdefghijklmnopqrstuvwxyz?.').filter((key) => press(key) !== null)
  expect(acting).toHaveLength(15)
  expect(acting.filter((key) => !listed.includes(key.toUpperCase()))).toEqual([])
})
