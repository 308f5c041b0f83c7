import { expect, test } from 'vitest'
import { listOf, type ListItem } from './list.ts'
import { durableProgram, naiveProgram } from './testing/sample-programs.ts'

/** Lines of text, indented as the list is. */
function linesOf(items: readonly ListItem[], indent = ''): readonly string[] {
  return items.flatMap((item) => {
    switch (item.kind) {
      case 'node':
        return [`${indent}${item.node.title}`]
      case 'condition':
        return [`${indent}(${item.label})`]
      case 'elsewhere':
        return [`${indent}${item.words}`]
      case 'branch':
        return [`${indent}${item.label}:`, ...linesOf(item.items, `${indent}  `)]
    }
  })
}

test('the main way stays at the margin, side branches are indented and end where it goes on', () => {
  expect(listOf(durableProgram.graph).flatMap(({ items }) => linesOf(items))).toEqual([
    'checkout',
    'createOrder',
    'reserveInventory',
    '!reserved:',
    '  out of stock',
    '(reserved)',
    'createSession',
    'checkout-url',
    'payment',
    'message:',
    "  then payment.status === 'paid', below",
    '(timeout)',
    'expireSession',
    "payment.status === 'paid'",
    'no:',
    '  undoOrder',
    '  cancelled',
    '(yes)',
    'fulfillOrder',
    'paid, shipped',
  ])
})

test('every node stands in the list once', () => {
  for (const { graph } of [durableProgram, naiveProgram]) {
    const count = (items: readonly ListItem[]): number =>
      items.reduce(
        (sum, item) => sum + (item.kind === 'node' ? 1 : item.kind === 'branch' ? count(item.items) : 0),
        0,
      )
    expect(listOf(graph).reduce((sum, { items }) => sum + count(items), 0)).toBe(graph.nodes.length)
  }
})
