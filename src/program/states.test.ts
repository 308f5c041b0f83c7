import { expect, test } from 'vitest'
import { compile } from './compile.ts'
import type { StateNode } from './graph.ts'
import { layout } from './layout.ts'
import { locate } from './locate.ts'
import { sketchOf } from './testing/sketch.ts'
import { pageSize } from './testing/picture.ts'
import { durableSource, editedSource, settlingSource, switchSource, tableSource } from './testing/sources.ts'

const cardsOf = (source: string): StateNode[] =>
  compile(source, 's.ts').graph.nodes.filter((node) => node.kind === 'state')

test('a table of functions by state', () => {
  const { graph } = compile(tableSource, 's.ts')
  expect(graph.entries.map(({ kind, title }) => `${kind} ${title}`)).toEqual([
    'handler POST /checkout',
    'states states',
  ])
  expect(sketchOf(graph)).toEqual([
    '[POST /checkout] -> createOrder',
    'state in states? -yes-> states[state]',
    'state in states? -no-> (200 { url: order.url })',
    'states[state] => state in states?',
    'createOrder -> state in states?',
    'created -ok-> reserved',
    'created -!ok-> out-of-stock',
    'reserved -> awaiting-payment',
    'awaiting-payment -paid-> paid',
    'awaiting-payment -expired-> expired',
    'awaiting-payment =else=> awaiting-payment',
    'paid -> fulfilled',
    'expired -> cancelled',
  ])
  const cards = Object.fromEntries(cardsOf(tableSource).map((card) => [card.title, card]))
  expect(cards['created']?.rows.map(({ title }) => title)).toEqual(['reserveInventory'])
  expect(cards['awaiting-payment']?.rows.map(({ title, condition }) => [title, condition])).toEqual([
    ['stripe.checkout.sessions.retrieve', null],
    ['stripe.checkout.sessions.expire', 'now() > order.deadline'],
  ])
  expect(cards['created']).toMatchObject({ initial: true, final: false, line: 4 })
  expect(cards['out-of-stock']).toMatchObject({ initial: false, final: true, rows: [] })
})

test('a switch within a loop, moved on by calls and by assignment', () => {
  const { graph } = compile(switchSource, 's.ts')
  expect(graph.entries.map(({ kind, title }) => `${kind} ${title}`)).toEqual(['states advance'])
  expect(sketchOf(graph)).toEqual([
    'created -!reserved-> out-of-stock',
    'created -reserved-> reserved',
    'reserved -> awaiting-payment',
    'awaiting-payment -paid-> fulfilled',
    'awaiting-payment -not paid-> cancelled',
  ])
})

test('other tables and switches are no machines', () => {
  for (const source of [durableSource, editedSource, settlingSource]) expect(cardsOf(source)).toEqual([])
  expect(
    cardsOf("const colours = { red: () => 'a', green: () => 'b' }; export const f = (x) => colours[x]()"),
  ).toEqual([])
})

test('a call of a state is its card’s row', () => {
  const program = compile(tableSource, 's.ts')
  const site = tableSource.indexOf('sessions.retrieve(') + 17
  const at = locate(program, { site, file: 's.ts', parent: null })
  expect(at).toEqual({ nodeId: 'states/awaiting-payment#1', row: 0, line: 18 })
})

test('cards fit the canvas', () => {
  const { graph } = compile(tableSource, 's.ts')
  const placed = layout(graph, { widthPx: 928, nodeSize: pageSize })
  expect(placed.width).toBeLessThanOrEqual(928)
  expect(placed.nodes.length).toBe(graph.nodes.filter(({ kind }) => kind !== 'start').length)
})
