import { expect, test } from 'vitest'
import { defaultInput } from '#simulator'
import { inLane, keyOf } from './experiment.ts'
import { guardOffWords, guardsToShow, guardWords } from './guards.ts'
import { sampleCatalogue as catalogue } from './testing/sample-catalogue.ts'

const guard = (name: string, isDefault: boolean) => ({ name, title: '', default: isDefault })
const [naive, durable] = catalogue.implementations
if (naive === undefined || durable === undefined) throw new Error('The sample has two lanes')

test('a lane keeps the guards that it has and that differ there', () => {
  const experiment = { ...defaultInput, guards: { idempotencyKey: false, poller: true } }
  expect(inLane(catalogue, experiment, 'naive')).toEqual(defaultInput)
  expect(inLane(catalogue, experiment, 'durable')).toMatchObject({
    implementation: 'durable',
    guards: { idempotencyKey: false },
  })
})

test('a guard that stands as it does anyway makes no other run', () => {
  const usual = inLane(catalogue, { ...defaultInput, guards: { idempotencyKey: true } }, 'durable')
  expect(keyOf(usual)).toBe(keyOf({ ...defaultInput, implementation: 'durable' }))
})

test('there is a switch for what an author left off, and for what the reader switched', () => {
  const lane = {
    ...durable,
    guards: [guard('idempotentSteps', false), guard('poller', true), guard('fencing', true)],
  }
  const shown = (switched: { [name: string]: boolean }, tone: 'holds' | 'violated' = 'violated') =>
    guardsToShow(lane, switched, tone).map(({ name, on }) => `${name} ${on ? 'on' : 'off'}`)
  expect(shown({})).toEqual(['idempotentSteps off'])
  expect(shown({}, 'holds'), 'it does without').toEqual([])
  expect(shown({ idempotentSteps: true, poller: false }, 'holds')).toEqual([
    'idempotentSteps on',
    'poller off',
  ])
})

test('the one that is off is named, unless others are off as well', () => {
  const off = (...names: string[]) =>
    guardOffWords(names.map((name) => ({ ...guard(name, false), on: false })))
  expect(off('idempotentSteps')).toBe('idempotent steps off')
  expect(off('poller', 'cartKey')).toBeNull()
  expect(guardOffWords([{ ...guard('poller', false), on: true }])).toBeNull()
  expect(guardWords('expireBeforeCancel')).toBe('expire before cancel')
})
