import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { explain } from '#explorer/explain.ts'
import { scenario } from '#scenarios'
import { randomPlan } from '#scenarios/checkout/testing/random-faults.ts'
import { defaultInput, parsePlan, violationsIn, type Input, type Run } from '#simulator'
import { discreet } from '../../state/discreet.ts'
import { isOfInterest } from '../../state/stops.ts'
import { beginningOf } from '../beginning.ts'
import { beatsOf } from '../lane-line/lane-line.ts'
import { notesOf } from './notes.ts'
import { leastStops, mostStops, roomStops, verdictEvent, type RoomStop } from './stops.ts'
import { openSimulator } from '#scenarios/checkout/testing/open-simulator.ts'

const simulator = openSimulator()

const crash = 'server/commit:reserveInventory#1=crash-after'

function simulate(fields: Partial<Input> & { readonly faults?: string }): Promise<Run> {
  const { faults = '', ...input } = fields
  return simulator.simulate({ ...defaultInput, plan: parsePlan(faults), ...input })
}

function stopsOf(run: Run): readonly RoomStop[] {
  const { tone } = scenario.ask(run)
  const beats = beatsOf(run, { words: scenario.story, anchor: 0, isStruck: false, tone })
  return roomStops({ run, explanation: explain(run), beats })
}

const told = (stops: readonly RoomStop[]) => stops.map(({ event, label }) => `${event} ${label}`)

/** What of R1 to R3 a run's stops break, a line each. */
function wrongWith(run: Run): readonly string[] {
  const stops = stopsOf(run)
  const events = stops.map(({ event }) => event)
  const strikes = run.faults.flatMap((outcome) => (outcome.fired ? [outcome.event] : []))
  const found = violationsIn(run).find(({ id }) => id === explain(run).invariant)?.event ?? null
  const violation = stops.find(({ kind }) => kind === 'violation')?.event
  const most = Math.max(mostStops, new Set([...strikes, 1, run.trace.length]).size + 1)
  const least = Math.min(leastStops, run.trace.filter(isOfInterest).length)
  const rules = {
    'in order, each once': events.every((event, at) => at === 0 || event > (events[at - 1] ?? 0)),
    'not too many': events.length <= most,
    'not too few': events.length >= least,
    'begins at the first event': events[0] === 1,
    'ends at the last event': events.at(-1) === run.trace.length,
    // What a crash does to its server is the event after the strike.
    'every strike': strikes.every((strike) => events.includes(strike) || events.includes(strike + 1)),
    'the violation': found === null || (violation !== undefined && violation >= found),
    'the verdict': verdictEvent(run, stops) === (violation ?? run.trace.length),
    'short labels': stops.every(({ label }) => label !== '' && label.length <= 40),
  }
  return Object.entries(rules).flatMap(([rule, isKept]) =>
    isKept ? [] : [`${rule}: ${told(stops).join(', ')}`],
  )
}

describe('the stops of a run', () => {
  test('tell the crash of the naive checkout in ten', async () => {
    const stops = stopsOf(await simulate({ implementation: 'naive', faults: crash }))
    expect(told(stops)).toEqual([
      '1 Alice asks',
      '5 Ordered',
      '9 Reserved',
      '11 A dies',
      '14 Alice clicks again',
      '18 Second order',
      '22 Reserved again',
      '38 Shipped',
      '44 Rule broken',
      '45 End',
    ])
    expect(stops.map(({ kind }) => kind)).toEqual(
      'start step step fault step step step step violation end'.split(' '),
    )
  })

  test('tell the same crash of the durable checkout by its takeover and its checkpoint', async () => {
    const run = await simulate({ implementation: 'durable', faults: crash })
    const stops = stopsOf(run)
    expect(told(stops)).toEqual([
      '1 Alice asks',
      '8 Ordered',
      '14 Reserved',
      '16 A dies',
      '19 Alice clicks again',
      '21 B reads',
      '26 B takes over',
      '29 Finds checkpoint 1',
      '64 Shipped',
      '69 End',
    ])
    expect(verdictEvent(run, stops), 'what holds is known at the end').toBe(69)
  })

  test('are filled up to eight if little happens', async () => {
    const run = await simulate({ implementation: 'naive' })
    expect(stopsOf(run)).toHaveLength(leastStops)
    expect(wrongWith(run)).toEqual([])
  })

  test.each(scenario.vocabulary.implementations)(
    'of %s are distinct, in order and complete',
    async (name) => {
      for (const faults of [
        '',
        crash,
        'stripe/webhook:checkout.session.completed#1=drop(tries=all)',
        'server/commit:createOrder#1=crash-after;server/commit:reserveInventory#1=crash-before',
        'server/commit:reserveInventory#1=ack-lost',
      ])
        for (const customers of [['pays'], ['leaves']])
          expect(wrongWith(await simulate({ implementation: name, faults, customers }))).toEqual([])
    },
  )

  test('of any plan are distinct, in order and complete', async () => {
    const { implementations } = scenario.vocabulary
    await fc.assert(
      fc.asyncProperty(randomPlan(3), fc.constantFrom(...implementations), async (plan, implementation) => {
        expect(wrongWith(await simulator.simulate({ ...defaultInput, plan, implementation }))).toEqual([])
      }),
      { numRuns: 40 },
    )
  })

  test('show nothing of a hidden answer, and no end of a run that is awaited', async () => {
    const run = await simulate({ implementation: 'naive', faults: crash })
    const beats = beatsOf(run, { words: scenario.story, anchor: 0, isStruck: false, tone: 'unknown' })
    const hidden = roomStops({ run: discreet(run), explanation: null, beats })
    expect(hidden.map(({ kind }) => kind)).not.toContain('violation')
    expect(told(hidden).join()).not.toMatch(/broken|checked/i)
    expect(verdictEvent(run, hidden)).toBe(run.trace.length)

    const beginning = beginningOf(run, 20)
    const known = roomStops({ run: beginning, explanation: null, beats })
    expect(known.every(({ event }) => event <= 20)).toBe(true)
    expect(known.map(({ kind }) => kind)).not.toContain('end')
    expect(verdictEvent(beginning, known)).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('the notes of a run', () => {
  test('say every link of the explanation once, and what tells of no event at the verdict', async () => {
    const run = await simulate({ implementation: 'naive', faults: crash })
    const stops = stopsOf(run)
    const explanation = explain(run)
    const notes = notesOf(run, stops, explanation, verdictEvent(run, stops))
    const said = notes.flatMap(({ because }) => because)
    expect(said.toSorted()).toEqual(explanation.links.map(({ words }) => words).toSorted())
    const untimed = explanation.links.find(({ event }) => event === null)
    expect(notes.find(({ label }) => label === 'Rule broken')?.because).toContain(untimed?.words)
  })

  test('explain a term where it first occurs, and say how much time has passed', async () => {
    const run = await simulate({ implementation: 'durable', faults: crash })
    const stops = stopsOf(run)
    const notes = notesOf(run, stops, explain(run), run.trace.length)
    const terms = notes.flatMap((note) => note.terms)
    expect(new Set(terms).size).toBe(terms.length)
    expect(notes.find(({ label }) => label === 'B takes over')?.terms[0]).toMatch(/^A lease gives/)
    expect(notes.flatMap(({ later }) => later ?? [])).not.toEqual([])
    for (const { sentence } of notes) expect(sentence).toMatch(/[.!?…”]$/)
  })
})
