import { describe, expect, test } from 'vitest'
import { formatFault, type Run } from '#simulator'
import { durableSample, naiveSample, rolledBackSample } from '#simulator/testing/sample-runs.ts'
import { troubledRun } from '#simulator/testing/troubled-run.ts'
import { at, type NodeState } from './node-story.ts'
import { graphStory } from './story.ts'
import { durableProgram, naiveProgram } from './testing/sample-programs.ts'

const durable = durableSample()
const story = graphStory(durable, durableProgram.graph)

function indexOf(run: Run, label: string, times = 1): number {
  const found = run.trace.filter((event) => 'label' in event.what && event.what.label === label)[times - 1]
  if (!found) throw new Error(`no ${label}`)
  return found.index
}

function node(id: string, cursor: number, of = story): NodeState {
  const states = of.nodes.get(id)
  if (!states) throw new Error(`no node ${id}`)
  return at(states, cursor)
}

const reserve = 'checkout/reserveInventory'
const begun = indexOf(durable, 'begin:reserveInventory')
const committed = indexOf(durable, 'commit:reserveInventory')

describe('a transaction', () => {
  test('lies ahead, runs, and has run', () => {
    expect([begun - 2, begun + 1, committed].map((cursor) => node(reserve, cursor).status)).toEqual([
      'ahead',
      'running',
      'ran',
    ])
  })

  test('shows its rows as pending until the commit', () => {
    const rows = node(reserve, committed - 1).rows
    expect(rows.map((row) => [row.title, row.value, row.state])).toEqual([
      ['inventory', '2 → 1', 'pending'],
      ['reservations', '+ 1 row', 'pending'],
      ['checkpoint', '1', 'pending'],
      ['COMMIT', 'pending', 'pending'],
    ])
    expect(node(reserve, committed).rows.at(-1)).toMatchObject({
      title: 'COMMIT',
      value: `event ${committed}`,
      state: 'done',
    })
  })

  test('drops all its rows when its server dies inside', () => {
    const run = rolledBackSample()
    const dropped = node('POST /checkout/createOrder', 4, graphStory(run, naiveProgram.graph))
    expect(dropped.status).toBe('rolled-back')
    expect(dropped.rows.map((row) => row.state)).toEqual(['lost', 'lost'])
    expect(dropped.marks).toEqual([{ kind: 'lost', words: 'A lost it' }])
  })
})

test('says who ran a step and who reused it', () => {
  expect(node(reserve, durable.trace.length).marks.map(({ words }) => words)).toEqual([
    'A ran it',
    'B, A reused it',
  ])
})

test('says of several servers at once what they did alike', () => {
  const run = naiveSample()
  const ran = node('POST /checkout/reserveInventory', run.trace.length, graphStory(run, naiveProgram.graph))
  expect(ran.marks.map(({ words }) => words)).toEqual(['A, B ran it'])
})

test('a call outside the database shows its crash window', () => {
  const call = indexOf(durable, 'stripe.checkout.sessions.create')
  expect(node('checkout/createSession', call).rows.map((row) => [row.title, row.state])).toEqual([
    ['Stripe session', 'done'],
    ['crash window, same key', 'done'],
    ['checkpoint', 'pending'],
  ])
})

test('a wait tells how much of it is left', () => {
  const sleeping = durable.trace.find(
    (event) => event.what.kind === 'workflow' && event.what.progress === 'sleeping',
  )
  const state = node('checkout/recv:payment', (sleeping?.index ?? 0) + 1)
  expect(state.status).toBe('waiting')
  expect(state.note).toBe('30 of 30 min left')
  expect(state.left).toBeGreaterThan(0.9)
})

describe('a gap', () => {
  test('crashes after the operation to its left, at its latest occurrence up to the cursor', () => {
    const run = naiveSample()
    const naive = graphStory(run, naiveProgram.graph)
    const exit = (cursor: number) => node('POST /checkout/reserveInventory', cursor, naive).exit.fault ?? null
    const second = indexOf(run, 'commit:reserveInventory', 2)
    const text = (cursor: number) => {
      const fault = exit(cursor)
      return fault && formatFault(fault)
    }
    expect(text(0)).toBe('server/commit:reserveInventory#1=crash-after')
    expect(text(second)).toBe('server/commit:reserveInventory#2=crash-after')
  })

  test('lies between any two operations of an open node as well', () => {
    const state = node(reserve, committed)
    expect(state.topGap?.name).toContain('after the begin of reserveInventory')
    expect(state.rows.map((row) => row.gap !== null)).toEqual([true, true, true, false])
    expect(state.exit.name).toBe(`Crash here, after the commit of reserveInventory, event ${committed}`)
  })

  test('that the run does not reach says why', () => {
    const { exit } = node('checkout/undoOrder', 10)
    expect(exit.fault).toBeNull()
    expect(exit.hint).toBe('This run does not reach undoOrder')
  })

  test('offers the other kinds: of the operation on its left, and of the server before its next one', () => {
    const offers = node(reserve, committed).exit.offers()
    const texts = offers.flatMap(({ fault }) => (fault === null ? [] : [formatFault(fault)]))
    expect(texts).toContain('server/commit:reserveInventory#1=crash-after(restart=never)')
    expect(texts).toContain('server/commit:reserveInventory#1=ack-lost')
    const inside = node(reserve, committed).topGap?.offers() ?? []
    expect(
      inside.map(({ words, fault }) => `${words}: ${fault === null ? '' : formatFault(fault)}`),
    ).toContain('Freeze here for 60 s: server/reserveInventory.take#1=freeze')
  })
})

test('a crash of the plan is drawn at its gap', () => {
  expect(story.cuts).toEqual([
    {
      gap: `${reserve}|exit`,
      event: durable.faults[0]?.fired ? committed + 1 : 0,
      struck: 'A died',
      ahead: 'A will die',
      sign: 'death',
      ways: new Set(story.taken.keys()),
    },
  ])
})

test('it is drawn on the way of the checkout that it befell, not of another customer’s', () => {
  const last = durable.trace.length
  const elsewhere = { subject: 'order-2', request: 'other', actor: durable.trace[begun - 1]?.actor }
  const other = durable.trace
    .filter(({ site }) => site?.node === 'checkout/recv:payment')
    .map((event, at) => ({ ...event, index: last + at + 1, ...elsewhere }))
  const away = indexOf(durable, 'commit:fulfillOrder')
  const undone = durable.trace
    .filter(({ index }) => index === away)
    .map((event) => ({
      ...event,
      index: last + 100,
      ...elsewhere,
      site: { ...event.site, node: 'checkout/undoOrder' },
    }))
  const run = { ...durable, trace: [...durable.trace, ...other, ...undone] } as Run
  const both = graphStory(run, durableProgram.graph)
  expect(new Set(both.taken.keys()), 'the other one goes another way').not.toEqual(story.cuts[0]?.ways)
  expect(both.cuts[0]?.ways).toEqual(story.cuts[0]?.ways)
})

describe('what goes wrong without killing anybody', () => {
  const run = troubledRun()
  const troubled = graphStory(run, durableProgram.graph)
  const state = (id: string, cursor: number) => node(`checkout/${id}`, cursor, troubled)
  const when = (kind: string, change?: string) =>
    run.trace.find(
      ({ what }) =>
        what.kind === kind && (change === undefined || ('change' in what && what.change === change)),
    )?.index ?? 0

  test('is drawn with its own sign and words, each where it strikes', () => {
    expect(troubled.cuts.map(({ gap, struck, sign }) => [gap, struck, sign])).toEqual([
      [`${reserve}|exit`, 'answer lost', 'unheard'],
      ['checkout/createSession|stripe.checkout.sessions.create', 'time-out', 'unheard'],
      ['checkout/fulfillOrder|fulfillOrder.ship', 'A froze', 'freeze'],
      ['checkout/fulfillOrder|fulfillOrder.ship', '40001', 'other'],
      ['checkout/recv:payment|arrival', 'webhook forged', 'message'],
      ['checkout/recv:payment|arrival', 'webhook replayed', 'message'],
    ])
  })

  test('a commit whose answer is lost is done; who looks for it and finds it runs nothing', () => {
    const { status, rows, marks } = state('reserveInventory', run.trace.length)
    expect(status).toBe('ran')
    expect(rows.at(-1)).toMatchObject({ title: 'COMMIT', value: 'answer lost', state: 'done' })
    expect(marks.map(({ words }) => words)).toEqual(['A ran it', 'A reused it'])
  })

  test('a call that is not heard of is neither done nor failed', () => {
    const { status, rows, marks } = state('createSession', when('stripe-call'))
    expect(status).toBe('unknown')
    expect(rows[0]).toMatchObject({ title: 'Stripe session', value: 'no answer' })
    expect(marks.map(({ words }) => words)).toEqual(['A gets no answer'])
  })

  test('a server freezes in the middle of a step, and goes on', () => {
    const [frozen, thawed] = [when('process', 'frozen'), when('process', 'thawed')]
    expect([frozen - 2, frozen, thawed - 1, thawed].map((at) => state('fulfillOrder', at).status)).toEqual([
      'running',
      'frozen',
      'frozen',
      'running',
    ])
    expect(state('fulfillOrder', frozen).marks.map(({ words }) => words)).toEqual(['A is frozen'])
  })

  test('a refused commit tells its code, and its transaction is rolled back', () => {
    const { status, rows, marks } = state('fulfillOrder', run.trace.length)
    expect(status).toBe('rolled-back')
    expect(rows.map(({ title, value, state: look }) => [title, value, look])).toEqual([
      ['shipments', '+ 1 row', 'lost'],
      ['COMMIT', '40001', 'lost'],
      ['rolled back', expect.stringMatching(/^event \d+$/), 'lost'],
    ])
    expect(marks.map(({ words }) => words)).toEqual(['A failed'])
  })
})

test('edges are taken where the run goes', () => {
  const taken = [...story.taken.keys()].map((id) => id.replaceAll('checkout/', ''))
  expect(taken).toContain('reserveInventory>createSession')
  expect(taken).not.toContain('reserveInventory>end:out of stock')
  expect(taken).toContain('recv:payment>paid')
  expect(taken).toContain('paid>fulfillOrder')
})

test('a state is the same object while nothing changes, so that its node is not drawn again', () => {
  expect(node(reserve, committed + 10)).toBe(node(reserve, committed + 11))
})
