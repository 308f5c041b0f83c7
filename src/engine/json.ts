/**
 * Values on their way into a row. What a step returns the first time must be what a replay reads back, to the order
 * of an object's keys; so both go through `toJson`.
 */
import type { Json } from './environment.ts'
import { NotJsonError } from './errors.ts'

/**
 * A copy of the value as it will come back from its row: keys in order, undefined fields left out, undefined itself
 * as null.
 *
 * @param path what the value is, for the error: `the output of createOrder`
 * @throws {NotJsonError} for what JSON cannot hold
 */
export function toJson(value: unknown, path: string): Json {
  return copy(value === undefined ? null : value, path, [])
}

/** V1: a value as everybody reads it, from memory or from a row: a copy of one's own, with its keys in order. */
export function readValue(value: unknown): Json {
  return toJson(value, 'a stored value')
}

function copy(value: unknown, path: string, within: readonly object[]): Json {
  switch (typeof value) {
    case 'string':
      // Where a database would refuse the row for it, the author should hear of it first.
      if (value.includes('\u0000')) throw new NotJsonError(path, 'a text with a NUL character')
      if (/\p{Surrogate}/u.test(value)) throw new NotJsonError(path, 'a text with half a surrogate pair')
      return value
    case 'boolean':
      return value
    case 'number':
      if (!Number.isFinite(value)) throw new NotJsonError(path, String(value))
      return Object.is(value, -0) ? 0 : value
    case 'object':
      return value === null ? null : copyObject(value, path, within)
    case 'undefined':
      throw new NotJsonError(path, 'undefined')
    case 'bigint':
    case 'symbol':
    case 'function':
      throw new NotJsonError(path, `a ${typeof value}`)
  }
}

function copyObject(value: object, path: string, within: readonly object[]): Json {
  if (within.includes(value)) throw new NotJsonError(path, 'an object that contains itself')
  const inside = [...within, value]
  if (Array.isArray(value))
    return Array.from(value, (item: unknown, index) => copy(item, `${path}[${index}]`, inside))
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    const { name } = value.constructor
    throw new NotJsonError(path, `an instance of ${name || 'a class'}`)
  }
  // jsonb keeps no order of keys: neither may the first run, or a loop over them would differ on replay.
  const fields = Object.entries(value as Record<string, unknown>)
    .filter(([, field]) => field !== undefined)
    .toSorted(byKey)
    .map(([key, field]): [string, Json] => {
      copy(key, `a key of ${path}`, [])
      return [key, copy(field, `${path}.${key}`, inside)]
    })
  return Object.fromEntries(fields)
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0
}
