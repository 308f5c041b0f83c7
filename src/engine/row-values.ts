/**
 * Values of rows as the engine and its applications read them, the same from every driver (D2): what JSON can hold, so
 * that a step may return a row as it is. What has no equal in JSON stays the text that PostgreSQL writes.
 */
import type { Json } from './environment.ts'

type Parse = (text: string) => Json

/** A count is a number; what a number cannot hold exactly stays text. */
const parseInteger: Parse = (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : text)
const parseNumber: Parse = (text) => Number(text)
const parseBoolean: Parse = (text) => text === 't'
// What the server wrote as JSON is JSON.
const parseJson: Parse = (text) => JSON.parse(text) as Json
/** Also of times: a Date has no microseconds, and JSON has no Date. */
const keepText: Parse = (text) => text

/** By the type's OID, as `pg_type` of every PostgreSQL has them; the second is that of an array of it. */
const scalars: readonly (readonly [oid: number, arrayOid: number, parse: Parse])[] = [
  [16, 1000, parseBoolean],
  [20, 1016, parseInteger],
  [21, 1005, parseInteger],
  [23, 1007, parseInteger],
  [26, 1028, parseInteger],
  [700, 1021, parseNumber],
  [701, 1022, parseNumber],
  [114, 199, parseJson],
  [3802, 3807, parseJson],
  // bytea, text, varchar, bpchar, date, time, timestamp, timestamptz, interval, numeric, uuid.
  [17, 1001, keepText],
  [25, 1009, keepText],
  [1043, 1015, keepText],
  [1042, 1014, keepText],
  [1082, 1182, keepText],
  [1083, 1183, keepText],
  [1114, 1115, keepText],
  [1184, 1185, keepText],
  [1186, 1187, keepText],
  [1700, 1231, keepText],
  [2950, 2951, keepText],
]

/** How each type is read, by its OID. */
export const rowParsers: Readonly<Record<number, Parse>> = Object.fromEntries(
  scalars.flatMap(([oid, arrayOid, parse]) => [
    [oid, parse],
    [arrayOid, (text: string) => parseArray(text, parse)],
  ]),
)

/** How a type is read that may be none of those. */
export function rowParserOf(oid: number): Parse {
  return rowParsers[oid] ?? keepText
}

/** An array as PostgreSQL writes it: `{1,NULL,"a \"b\""}`, `{{1,2},{3,4}}`. */
function parseArray(text: string, parse: Parse): Json {
  // Bounds that do not begin at 1 stand in front: `[0:1]={1,2}`.
  let at = text.indexOf('{') + 1

  function parseElements(): Json[] {
    const elements: Json[] = []
    while (text[at] !== '}') {
      if (text[at] === ',') at += 1
      elements.push(parseElement())
    }
    at += 1
    return elements
  }

  function parseElement(): Json {
    if (text[at] === '{') {
      at += 1
      return parseElements()
    }
    const element = /"((?:[^"\\]|\\.)*)"|([^,}]*)/sy
    element.lastIndex = at
    const [whole = '', quoted, plain = ''] = element.exec(text) ?? []
    at += whole.length
    if (quoted !== undefined) return parse(quoted.replaceAll(/\\(.)/gs, '$1'))
    return plain === 'NULL' ? null : parse(plain)
  }

  return parseElements()
}
