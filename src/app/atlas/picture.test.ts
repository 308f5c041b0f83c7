import { describe, expect, test } from 'vitest'
import type { NotHeld, Singles } from '#explorer/singles.ts'
import { defaultInput, formatInput, type Input } from '#simulator'
import { sampleCatalogue } from '../state/testing/sample-catalogue.ts'
import { cellWords } from './cell-words.ts'
import { inputOf, pictureOf, type Cell, type Picture, type PictureSource } from './picture.ts'

const catalogue: PictureSource['catalogue'] = {
  ...sampleCatalogue,
  toneOf: (violated) => (violated.includes('L1') ? 'stuck' : 'violated'),
}
const [naive, durable, guarded]: readonly [Input, Input, Input] = [
  { ...defaultInput, implementation: 'naive' },
  { ...defaultInput, implementation: 'durable' },
  { ...defaultInput, implementation: 'durable', guards: { idempotentSteps: true } },
]
const order = [
  'customer/request:checkout#1',
  'server/begin:createOrder#1',
  'server/createOrder#1',
  'server/commit:createOrder#1',
]
const reserve = ['server/begin:reserveInventory#1', 'server/commit:reserveInventory#1']
const crash = (point: string) => `${point}=crash-after`
const violates = (...violated: string[]): NotHeld => ({ violated, notJudged: null, asked: null })
const plain = { palette: 'short', rows: 'faults', invariant: null, kind: null } as const

function singles(base: Input, points: readonly string[], verdicts: Singles['verdicts'] = {}): Singles {
  return { base: formatInput(base), points, preemptible: [], verdicts, reached: [] }
}

function draw(known: readonly Singles[], look: Partial<PictureSource['look']> = {}): Picture {
  const byKey = new Map(known.map((each) => [JSON.stringify(each.base), each]))
  return pictureOf({ catalogue, known: byKey, bases: [naive, durable], look: { ...plain, ...look } })
}

/** `createOrder | commit, crash after`: what its cells show. */
function read({ groups }: Picture): { readonly [row: string]: readonly string[] } {
  const show = ({ tone, count }: Cell) => (count > 1 ? `${tone} ${count}` : tone)
  return Object.fromEntries(
    groups.flatMap(({ step, rows }) =>
      rows.map(({ words, cells }) => [`${step} | ${words}`, cells.map(show)]),
    ),
  )
}

describe('the picture', () => {
  test('has a row for each step, part and kind, in the order of the checkout, and a cell for each variant', () => {
    const picture = draw([singles(naive, [...order, ...reserve]), singles(durable, order)])
    expect(Object.keys(read(picture))).toEqual([
      ' | no fault',
      'createOrder | statements, crash after',
      'createOrder | commit, crash after',
      'createOrder | commit, answer lost',
      'reserveInventory | statements, crash after',
      'reserveInventory | commit, crash after',
      'reserveInventory | commit, answer lost',
    ])
    expect(read(picture)['reserveInventory | commit, crash after']).toEqual(['untried', 'none'])
    expect(read(picture)['createOrder | statements, crash after']).toEqual(['untried 2', 'untried 2'])
    expect(picture).toMatchObject({ schedules: 13, tried: 0 })
  })

  test('shows the worst of a cell’s schedules, and how many came to that', () => {
    const verdicts = {
      '': null,
      [crash('server/begin:createOrder#1')]: violates('S8'),
      [crash('server/createOrder#1')]: violates('S8', 'L1'),
      [crash('server/commit:createOrder#1')]: violates('L1'),
      'server/commit:createOrder#1=ack-lost': null,
    }
    const picture = draw([singles(naive, order, verdicts)])
    expect(read(picture)).toEqual({
      ' | no fault': ['holds', 'untried'],
      'createOrder | statements, crash after': ['violated', 'untried'],
      'createOrder | commit, crash after': ['stuck', 'untried'],
      'createOrder | commit, answer lost': ['holds', 'untried'],
    })
    expect(picture.variants[0]?.counts).toEqual({
      violated: 1,
      stuck: 2,
      'not-judged': 0,
      holds: 2,
      untried: 0,
    })
  })

  test('what was not judged neither holds nor is violated, and is not filtered away', () => {
    const stopped: NotHeld = { violated: [], notJudged: 'The run was stopped.', asked: null }
    const verdicts = {
      '': stopped,
      [crash('server/begin:createOrder#1')]: null,
      [crash('server/createOrder#1')]: stopped,
      [crash('server/commit:createOrder#1')]: { ...stopped, violated: ['S8'] },
      'server/commit:createOrder#1=ack-lost': null,
    }
    const picture = draw([singles(naive, order, verdicts)])
    expect(read(picture)).toEqual({
      ' | no fault': ['not-judged', 'untried'],
      'createOrder | statements, crash after': ['not-judged', 'untried'],
      'createOrder | commit, crash after': ['violated', 'untried'],
      'createOrder | commit, answer lost': ['holds', 'untried'],
    })
    const [cell] = picture.groups[0]?.rows[0]?.cells ?? []
    expect(cell && cellWords(cell)).toBe('not judged')
    expect(picture.variants[0]?.counts).toMatchObject({ violated: 1, 'not-judged': 2, holds: 2 })
    expect(picture.tried).toBe(5)
    // Another rule's violation leaves open whether this one holds.
    const ofS3 = read(draw([singles(naive, order, verdicts)], { invariant: 'S3', rows: 'failing' }))
    expect(ofS3['createOrder | commit, crash after']?.[0]).toBe('not-judged')
    expect(Object.keys(ofS3)).not.toContain('createOrder | commit, answer lost')
  })

  test('a cell of which something has not been tried does not hold', () => {
    const verdicts = { [crash('server/begin:createOrder#1')]: null }
    const picture = draw([singles(naive, order, verdicts)])
    expect(read(picture)['createOrder | statements, crash after']?.[0]).toBe('untried')
  })

  test('a filtered invariant counts alone, and what violates another one is not said to hold', () => {
    const verdicts = {
      [crash('server/commit:createOrder#1')]: violates('S8'),
      'server/commit:createOrder#1=ack-lost': violates('S9', 'S3'),
    }
    const shown = read(draw([singles(naive, order, verdicts)], { invariant: 'S3' }))
    expect(shown['createOrder | commit, crash after']?.[0]).toBe('other')
    expect(shown['createOrder | commit, answer lost']?.[0]).toBe('violated')
  })

  test('a kind filters rows, and rows can be those that fail, or steps as a whole', () => {
    const known = [singles(naive, order, { [crash('server/commit:createOrder#1')]: violates('S8') })]
    expect(Object.keys(read(draw(known, { kind: 'postgres' })))).toEqual([
      'createOrder | commit, answer lost',
    ])
    expect(Object.keys(read(draw(known, { rows: 'failing' })))).toEqual(['createOrder | commit, crash after'])
    expect(read(draw(known, { rows: 'steps' }))['createOrder | any fault']).toEqual(['violated', 'untried'])
  })

  test('an operation before which others may go first has a row and a filter of its own', () => {
    const preempt = 'server/begin:reserveInventory#1=preempt'
    const base = singles(naive, [...order, ...reserve], { [preempt]: violates('S3') })
    const known = [{ ...base, preemptible: ['server/begin:reserveInventory#1'] }]
    expect(read(draw(known))['reserveInventory | others go first']).toEqual(['violated', 'untried'])
    const filtered = draw(known, { kind: 'order' })
    expect(Object.keys(read(filtered))).toEqual(['reserveInventory | others go first'])
    const [schedule] = filtered.groups[0]?.rows[0]?.cells[0]?.schedules ?? []
    expect(schedule && formatInput(inputOf(schedule))['plan']).toBe(preempt)
  })

  test('a step that comes again, or that one lane alone has, leaves the order as it is', () => {
    const again = ['server/findOrder#1', ...reserve, 'server/findOrder#2', 'server/begin:saveSession#1']
    const { groups } = draw([
      singles(naive, [...order, ...again]),
      singles(durable, ['server/start:checkout#1', ...order, ...reserve, 'server/finish:checkout#1']),
    ])
    expect(groups.map(({ step }) => step)).toEqual([
      '',
      'start',
      'createOrder',
      'findOrder',
      'reserveInventory',
      'finish',
      'saveSession',
    ])
  })

  test('guards make a variant of their own, said beside the one as it is written', () => {
    const picture = pictureOf({
      catalogue,
      known: new Map(),
      bases: [naive, durable, guarded],
      look: plain,
    })
    expect(picture.variants.map(({ title, guards }) => [title, guards])).toEqual([
      ['naive', null],
      ['durable', 'as written'],
      ['durable', 'idempotent steps'],
    ])
  })

  test('each customer has a column, and one of whom nobody knows anything is said to be untried', () => {
    const bases = ['a', 'b', 'c', 'd', 'e'].map((customer) => ({ ...naive, customers: [customer] }))
    const known = bases.slice(0, 4).map((base) => singles(base, order, { '': null }))
    const byKey = new Map(known.map((each) => [JSON.stringify(each.base), each]))
    const some = pictureOf({ catalogue, known: byKey, bases, look: plain })
    expect(some.variants[0]?.columns.map(({ base }) => base)).toEqual(bases)
    expect(read(some)[' | no fault']).toEqual(['holds', 'holds', 'holds', 'holds', 'untried'])
    expect(some.isComplete).toBe(false)
    expect(some.variants[0]?.isComplete).toBe(false)
  })

  test('each schedule of a cell is the input that gave it', () => {
    const { groups } = draw([singles(naive, order)])
    const cell = groups[1]?.rows[0]?.cells[0]
    expect(cell?.schedules.map((schedule) => formatInput(inputOf(schedule)))).toEqual([
      { version: '2', implementation: 'naive', plan: 'server/begin:createOrder#1=crash-after' },
      { version: '2', implementation: 'naive', plan: 'server/createOrder#1=crash-after' },
    ])
  })
})
