import { describe, expect, test } from 'vitest'
import { faultKinds, formatFault, parseFault } from '#simulator'
import { definitionOf, parameterKeys } from '#simulator/faults/registry.ts'
import { parametersOf, valueOf, valueWords, withValue } from './fault-parameters.ts'

const crash = parseFault('server/claim#1=crash-after')

describe('a value', () => {
  test('can be chosen of every kind that has a parameter, and each choice can be read back', () => {
    const places = {
      server: 'server/x',
      database: 'server/x',
      service: 'server/stripe.x',
      network: 'stripe/webhook:x',
    }
    for (const kind of faultKinds) {
      const fault = parseFault(`${places[definitionOf(kind).family]}#1=${kind}`)
      const offered = parametersOf(fault, 2)
      expect(offered.map(({ key }) => key)).toEqual(parameterKeys(kind))
      for (const { key, choices } of offered)
        for (const { value } of choices) {
          const changed = withValue(fault, key, value)
          expect('fault' in changed && valueOf(changed.fault, key), `${kind} ${key}=${value}`).toBe(value)
        }
    }
  })

  test('keeps the other one', () => {
    const changed = withValue(parseFault('server/claim#1=freeze(for=11s,target=B)'), 'for', '5min')
    expect('fault' in changed && formatFault(changed.fault)).toBe('server/claim#1=freeze(for=5min,target=B)')
  })

  test('that is none is answered by the parser’s sentence', () => {
    expect(withValue(crash, 'restart', 'soon')).toEqual({
      problem:
        '“soon” has a duration that cannot be read. Expected such as 500ms, 30s, 31min or 2h, at most 21d.',
    })
  })
})

test('Postgres can only crash, and a single server leaves no choice of two', () => {
  const targets = (text: string, servers: number) =>
    parametersOf(parseFault(text), servers)
      .find(({ key }) => key === 'target')
      ?.choices.map(({ value }) => value)
  expect(targets('server/claim#1=crash-after', 2)).toEqual([null, 'A', 'B', 'postgres'])
  expect(targets('server/claim#1=freeze', 1)).toEqual([null, 'A'])
  expect(targets('customer/pay#1=freeze(target=A)', 2)).toEqual(['A', 'B'])
})

test('few words say what is chosen', () => {
  const words = (text: string) => valueWords(parseFault(`server/claim#1=${text}`))
  expect(
    ['crash-after', 'crash-after(restart=never)', 'freeze(target=B)', 'clock-jump(by=-10min)', 'deploy'].map(
      words,
    ),
  ).toEqual(['down 30 s', 'stays down', '60 s, server B', '−10 min', 'server at work'])
})
