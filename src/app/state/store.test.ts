import { describe, expect, test } from 'vitest'
import {
  defaultInput,
  formatLink,
  formatPlan,
  orderChanged,
  parseFault,
  parsePlan,
  type Input,
  type Run,
} from '#simulator'
import { linkHere } from './address.ts'
import {
  breakAtCursor,
  changeWorld,
  chooseLane,
  openLane,
  playCounterexample,
  removeFault,
  replaceFault,
  reset,
  seekMoment,
  step,
  switchGuard,
  toStart,
} from './commands.ts'
import { lanesOf } from './lanes.ts'
import type { Simulator } from './page-state.ts'
import { atEnd } from './place.ts'
import { comparisonOf, momentOf, playheadOf } from './playhead.ts'
import { createPageStore } from './store.ts'
import { sampleCatalogue as catalogue } from './testing/sample-catalogue.ts'

const [naive] = catalogue.embedded

/** Answers when told to, in any order. */
function setUp() {
  const asked: { input: Input; answer: (change?: Partial<Run>) => void; fail: (why: string) => void }[] = []
  const simulator: Simulator = {
    prepare: () => undefined,
    state: () => ({ kind: 'asleep' }),
    subscribe: () => () => undefined,
    simulate: (input) =>
      new Promise((resolve, reject) => {
        asked.push({
          input,
          answer: (change) => resolve({ ...naive, input, ...change }),
          fail: (why) => reject(new Error(why)),
        })
      }),
  }
  const store = createPageStore(catalogue, simulator)
  return { store, asked, page: () => store.getState() }
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0))
const withSeed = (seed: number): Input => ({ ...naive.input, seed })
const atFirst = () => 1

describe('opening a link', () => {
  test('without one: the embedded failure, at its end, with nothing asked', () => {
    const { page, asked } = setUp()
    page().open('')
    expect(page().run).toBe(naive)
    expect(page().cursor).toBe(naive.trace.length)
    expect(asked).toEqual([])
  })

  test('a link to an embedded run needs no simulator, and brings its cursor', () => {
    const { page, asked } = setUp()
    const input = { ...naive.input, implementation: 'durable' }
    page().open(
      `#${formatLink({ input, cursor: { at: 'start' }, view: 'focus', ask: true, embed: true, program: null })}`,
    )
    expect(page()).toMatchObject({ cursor: 0, answers: 'hidden', embed: true })
    expect(asked).toEqual([])
  })

  test('a damaged link says what could not be read', () => {
    const { page, asked } = setUp()
    page().open('#implementation=nonsense&plan=%E0%A4%A')
    expect(page().problems).toHaveLength(2)
    expect(asked[0]?.input).toEqual(defaultInput)
  })

  test.each([
    'version=2&implementation=naive&seed=x',
    'version=2&implementation=naive&stock=-1',
    'version=2&implementation=naive&customers=nobody',
    'version=2&implementation=naive&guards=-poller',
    'plan=server/nowhere%231=crash-after',
  ])('a link is given no fault that it did not bring: %s', (link) => {
    const { page, asked } = setUp()
    page().open(`#${link}`)
    expect(page().problems).toHaveLength(1)
    expect(asked[0]?.input).toEqual(defaultInput)
  })

  test.each(['', '#version=9', '#version=2', '#garbage', '?utm_source=talk'])(
    'a link that names no experiment opens the opening one: %s',
    (link) => {
      const { page } = setUp()
      page().open(link)
      expect(page().run).toBe(naive)
    },
  )

  test('a link that asks first begins where the first fault strikes', () => {
    const { page } = setUp()
    page().open('#ask=1')
    const [fault] = naive.faults
    expect(page().answers).toBe('hidden')
    expect(fault).toMatchObject({ fired: true, event: page().cursor })
  })

  test('what can be read is kept', () => {
    const { page, asked } = setUp()
    page().open('#implementation=durable&stock=-3&plan=server/nowhere%231=crash-after')
    expect(asked[0]?.input).toEqual({ ...defaultInput, implementation: 'durable' })
    expect(page().problems).toHaveLength(2)
  })

  test('a look at the atlas that cannot be read is told', () => {
    const { page } = setUp()
    page().open('#view=atlas&atlas=zzz')
    expect(page().problems).toEqual([expect.stringMatching(/^atlas “zzz” is not known. Expected faults, /)])
  })

  test('a link that was recorded with other source says so', () => {
    const { page } = setUp()
    page().open(
      `#${formatLink({ input: naive.input, cursor: null, view: 'focus', ask: false, embed: false, program: 'old' })}`,
    )
    expect(page().problems).toEqual(['This link was recorded with another version of this checkout.'])
  })

  test('a link of an earlier version says that the order of operations has changed', () => {
    const { page } = setUp()
    page().open(`#version=1&implementation=naive`)
    expect(page().problems).toEqual([orderChanged])
  })

  test.each(['ask=true', 'ask=yes', 'Ask=1', 'ask=%', 'ask=1&cursor=server/commit:createOrder%2399'])(
    'hides the answer, and does not begin at it: %s',
    (fields) => {
      const { page } = setUp()
      page().open(
        `#${formatLink({ input: naive.input, cursor: null, view: 'focus', ask: false, embed: false, program: null })}&${fields}`,
      )
      const [fault] = naive.faults
      expect(page()).toMatchObject({ run: naive, answers: 'hidden' })
      expect(fault).toMatchObject({ fired: true, event: page().cursor })
    },
  )

  test('a cursor that is not in the run is told, and a notice that was closed does not come back', () => {
    const { page, asked } = setUp()
    page().open('#view=atlas&seed=9&stock=lots&cursor=server/commit:createOrder%2399')
    expect(page().problems).toHaveLength(1)
    page().dismiss()
    page().look('focus')
    asked[0]?.answer()
    return settle().then(() => {
      expect(page().problems).toEqual([expect.stringContaining('does not occur in this run')])
    })
  })

  test('another link’s notices take the place of the last one’s', () => {
    const { page } = setUp()
    page().open('#seed=1&seed=2&stock=lots')
    expect(page().problems).toHaveLength(2)
    page().open('#garbage')
    expect(page().problems).toHaveLength(1)
    page().open('')
    expect(page().problems).toEqual([])
  })

  test('where the first run fails no other takes its place, and it can be asked for again', async () => {
    const { page, asked } = setUp()
    page().open('#implementation=durable&seed=9')
    expect(page().run).toBeNull()
    asked[0]?.fail('No Postgres here.')
    await settle()
    expect(page().run).toBeNull()
    expect(page().failure?.sentence).toBe('No Postgres here.')
    page().tryAgain()
    asked[1]?.answer()
    await settle()
    expect(page().run?.input).toMatchObject({ implementation: 'durable', seed: 9 })
    expect(page().failure).toBeNull()
  })
})

describe('P4: the atlas asks for no run before one is wanted', () => {
  const link = '#version=2&implementation=naive&cursor=start&view=atlas'

  test('not on opening; leaving it does, and stands where the link says', async () => {
    const { page, asked } = setUp()
    page().open(link)
    expect(page()).toMatchObject({ view: 'atlas', run: null, shown: defaultInput })
    page().browse('rows:failing')
    expect(asked).toEqual([])
    page().look('focus')
    expect(asked.map(({ input }) => input)).toEqual([defaultInput])
    asked[0]?.answer()
    await settle()
    expect(page()).toMatchObject({ view: 'focus', cursor: 0, past: [] })
    expect(page().run?.input).toEqual(defaultInput)
  })

  test('nor for the sake of a cell that is played; the cell’s own run is all that is asked for', async () => {
    const { store, page, asked } = setUp()
    page().open(link)
    playCounterexample(store, withSeed(5))
    expect(page()).toMatchObject({ view: 'atlas', run: null })
    asked[0]?.answer()
    await settle()
    expect(page()).toMatchObject({ view: 'focus', run: { input: withSeed(5) } })
    expect(asked.map(({ input }) => input)).not.toContainEqual(defaultInput)
  })

  test('the very run that the link brought can be played from there', async () => {
    const { store, page, asked } = setUp()
    page().open(link)
    playCounterexample(store, { ...defaultInput })
    asked[0]?.answer()
    await settle()
    expect(page()).toMatchObject({ view: 'focus', past: [], run: { input: defaultInput } })
  })

  test('one that fails leaves the atlas as it was, and the way out of it open', async () => {
    const { store, page, asked } = setUp()
    page().open(link)
    openLane(store, 'durable')
    asked[0]?.fail('No Postgres here.')
    await settle()
    expect(page()).toMatchObject({ view: 'atlas', run: null, failure: { sentence: 'No Postgres here.' } })
    page().look('compare')
    asked[1]?.fail('No Postgres here.')
    await settle()
    expect(page()).toMatchObject({ view: 'atlas', run: null, failure: { sentence: 'No Postgres here.' } })
    page().look('compare')
    asked[2]?.answer()
    await settle()
    expect(page()).toMatchObject({ view: 'compare', failure: null })
    expect(page().run).not.toBeNull()
  })

  test('a run that is known is there at once', () => {
    const { page } = setUp()
    page().open('#view=atlas')
    expect(page()).toMatchObject({ view: 'atlas', run: naive })
  })
})

describe('asking', () => {
  test('P1: what is on screen is the experiment that is wanted, from the moment that it is', async () => {
    const { page, asked } = setUp()
    page().open('')
    page().change(withSeed(2), atEnd)
    expect(page().run?.input.seed).toBe(2)
    asked[0]?.answer()
    await settle()
    expect(page().run?.input.seed).toBe(2)
    expect(page().before).toBeNull()
  })

  test('P2: an answer that comes too late is not shown, but kept', async () => {
    const { page, asked } = setUp()
    page().open('')
    page().change(withSeed(2), atEnd)
    page().change(withSeed(3), atEnd)
    asked[1]?.answer()
    await settle()
    asked[0]?.answer()
    await settle()
    expect(page().run?.input.seed).toBe(3)
    page().undo()
    expect(page().run?.input.seed).toBe(2)
  })

  test('P3: a run that fails stays wanted, and is asked for again at the same place', async () => {
    const { page, asked } = setUp()
    page().open('')
    page().change(withSeed(2), atFirst)
    asked[0]?.fail('It did not end.')
    await settle()
    expect(page()).toMatchObject({ failure: { sentence: 'It did not end.' }, wanted: { seed: 2 } })
    page().tryAgain()
    expect(page().failure).toBeNull()
    asked[1]?.answer()
    await settle()
    expect(page()).toMatchObject({ run: { input: { seed: 2 } }, cursor: 1, failure: null })
    expect(page().past, 'asking again is no second step').toEqual([naive.input])
  })

  test('P3: asking for the very same once more tries again', async () => {
    const { page, asked } = setUp()
    page().open('')
    page().change(withSeed(2), atEnd)
    asked[0]?.fail('It did not end.')
    await settle()
    page().change(withSeed(2), atEnd)
    expect(page().failure).toBeNull()
    expect(asked).toHaveLength(2)
  })

  test('P3: in the atlas, where no run is on screen, one that fails is given up', async () => {
    const { page, asked } = setUp()
    page().open('')
    page().look('atlas')
    page().change(withSeed(2), atEnd, 'focus')
    asked[0]?.fail('It did not end.')
    await settle()
    expect(page()).toMatchObject({ view: 'atlas', run: naive, wanted: naive.input, before: null, past: [] })
    expect(page().failure?.sentence).toBe('It did not end.')
  })

  test('undo and redo walk through the inputs', async () => {
    const { page, asked } = setUp()
    page().open('')
    page().change(withSeed(2), atEnd)
    asked[0]?.answer()
    await settle()
    page().undo()
    expect(page().run).toBe(naive)
    page().redo()
    expect(page().run?.input.seed).toBe(2)
    expect(asked.filter(({ input }) => input.implementation === 'naive')).toHaveLength(1)
  })
})

describe('breaking', () => {
  test('a fault that is added is stood upon', async () => {
    const { store, page, asked } = setUp()
    page().open('')
    page().seek(5)
    breakAtCursor(store, 'crash')
    expect(asked[0]?.input.plan).toHaveLength(2)
    asked[0]?.answer({
      faults: [
        { fired: true, event: 10 },
        { fired: true, event: 7 },
      ],
    })
    await settle()
    expect(page().cursor).toBe(7)
  })

  test('a fault that is taken away leaves the cursor where it was', async () => {
    const { store, page, asked } = setUp()
    page().open('')
    page().seek(5)
    removeFault(store, 0)
    asked[0]?.answer()
    await settle()
    expect(page().cursor).toBe(5)
  })

  test('reset takes all faults away and goes to the start', async () => {
    const { store, page, asked } = setUp()
    page().open('')
    reset(store)
    expect(asked[0]?.input.plan).toEqual([])
    asked[0]?.answer()
    await settle()
    expect(page().cursor).toBe(0)
  })

  test('another lane is run without guards that it lacks', () => {
    const { store, page, asked } = setUp()
    page().open('')
    page().change({ ...naive.input, implementation: 'durable', guards: { idempotencyKey: false } }, atEnd)
    asked[0]?.answer()
    chooseLane(store, 'naive')
    expect(page().run).toBe(naive)
  })
})

describe('while a run is on its way', () => {
  const planOf = ({ plan }: Input) => formatPlan(plan).split(';')
  const [first] = naive.input.plan

  test('a second fault is added to the first, not put in its place', async () => {
    const { store, page, asked } = setUp()
    page().open('')
    page().seek(5)
    breakAtCursor(store, 'crash')
    breakAtCursor(store, 'drop-webhook')
    expect(planOf(page().wanted)).toEqual([
      'server/commit:reserveInventory#1=crash-after',
      expect.stringContaining('=crash-after'),
      expect.stringContaining('=drop'),
    ])
    asked[0]?.answer()
    asked[1]?.answer()
    await settle()
    expect(page().shown.plan).toHaveLength(3)
  })

  test('the same break again adds nothing, and leaves no steps to take back that lead nowhere', async () => {
    const { store, page, asked } = setUp()
    page().open('')
    page().seek(5)
    for (let times = 0; times < 30; times += 1) {
      breakAtCursor(store, 'crash')
      breakAtCursor(store, 'drop-webhook')
    }
    expect(page().past.map(({ plan }) => plan.length)).toEqual([1, 2])
    expect(asked).toHaveLength(2)
    page().undo()
    expect(page().past, 'there is nothing to take back before the answer').toHaveLength(2)
    asked[0]?.answer()
    asked[1]?.answer()
    await settle()
    page().undo()
    page().undo()
    expect(page().run).toBe(naive)
    expect(page().past).toEqual([])
  })

  test('a fault that was taken away stays away', () => {
    const { store, page } = setUp()
    page().open('')
    page().seek(5)
    removeFault(store, 0)
    breakAtCursor(store, 'drop-webhook')
    expect(planOf(page().wanted)).toEqual([expect.stringContaining('=drop')])
    removeFault(store, 0)
    expect(page().wanted.plan, 'what is on screen is what is taken away').toEqual([])
  })

  test('of two values chosen for a fault the second counts', () => {
    const { store, page } = setUp()
    page().open('')
    if (first?.kind !== 'crash-after') throw new Error('The sample has another fault.')
    replaceFault(store, 0, { ...first, restartMs: 5_000 })
    replaceFault(store, 0, { ...first, restartMs: null })
    expect(planOf(page().wanted)).toEqual(['server/commit:reserveInventory#1=crash-after(restart=never)'])
  })

  test('another lane, world and guard keep what was done before', () => {
    const { store, page } = setUp()
    page().open('')
    reset(store)
    changeWorld(store, { seed: 9 })
    chooseLane(store, 'durable')
    switchGuard(store, { name: 'idempotencyKey', title: '', default: true }, false)
    expect(page().wanted).toEqual({
      ...naive.input,
      implementation: 'durable',
      seed: 9,
      plan: [],
      guards: { idempotencyKey: false },
    })
  })

  test('where the second fails, both stay, and both are given up together', async () => {
    const { store, page, asked } = setUp()
    page().open('')
    page().seek(5)
    breakAtCursor(store, 'crash')
    breakAtCursor(store, 'drop-webhook')
    asked[0]?.answer()
    asked[1]?.fail('It did not end.')
    await settle()
    expect(page().wanted.plan).toHaveLength(3)
    expect(page().failure?.input).toBe(page().wanted)
    page().cancel()
    expect(page()).toMatchObject({ run: naive, wanted: naive.input, past: [], failure: null })
  })
})

describe('P5: while a run is awaited', () => {
  const crash = naive.faults[0]?.fired === true ? naive.faults[0].event : 0
  const operation = (event: number) => naive.trace[event - 1]?.point ?? ''
  const withFault = (fault: string): Input => ({
    ...naive.input,
    plan: [...naive.input.plan, parseFault(fault)],
  })
  const sentences = (run: Run | null) => run?.trace.map(({ what }) => what)

  test('the run is cut where its fault strikes: after the operation, or before it', () => {
    const { page } = setUp()
    page().open('')
    page().change(withFault(`${operation(5)}=crash-after`), atEnd)
    expect(sentences(page().run)).toEqual(sentences(naive)?.slice(0, 5))
    page().change(withFault(`${operation(5)}=crash-before`), atEnd)
    expect(sentences(page().run)).toEqual(sentences(naive)?.slice(0, 4))
  })

  test('no verdict, no final row, no hash and no later outcome is in it', () => {
    const { page } = setUp()
    page().open('')
    page().change(withFault(`${operation(5)}=crash-after`), atEnd)
    const { run, wanted } = page()
    expect(run).toMatchObject({
      verdicts: [],
      tables: naive.initialTables,
      end: { kind: 'settled' },
      input: wanted,
    })
    expect(run?.traceHash).not.toBe(naive.traceHash)
    expect(run?.faults.map(({ fired }) => fired)).toEqual([false, false])
  })

  test('an outcome that both runs share stays, by its place in the new plan', () => {
    const { page } = setUp()
    page().open('')
    const later = naive.trace.findLast(({ what }) => what.kind === 'commit')?.index ?? 0
    page().change(withFault(`${operation(later)}=crash-after`), atEnd)
    expect(page().run?.faults).toMatchObject([{ fired: true, event: crash }, { fired: false }])
  })

  test('a fault that is taken away leaves what came before it', () => {
    const { store, page } = setUp()
    page().open('')
    removeFault(store, 0)
    expect(page().run?.trace).toHaveLength(crash - 1)
    expect(page().run?.faults).toEqual([])
  })

  test('a fault that the run before does not come to leaves all but the end', () => {
    const { page } = setUp()
    page().open('')
    page().change(withFault('server/commit:createOrder#9=crash-after'), atEnd)
    const kinds = page().run?.trace.map(({ what }) => what.kind) ?? []
    expect(kinds.length).toBeGreaterThan(20)
    expect(kinds).not.toContain('ended')
    expect(kinds).not.toContain('settling')
  })

  test('of another world, another lane or another guard nothing is known', () => {
    const { store, page } = setUp()
    page().open('')
    changeWorld(store, { seed: 9 })
    expect(page()).toMatchObject({ run: { trace: [], faults: [{ fired: false }] }, cursor: 0 })
    expect(Object.values(page().run?.initialTables ?? {}).flat()).toEqual([])
    page().cancel()
    page().change({ ...naive.input, implementation: 'durable', seed: 9 }, atEnd)
    expect(page().run).toMatchObject({ trace: [], input: { implementation: 'durable' }, programHash: '' })
  })

  test('the cursor stands within what is known, and can be moved there', () => {
    const { page } = setUp()
    page().open('')
    page().change(withFault(`${operation(5)}=crash-after`), atEnd)
    expect(page().cursor).toBe(5)
    page().seek(2)
    page().play()
    for (let ticks = 0; ticks < 9; ticks += 1) page().tick()
    expect(page()).toMatchObject({ cursor: 5, playing: false })
  })

  test('cancel restores run, cursor, history, choice and plan as they were', async () => {
    const { store, page, asked } = setUp()
    page().open('')
    page().look('focus')
    page().change(withSeed(2), atEnd)
    asked[0]?.answer()
    await settle()
    page().seek(7)
    page().choose('L1')
    const kept = [
      'run',
      'cursor',
      'beyond',
      'shown',
      'wanted',
      'past',
      'future',
      'view',
      'chosen',
      'failure',
    ] as const
    const picture = () => Object.fromEntries(kept.map((field) => [field, page()[field]]))
    const before = picture()
    breakAtCursor(store, 'crash')
    breakAtCursor(store, 'drop-webhook')
    page().seek(3)
    removeFault(store, 0)
    expect(picture()).not.toEqual(before)
    page().cancel()
    expect(picture()).toEqual(before)
    asked.at(-1)?.answer()
    await settle()
    expect(picture(), 'P2: what comes after that is not shown').toEqual(before)
  })

  test('taking the only new fault away again is the same as cancelling', () => {
    const { store, page } = setUp()
    page().open('')
    page().seek(5)
    breakAtCursor(store, 'crash')
    removeFault(store, 1)
    expect(page()).toMatchObject({ run: naive, wanted: naive.input, cursor: 5, before: null, past: [] })
  })

  test('faults are placed by the run before, in a row; the cursor then stands on the last', async () => {
    const { store, page, asked } = setUp()
    page().open('')
    page().seek(5)
    breakAtCursor(store, 'crash')
    breakAtCursor(store, 'drop-webhook')
    expect(page().wanted.plan).toHaveLength(3)
    expect(page().run?.trace).toHaveLength(5)
    const fired = (event: number) => ({ fired: true, event }) as const
    asked[1]?.answer({ faults: [fired(10), fired(6), fired(20)] })
    await settle()
    expect(page()).toMatchObject({ cursor: 20, before: null })
    page().undo()
    expect(page().wanted.plan).toHaveLength(2)
  })

  test('a place that is kept is found by the run before', async () => {
    const { store, page, asked } = setUp()
    page().open('')
    page().seek(5)
    breakAtCursor(store, 'crash')
    changeWorld(store, { stock: 3 })
    chooseLane(store, 'durable')
    asked.at(-1)?.answer({ trace: naive.trace })
    await settle()
    expect(page().cursor).toBe(5)
  })

  test('lanes lose their verdicts, and those whose run does not change keep it', async () => {
    const { store, page } = setUp()
    page().open('')
    page().seek(5)
    expect(lanesOf(page()).map(({ tone }) => tone)).toEqual(['holds', 'holds'])
    breakAtCursor(store, 'crash')
    expect(lanesOf(page()).map(({ tone, words }) => `${tone}, ${words}`)).toEqual([
      'unknown, no verdict yet',
      'unknown, no verdict yet',
    ])
    page().cancel()
    switchGuard(store, { name: 'idempotencyKey', title: '', default: true }, false)
    expect(lanesOf(page()).map(({ tone }) => tone)).toEqual(['holds', 'unknown'])
  })

  test('the link of what is awaited names it, and never its end', () => {
    const { page } = setUp()
    page().open('')
    page().look('focus')
    page().change(withFault(`${operation(5)}=crash-after`), atEnd)
    expect(linkHere(page())).toContain(encodeURIComponent('=crash-after').slice(3))
    expect(linkHere(page())).toContain(';')
    expect(linkHere(page())).not.toContain('cursor=end')
  })

  test('another link gives up what is awaited', () => {
    const { page } = setUp()
    page().open('')
    page().change(withSeed(2), atEnd)
    page().open('#implementation=naive&plan=server/commit:reserveInventory%231=crash-after')
    expect(page()).toMatchObject({ run: naive, before: null, past: [] })
  })
})

describe('comparing', () => {
  test('a bare address compares; one that says no view looks at one lane', () => {
    const { page } = setUp()
    page().open('')
    expect(page().view).toBe('compare')
    page().open('?utm_source=talk')
    expect(page().view).toBe('compare')
    page().open('#implementation=naive&plan=server/commit:reserveInventory%231=crash-after')
    expect(page().view).toBe('focus')
    page().open('#implementation=naive&view=compare')
    expect(page().view).toBe('compare')
  })

  test('it goes on beyond the end of the lane that is looked at, and back to that end in its graph', () => {
    const { store, page } = setUp()
    page().open('')
    const { first, last, at } = playheadOf(page())
    expect(last).toBeGreaterThan(naive.trace.length)
    expect(at).toBe(last)
    step(store, -1)
    expect(playheadOf(page()).at).toBe(last - 1)
    expect(page().cursor).toBe(naive.trace.length)
    toStart(store)
    expect(playheadOf(page()).at).toBe(first)
    expect(first).toBeLessThan(0)
    step(store, -1)
    expect(playheadOf(page()).at).toBe(first)
    page().look('focus')
    expect(playheadOf(page())).toMatchObject({ first: 0, at: 0, last: naive.trace.length })
  })

  test('a lane opens at the same moment, and the way back leads there too', () => {
    const { store, page } = setUp()
    page().open('')
    seekMoment(store, 4)
    openLane(store, 'durable')
    const crash = (run: Run | null) =>
      run?.trace.find(({ what }) => what.kind === 'process' && what.change === 'crashed')?.index ?? -1
    expect(page()).toMatchObject({ view: 'focus', cursor: crash(page().run) + 4 })
    expect(page().run?.input.implementation).toBe('durable')
    page().look('compare')
    expect(momentOf(page(), comparisonOf(page()))).toBe(4)
  })

  test('the other alignment leaves the lane that is looked at where it is', () => {
    const { store, page } = setUp()
    page().open('')
    seekMoment(store, 4)
    const { cursor } = page()
    page().align('start')
    expect(page().cursor).toBe(cursor)
    expect(momentOf(page(), comparisonOf(page()))).toBe(cursor)
  })

  test('whoever stands at the end of one lane looks at the end of all', () => {
    const { page } = setUp()
    page().open('#implementation=naive&plan=server/commit:reserveInventory%231=crash-after')
    page().look('compare')
    const { at, last } = playheadOf(page())
    expect(at).toBe(last)
  })

  test('the other lanes are asked for, one that fails says why, and can be asked again', async () => {
    const { page, asked } = setUp()
    page().open('')
    page().change(withSeed(2), atEnd)
    asked[0]?.answer()
    await settle()
    expect(asked[1]?.input).toMatchObject({ implementation: 'durable', seed: 2 })
    asked[1]?.fail('It did not end.')
    await settle()
    expect([...page().laneFailures.values()]).toEqual(['It did not end.'])
    page().tryLanesAgain()
    asked[2]?.answer()
    await settle()
    expect(page().laneFailures.size).toBe(0)
    expect(comparisonOf(page()).lanes[1]?.run?.input.seed).toBe(2)
  })

  test('a guard that only another lane has stays switched, in the link too', async () => {
    const { store, page, asked } = setUp()
    const key = { name: 'idempotencyKey', title: '', default: true }
    page().open('')
    switchGuard(store, key, false)
    expect(page().run, 'this lane does not have it').toBe(naive)
    expect(asked[0]?.input).toMatchObject({ implementation: 'durable', guards: { idempotencyKey: false } })
    asked[0]?.answer()
    await settle()
    expect(linkHere(page())).toContain('guards=-idempotencyKey')
    chooseLane(store, 'durable')
    expect(page().run?.input.guards).toEqual({ idempotencyKey: false })
    chooseLane(store, 'naive')
    switchGuard(store, key, true)
    expect(page().shown).toEqual(naive.input)
  })

  test('an embedded comparison is one, and so is the link to it; the atlas is none, and says so', () => {
    const { page } = setUp()
    page().open('#view=compare&embed=1')
    expect(page()).toMatchObject({ view: 'compare', embed: true, problems: [] })
    expect(linkHere(page(), { embed: true })).toMatch(/&view=compare&embed=1$/)
    page().open('#embed=1')
    expect(page()).toMatchObject({ view: 'focus', embed: true, problems: [] })
    page().open('#view=atlas&embed=1')
    expect(page()).toMatchObject({ view: 'focus', problems: [expect.stringContaining('cannot be embedded')] })
  })

  test('its link leads back to the very moment', () => {
    const { store, page } = setUp()
    page().open('')
    const { first, last } = comparisonOf(page())
    const own = naive.trace.length - (comparisonOf(page()).lanes[0]?.anchor ?? 0)
    for (const moment of [last, own, own + 3, 4, 0, -2, first]) {
      seekMoment(store, moment)
      const link = linkHere(page())
      page().open(`#${link}`)
      expect(momentOf(page(), comparisonOf(page())), link).toBe(moment)
    }
  })

  test('playing it halts at a violation in any lane, and at the very end', () => {
    const { page } = setUp()
    page().open('')
    const halts: number[] = []
    for (let ticks = 0; ticks < 400 && halts.at(-1) !== playheadOf(page()).last; ticks += 1) {
      if (!page().playing) page().play()
      page().tick()
      if (!page().playing) halts.push(playheadOf(page()).at)
    }
    const violated = naive.trace.findLast(({ what }) => what.kind === 'violated')?.index
    expect(halts).toEqual([violated, playheadOf(page()).last])
  })

  test('while answers are hidden nothing halts it but the end', () => {
    const { page } = setUp()
    page().open('#ask=1&view=compare&cursor=start')
    page().play()
    for (let ticks = 0; ticks < 400 && page().playing; ticks += 1) page().tick()
    const { at, last } = playheadOf(page())
    expect(at).toBe(last)
  })
})

describe('which violation is explained', () => {
  test('the chosen one stays with its run; another run begins with its gravest', async () => {
    const { page, asked } = setUp()
    page().open('')
    expect(page().chosen).toBe(null)
    page().choose('L1')
    page().point(2)
    page().seek(3)
    expect(page()).toMatchObject({ chosen: 'L1', pointed: 2 })
    page().change(withSeed(5), atEnd)
    expect(page().chosen, 'it is kept for going back').toBe('L1')
    asked[0]?.answer()
    await settle()
    expect(page()).toMatchObject({ chosen: null, pointed: null })
  })
})

describe('playing', () => {
  test('from the end it starts over, and it stops at the end', () => {
    const { page } = setUp()
    page().open('')
    page().play()
    expect(page()).toMatchObject({ playing: true, cursor: 0 })
    for (let ticks = 0; ticks <= naive.trace.length * 2 && page().playing; ticks += 1) page().tick()
    expect(page().playing).toBe(false)
    expect(page().cursor).toBeGreaterThan(0)
  })

  test('only playing pauses by itself: who moves to the same place by hand has paused nothing', () => {
    const { page } = setUp()
    page().open('')
    page().play()
    for (let ticks = 0; ticks <= naive.trace.length * 2 && page().playing; ticks += 1) page().tick()
    const { cursor, beyond, pausedAt } = page()
    expect(pausedAt).toBe(cursor + beyond)
    page().seek(cursor - 1)
    page().seek(cursor)
    expect(page()).toMatchObject({ cursor, pausedAt: null })
  })

  test('moving the cursor by hand pauses', () => {
    const { page } = setUp()
    page().open('')
    page().play()
    page().seek(3)
    expect(page()).toMatchObject({ playing: false, cursor: 3 })
  })
})

test('the plan of the samples is the one that the page opens on', () => {
  expect(naive.input.plan).toEqual(parsePlan('server/commit:reserveInventory#1=crash-after'))
})
