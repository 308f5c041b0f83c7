import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { formatFault, kindsAt, parseFault } from '../plan.ts'
import { parsePoint } from '../point.ts'
import { faultFamilies } from './definition.ts'
import {
  definitionOf,
  faultKinds,
  givenParameters,
  parametersAt,
  parameterKeys,
  type FaultKind,
} from './registry.ts'

/** Links, scripts and lessons name these: none may be renamed or left out. */
const promised = [
  'crash-before',
  'crash-after',
  'ack-lost',
  'serialization-failure',
  'deadlock',
  'connection-lost',
  'disk-full',
  'postgres-restart',
  'request-lost',
  'response-lost',
  'error-before',
  'error-after',
  'rate-limited',
  'timeout',
  'drop',
  'duplicate',
  'delay',
  'overtake',
  'forge',
  'replay',
  'preempt',
  'freeze',
  'clock-jump',
  'deploy',
  'slow',
  'outage',
]

/** One of each sort that a place distinguishes. */
const points = [
  'server/begin:reserveInventory#1',
  'server/reserveInventory.takeStock#1',
  'server/commit:reserveInventory#1',
  'server/stripe.checkout.sessions.create#1',
  'server/response:checkout#1',
  'customer/request:checkout#1',
  'stripe/webhook:checkout.session.completed#1',
]

const placesOf = (kind: FaultKind): readonly string[] =>
  points.filter((point) => kindsAt(parsePoint(point)).includes(kind))

describe('the registry', () => {
  test('has the kinds that links and scripts rely on, each once', () => {
    expect(faultKinds.toSorted()).toEqual(promised.toSorted())
  })

  test('has a line for each file of a kind, which is named after it', () => {
    const files = readdirSync(fileURLToPath(new URL('kinds', import.meta.url)))
    expect(files.toSorted()).toEqual(faultKinds.map((kind) => `${kind}.ts`).toSorted())
  })

  test('has no two kinds of the same weight, and no two entries in the same place of a menu', () => {
    const isUnique = (values: readonly unknown[]) => new Set(values).size === values.length
    const definitions = faultKinds.map(definitionOf)
    expect(isUnique(definitions.map(({ search }) => search.weight))).toBe(true)
    for (const family of faultFamilies) {
      const own = definitions.filter((definition) => definition.family === family)
      expect(isUnique(own.flatMap(({ menu }) => menu.map(({ rank }) => rank))), family).toBe(true)
      const buttons = own.flatMap((definition) => Object.values(definition.buttons))
      expect(isUnique(buttons.map(({ rank }) => rank)), family).toBe(true)
    }
    expect(isUnique(definitions.flatMap(({ buttons }) => Object.keys(buttons)))).toBe(true)
  })
})

describe.each(faultKinds)('%s', (kind) => {
  const definition = definitionOf(kind)

  test('can be placed, and does something there', () => {
    expect(placesOf(kind)).not.toEqual([])
    expect(Object.keys(definition.hooks)).not.toEqual([])
  })

  test('is read back as it is written, with each value of its parameters and each target', () => {
    const values = Object.values(definition.parameters).flatMap(({ key, choices, random }) =>
      [...choices.map(({ value }) => value), ...random].map((value) => `${key}=${value}`),
    )
    const given = [...values, ...definition.search.variants, definition.search.short?.parameters ?? '']
    const named = given.flatMap((text) =>
      definition.place.targets.map((target) => `${text}${text === '' ? '' : ','}target=${target}`),
    )
    for (const point of placesOf(kind)) {
      const keys = parametersAt(kind, parsePoint(point)).map(([, { key }]) => key)
      const fits = (text: string) =>
        text === '' || text.startsWith('target=') || keys.includes(text.replace(/=.*/, ''))
      for (const text of ['', ...given, ...named].filter(fits)) {
        const fault = parseFault(`${point}=${kind}${text === '' ? '' : `(${text})`}`)
        expect(parseFault(formatFault(fault)), text).toEqual(fault)
        // A value that is given and a value that is left out are one.
        expect(formatFault(parseFault(formatFault(fault))), text).toBe(formatFault(fault))
      }
    }
    for (const point of placesOf(kind))
      expect(formatFault(parseFault(`${point}=${kind}`))).toBe(`${point}=${kind}`)
  })

  test('gets milder in steps that end', () => {
    for (const { parameter, value } of givenParameters(parseFault(`${placesOf(kind)[0]}=${kind}`)))
      for (const milder of parameter.milder(value)) {
        expect(milder).not.toBe(value)
        expect(parameter.milder(milder)).not.toContain(value)
      }
  })

  test('has words wherever it is shown', () => {
    const nouns = { service: 'Acme', message: 'notice' }
    const setting = { ...nouns, operation: 'the commit', ofTarget: '' }
    const fault = parseFault(`${placesOf(kind)[0]}=${kind}`)
    const { words, menu, buttons, looks } = definition
    const shown = [
      words.verb,
      words.clause(fault, setting),
      words.mark(fault),
      looks.atlas.row,
      ...[
        ...menu.map((entry) => entry.words),
        ...Object.values(buttons).flatMap(({ name, meaning }) => [name, meaning]),
      ].map((each) => (typeof each === 'string' ? each : each(nouns))),
    ]
    for (const text of shown) expect(text.trim()).toMatch(/^\S.*\S$/)
    expect(parameterKeys(kind).length).toBe(
      Object.keys(definition.parameters).length + (definition.place.targets.length > 0 ? 1 : 0),
    )
  })
})
