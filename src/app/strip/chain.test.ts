import { describe, expect, test } from 'vitest'
import type { Explanation, Link } from '#explorer'
import { naiveSample } from '#simulator/testing/sample-runs.ts'
import { axisOf } from './axis.ts'
import { chainOf, chainWords } from './chain.ts'
import { chainPlaces } from './chain-places.ts'
import { compactForm, roomyForm } from './geometry.ts'
import { rowsOf } from './marks.ts'

const run = naiveSample()
const rows = rowsOf(run)
const indexOf = (isIt: (what: (typeof run.trace)[number]['what']) => boolean) =>
  run.trace.find(({ what }) => isIt(what))?.index ?? 0
const committed = indexOf(({ kind }) => kind === 'commit')
const crashed = indexOf((what) => what.kind === 'process' && what.change === 'crashed')
const violated = indexOf(({ kind }) => kind === 'violated')
const link = (role: Link['role'], event: number | null): Link => ({
  role,
  event,
  reason: { id: 'unjudged', why: 'So it is.' },
  words: 'So it is.',
  strong: null,
  rows: [],
})
const explanation: Explanation = {
  invariant: 'L1',
  links: [link('did', committed), link('fault', crashed), link('because', null), link('left', violated)],
  parting: crashed - 1,
}
const chain = chainOf(run, rows, explanation) ?? { marks: [], parting: null }

describe('the chain on the strip', () => {
  test('has a mark for each link that tells of an event, found by its position; none for what never happened', () => {
    expect(chain.marks.map(({ event, links }) => ({ event, links }))).toEqual([
      { event: committed, links: [1] },
      { event: crashed, links: [2] },
      { event: violated, links: [4] },
    ])
    expect(chain.parting).toBe(crashed - 1)
  })

  test('marks stand in the order of their events, whatever the order of the words', () => {
    const told = [link('left', violated), link('did', committed)]
    const marks = chainOf(run, rows, { ...explanation, links: told })?.marks
    expect(marks?.map(({ links }) => links)).toEqual([[2], [1]])
  })

  test('a commit stands in Postgres’s row, a death in its server’s, what is violated beneath all rows', () => {
    const titles = chain.marks.map(({ row }) => (row === null ? null : rows[row]?.title))
    expect(titles).toEqual(['Postgres', 'Server A', null])
  })

  test('there is none where all holds, or where nothing is known or told', () => {
    expect(chainOf(run, rows, { ...explanation, invariant: null })).toBe(null)
    expect(chainOf(run, rows, null)).toBe(null)
  })

  test('two links of one event share a mark', () => {
    const told = [link('fault', crashed), link('because', crashed)]
    const marks = chainOf(run, rows, { ...explanation, links: told })?.marks
    expect(marks).toMatchObject([{ links: [1, 2], role: 'fault' }])
  })

  test('the list of events names the link, and where the run parts', () => {
    expect(chainWords(chain, violated)).toEqual(['reason 4 of why'])
    expect(chainWords(chain, crashed - 1)).toEqual(['from here on it differs from the run without the fault'])
    expect(chainWords({ ...chain, parting: crashed }, crashed)).toHaveLength(2)
    expect(chainWords({ ...chain, parting: null }, crashed - 1)).toEqual([])
  })
})

describe('places', () => {
  test('no number covers another, and each stands where its event does unless one is in its way', () => {
    for (const [width, form] of [
      [280, compactForm(rows.length)],
      [900, roomyForm(rows.length)],
    ] as const) {
      const axis = axisOf(run, 'events', width)
      const places = chainPlaces(chain, axis, form, form.y(rows.length), true)
      for (const { mark, x, y, width: wide } of places) {
        expect(x).toBeGreaterThanOrEqual(axis.x[mark.event] ?? 0)
        const others = places.filter((other) => other.mark !== mark && other.y === y)
        for (const other of others)
          expect(Math.abs(other.x - x)).toBeGreaterThanOrEqual((wide + other.width) / 2)
      }
      expect(places[0]?.x).toBe(axis.x[places[0]?.mark.event ?? 0])
    }
  })

  test('dots leave their events only for each other', () => {
    const axis = axisOf(run, 'events', 280)
    const dots = chainPlaces(chain, axis, compactForm(5), 92, false)
    expect(dots.map(({ x }) => x)).toEqual(chain.marks.map(({ event }) => axis.x[event]))
  })

  test('neighbours in one row move apart', () => {
    const axis = axisOf(run, 'events', 280)
    const mark = { row: 0, links: [1], role: 'did' } as const
    const [one, other] = chainPlaces(
      {
        marks: [
          { ...mark, event: 10 },
          { ...mark, event: 11 },
        ],
        parting: null,
      },
      axis,
      compactForm(5),
      0,
      true,
    )
    expect(one?.x).toBe(axis.x[10])
    expect(other?.x).toBeGreaterThan(axis.x[11] ?? 0)
  })
})
