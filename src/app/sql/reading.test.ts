import { describe, expect, test } from 'vitest'
import { dedent } from './dedent.ts'
import { locate } from './locate.ts'
import { parseFromSqlWorker } from './protocol.ts'
import { readableJson } from './readable-json.ts'

test('a query written deep in a file reads as if it stood alone', () => {
  expect(dedent('select a\n          from b\n            where c\n')).toBe('select a\nfrom b\n  where c')
  expect(dedent('select 1')).toBe('select 1')
})

describe('the place of an error', () => {
  test('is a word in its line', () => {
    expect(locate('select a,\n  colour\nfrom b', 13)).toEqual({
      line: 2,
      column: 3,
      before: '  ',
      at: 'colour',
      after: '',
    })
    expect(locate('select 1 +', 11)).toMatchObject({ line: 1, column: 11, before: 'select 1 +', at: '' })
    expect(locate('selec 1', 1)).toMatchObject({ before: '', at: 'selec', after: ' 1' })
  })

  test('counts characters as Postgres does', () => {
    expect(locate(`select '🧨', x`, 13)).toMatchObject({ column: 13, at: 'x' })
  })
})

test('JSON is one line while it is short, and stays what it is where it was cut off', () => {
  expect(readableJson('{"a": 1}')).toBe('{"a": 1}')
  expect(readableJson(`{"a": "${'x'.repeat(60)}"}`)).toContain('{\n  "a"')
  const cut = `{"a": "${'x'.repeat(60)}… (9000 characters)`
  expect(readableJson(cut)).toBe(cut)
})

test('what no worker of ours says is refused', () => {
  expect(() => parseFromSqlWorker({ kind: 'answered', answer: { kind: 'rows' }, isInDoubt: false })).toThrow(
    'Invalid key',
  )
  expect(() => parseFromSqlWorker('ready')).toThrow('Invalid type')
  expect(parseFromSqlWorker({ kind: 'ready', columns: { orders: ['id'] } })).toEqual({
    kind: 'ready',
    columns: { orders: ['id'] },
  })
})
