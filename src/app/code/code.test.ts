import { expect, test } from 'vitest'
import { durableSample } from '#simulator/testing/sample-runs.ts'
import { currentLine, hasRun, linesOf, nextOf } from './lines.ts'
import { tokensOf } from './tokens.ts'

const run = durableSample()
const lines = linesOf(run, 'workflow.ts')

test('tokens together are the line', () => {
  for (const line of [
    "  const order = await ctx.transaction('createOrder', (tx) => createOrder(tx, cart)) // first",
    '  /** One line. */',
    '  const sql = `select ${1}',
    '',
  ])
    expect(
      tokensOf(line)
        .map(({ text }) => text)
        .join(''),
    ).toBe(line)
})

test('keywords, strings, calls and comments are told apart', () => {
  expect(tokensOf("await f('x') // y").filter(({ kind }) => kind !== 'plain')).toEqual([
    { kind: 'keyword', text: 'await' },
    { kind: 'call', text: 'f' },
    { kind: 'string', text: "'x'" },
    { kind: 'comment', text: '// y' },
  ])
})

test('the current line is that of the latest event', () => {
  expect(currentLine(lines, 1)).toBeNull()
  expect(currentLine(lines, 8)).toBe(14)
  expect(currentLine(lines, run.trace.length)).toBe(45)
})

test('a click on a line goes to its next event', () => {
  const line = lines.get(15)
  if (!line) throw new Error('line 15 has no events')
  const [first = 0] = line.events
  expect(hasRun(line, first - 1)).toBe(false)
  expect(nextOf(line, 0)).toBe(first)
  expect(nextOf(line, first)).toBe(line.events[1])
  expect(nextOf(line, run.trace.length)).toBe(first)
})
