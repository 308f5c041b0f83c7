import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import type { Run } from '#simulator'
import { durableSample, naiveSample, rolledBackSample } from '#simulator/testing/sample-runs.ts'
import { troubledRun } from '#simulator/testing/troubled-run.ts'
import { glossary } from '../model/glossary.ts'
import { axisOf } from './axis.ts'
import { chainSigns, type Chain } from './chain.ts'
import { compactForm, compactHeight } from './geometry.ts'
import { markWords, spokenMark } from './mark-words.ts'
import { rowsOf, stripMarks } from './marks.ts'
import { signAt, signPlaces } from './places.ts'
import { SignIcon } from './sign-icon.tsx'
import { families, signOf, signs, type Sign, type SignId } from './signs.ts'
import { StripPicture } from './strip-picture.tsx'
import type { Signs } from './use-signs.ts'

const runs = [durableSample(), naiveSample(), rolledBackSample(), troubledRun()]
const ids = Object.keys(signs) as SignId[]
const silent: Signs = {
  places: [],
  shown: null,
  keyed: null,
  index: 0,
  hide: () => undefined,
  toggleRetries: () => undefined,
  onPointer: () => undefined,
  onLeave: () => undefined,
  onFocus: () => undefined,
  onBlur: () => undefined,
  onKeyDown: () => undefined,
}
const chain: Chain = {
  marks: [
    { event: 3, row: 0, links: [1], role: 'did' },
    { event: 5, row: null, links: [2], role: 'left' },
  ],
  parting: 4,
}

function draw(run: Run, cursor = run.trace.length): string {
  const rows = rowsOf(run)
  const axis = axisOf(run, 'events', 840)
  const marks = stripMarks(run, rows)
  return renderToStaticMarkup(
    <StripPicture
      run={run}
      rows={rows}
      marks={marks}
      axis={axis}
      form={compactForm(rows.length)}
      width={840}
      height={compactHeight}
      cursor={cursor}
      flag={String(cursor)}
      chain={chain}
      look="faint"
      signs={silent}
      onSeek={() => undefined}
    />,
  )
}

/** Everything drawn outside of a sign and of the scaffold: axis, rails, playhead. */
function unexplained(markup: string): readonly string[] {
  const found: string[] = []
  const inside: boolean[] = []
  for (const [tag, isEnd, name = '', , isClosed] of markup.matchAll(/<(\/?)([a-z]+)([^>]*?)(\/?)>/g)) {
    if (isEnd !== '') inside.pop()
    else {
      const isExplained = /data-(sign|scaffold)=/.test(tag) || inside.at(-1) === true
      if (/^(path|circle|rect|line|text|polygon)$/.test(name) && !isExplained) found.push(tag)
      if (isClosed === '') inside.push(isExplained)
    }
  }
  return found
}

function signsIn(markup: string): ReadonlySet<string> {
  return new Set([...markup.matchAll(/data-sign="([^"]*)"/g)].map(([, id]) => id ?? ''))
}

describe('the register of signs', () => {
  test('has each sign in one of eleven families, and each with a name of its own and one sentence', () => {
    expect(families).toHaveLength(11)
    expect(families.flatMap((family) => family.signs).toSorted()).toEqual(ids.toSorted())
    expect(new Set(ids.map((id) => signs[id].name)).size).toBe(ids.length)
    for (const id of ids) expect(signs[id].meaning, id).toMatch(/^[A-Z].*\.$/)
  })

  test('every glyph of every run belongs to a sign that it explains', () => {
    for (const run of runs) {
      const markup = draw(run)
      expect(unexplained(markup)).toEqual([])
      for (const id of signsIn(markup)) expect(ids).toContain(id)
    }
    expect(unexplained('<svg><g data-sign="step"><path/></g><circle/></svg>')).toEqual(['<circle/>'])
  })

  test('the legend draws each sign as the strip does', () => {
    for (const id of ids) {
      const markup = renderToStaticMarkup(<SignIcon id={id} />)
      expect([...signsIn(markup)], id).toEqual([id])
      expect(markup, id).toMatch(/<(path|circle|rect|line)/)
      expect(unexplained(markup), id).toEqual([])
    }
  })

  test('shows each term of the glossary that a strip can show', () => {
    const terms = ids.flatMap((id) => (signs[id] as Sign).term ?? [])
    expect(new Set(terms)).toEqual(new Set(['lease', 'fencing', 'checkpoint', 'idempotency-key']))
  })
})

describe('a sign in words', () => {
  test('says what happened in the trace’s own sentence, and what the sign means', () => {
    for (const run of runs)
      for (const mark of [...stripMarks(run, rowsOf(run)), ...chainSigns(chain)]) {
        const { happened, meaning, name, event } = markWords(mark, run)
        expect(happened, name).toMatch(/^\S.*[.”]$/)
        expect(happened).not.toMatch(/undefined|No process/)
        expect(meaning).toBe(signs[signOf(mark)].meaning)
        expect(event).toBeGreaterThanOrEqual(1)
      }
  })

  test('a checkpoint that is found tells of checkpoints, with the step that is not run again', () => {
    const run = durableSample()
    const mark = stripMarks(run, rowsOf(run)).find(({ kind }) => kind === 'replay')
    if (mark === undefined) throw new Error('B replays')
    expect(markWords(mark, run)).toMatchObject({
      name: 'Reused from a checkpoint',
      happened: 'B finds checkpoint 0 and does not run createOrder again.',
      term: glossary.checkpoint.sentence,
      warning: null,
    })
    expect(spokenMark(mark, run)).toContain(`, event ${mark.from}: B finds checkpoint 0`)
  })

  test('a crash is told by whom it kills, time left out by its length', () => {
    const run = durableSample()
    const marks = stripMarks(run, rowsOf(run))
    const told = (kind: string) =>
      marks.filter((mark) => mark.kind === kind).map((mark) => markWords(mark, run).happened)
    expect(told('cut')).toEqual([expect.stringMatching(/^Server A dies/)])
    expect(told('break')[0]).toMatch(/^30 s pass between event \d+ and event \d+\.$/)
  })
})

describe('the sign under the pointer', () => {
  const run = durableSample()
  const rows = rowsOf(run)
  const form = compactForm(rows.length)
  const axis = axisOf(run, 'events', 840)
  const places = signPlaces(stripMarks(run, rows), axis, form, form.bottom(rows.length))

  test('is the smallest there: the dot on the line, not the line', () => {
    const replay = places.find(({ mark }) => mark.kind === 'replay')
    if (replay === undefined) throw new Error('B replays')
    const at = signAt(places, replay.left, (replay.top + replay.bottom) / 2)
    expect(at?.mark.kind).toBe('replay')
    expect(signAt(places, -100, 10)).toBeNull()
  })

  test('every sign can be met somewhere, and the arrows go through all of them by event', () => {
    for (const place of places) expect(places.some(({ mark }) => mark === place.mark)).toBe(true)
    const events = places.map(({ mark }) => mark.from)
    expect(events).toEqual(events.toSorted((one, other) => one - other))
  })
})

test('a compact strip is 100 px high with five rows and with seven', () => {
  for (const rows of [4, 5, 6, 7]) {
    const form = compactForm(rows)
    expect(form.bottom(rows)).toBeLessThanOrEqual(compactHeight - 2)
    expect(form.row).toBeGreaterThanOrEqual(10)
  }
  expect(compactForm(5)).toMatchObject({ top: 22, row: 14, box: 12 })
})
