/** D2: a row has the same values from every driver, and a step may return it as it is. */
import { expect, test } from 'vitest'
import { workflow } from '../workflow.ts'
import type { World } from './world.ts'

const values: readonly [text: string, value: unknown][] = [
  ['count(*)', 1],
  ['9007199254740993::bigint', '9007199254740993'],
  ['7::smallint', 7],
  ['0.1::float8', 0.1],
  ['12.50::numeric', '12.50'],
  ['true', true],
  ['null::int', null],
  [`timestamptz '2030-01-01 00:00:00.123456+00' at time zone 'UTC'`, '2030-01-01 00:00:00.123456'],
  [`date '2030-01-02'`, '2030-01-02'],
  [`interval '1 day 2 hours'`, '1 day 02:00:00'],
  [`'a'::char(3)`, 'a  '],
  [`'\\x00ff'::bytea`, '\\x00ff'],
  [`'{"b":[1,null]}'::jsonb`, { b: [1, null] }],
  [`point '(1,2)'`, '(1,2)'],
  [`array[1, null, 3]::bigint[]`, [1, null, 3]],
  [`array['a "b"', 'c,d', '', 'NULL', null, 'e\\f', 'g}']`, ['a "b"', 'c,d', '', 'NULL', null, 'e\\f', 'g}']],
  [
    `array[[1, 2], [3, 4]]`,
    [
      [1, 2],
      [3, 4],
    ],
  ],
  [`array[]::text[]`, []],
  [`'[0:1]={5,6}'::int[]`, [5, 6]],
  [`array[date '2030-01-02']`, ['2030-01-02']],
  [`array['{"a": 1}'::jsonb]`, [{ a: 1 }]],
]

export function valueContract(getWorld: () => World): void {
  test.each(values)('D2: %s', async (text, value) => {
    const world = getWorld()
    const query = { label: 'read', text: `select ${text} as value`, values: [] }
    const reading = workflow('reading', (ctx) => ctx.transaction('read', (tx) => tx.query(query)))
    const { engine } = world.boot('A', [reading])
    expect(await (await engine.start(reading, 'reading-1', null)).result()).toEqual([{ value }])
  })

  test('D2: a time with its zone is the text of the same instant', async () => {
    const [row] = await getWorld().rows(`select engine.now() as at, engine.now()::text as text`)
    expect(row?.['at']).toBe(row?.['text'])
    expect(row?.['at']).toMatch(/^2030-01-01 /)
  })
}
