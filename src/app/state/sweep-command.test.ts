import { expect, test } from 'vitest'
import { parseLook } from './look.ts'
import { sweepCommand } from './sweep-command.ts'
import { sampleCatalogue } from './testing/sample-catalogue.ts'

const { implementations } = sampleCatalogue
const commandOf = (look: string) => sweepCommand(parseLook(look, []).look, implementations)

test('the command tries what the atlas shows', () => {
  expect(commandOf('')).toBe(
    'npm run --silent explore -- --faults 1 --palette short --customers pays,leaves,gives-up && ' +
      'npm run --silent explore -- --faults 0 --preemptions 1 --customers pays,leaves,gives-up',
  )
  expect(commandOf('palette:full,customers:all')).toBe(
    'npm run --silent explore -- --faults 1 --palette full && npm run --silent explore -- --faults 0 --preemptions 1',
  )
  expect(commandOf('faults:two,palette:full,customers:all')).toBe(
    'npm run --silent explore -- --faults 2 --palette short',
  )
  expect(commandOf('faults:random,palette:full,customers:all')).toBe(
    'npm run --silent explore -- --faults 0 --random 2000 --seed 1 --palette full',
  )
})

test('an implementation that is looked at both ways is tried both ways', () => {
  const [naive, durable] = implementations
  if (naive === undefined || durable === undefined) throw new Error('The samples have two lanes.')
  const command = sweepCommand(parseLook('customers:all', []).look, [
    naive,
    { ...durable, bothWays: 'idempotencyKey' },
  ])
  expect(command.split(' && ')).toEqual([
    'npm run --silent explore -- --faults 1 --palette short',
    'npm run --silent explore -- --faults 0 --preemptions 1',
    'npm run --silent explore -- --implementation durable --without idempotencyKey --faults 1 --palette short',
    'npm run --silent explore -- --implementation durable --without idempotencyKey --faults 0 --preemptions 1',
  ])
})
