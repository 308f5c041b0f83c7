import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { TestSpecification, Vitest } from 'vitest/node'
import { repository } from '../install.mjs'
import { SlowFirst } from './slow-first.ts'

const names = ['src/app/a', 'src/engine/a', 'src/explorer/a', 'src/scenarios/shop/a', 'src/stripe/a']

function sorted(sequence: { shuffle: boolean; seed: number }, given = names): string[] {
  const files = given.map((name) => ({ moduleId: join(repository, name) }) as TestSpecification)
  const sequencer = new SlowFirst({ config: { sequence } } as Vitest)
  return sequencer.sort(files).map(({ moduleId }) => moduleId.slice(repository.length))
}

test('files that take long begin first', () => {
  const [first, second, ...rest] = sorted({ shuffle: false, seed: 1 })
  expect([first, second]).toEqual(['src/explorer/a', 'src/scenarios/shop/a'])
  expect(rest).toEqual(['src/app/a', 'src/engine/a', 'src/stripe/a'])
})

test('shuffled, the order is the seed’s alone: a failure that depends on it can be repeated', () => {
  const orders = [1, 2, 3, 4].map((seed) => sorted({ shuffle: true, seed }))
  expect(new Set(orders.map(String)).size).toBeGreaterThan(1)
  expect(sorted({ shuffle: true, seed: 3 }, names.toReversed())).toEqual(orders[2])
  for (const order of orders) expect(order.toSorted()).toEqual(names)
})
