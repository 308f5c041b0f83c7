import { describe, expect, test } from 'vitest'
import { defaultInput, formatLink, parsePlan, type Input, type Run } from '#simulator'
import { breakAtCursor, chooseLane, removeFault, reset } from './commands.ts'
import type { Simulator } from './page-state.ts'
import { atEnd } from './place.ts'
import { createPageStore } from './store.ts'
import { sampleCatalogue as catalogue } from './testing/sample-catalogue.ts'

const [naive] = catalogue.embedded

/** Answers when told to, in any order. */
function setUp() {
  const asked: { input: Input; answer: (change?: Partial<Run>) => void; fail: (why: string) => void }[] = []
  const simulator: Simulator = {
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

  test('a damaged link opens the opening run and says what could not be read', () => {
    const { page } = setUp()
    page().open('#implementation=nonsense&plan=%E0%A4%A')
    expect(page().run).toBe(naive)
    expect(page().problems).toHaveLength(2)
  })

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

  test('a link that was recorded with other source says so', () => {
    const { page } = setUp()
    page().open(
      `#${formatLink({ input: naive.input, cursor: null, view: 'focus', ask: false, embed: false, program: 'old' })}`,
    )
    expect(page().problems).toEqual(['This link was recorded with another version of this checkout.'])
  })

  test('a first run that fails leaves the opening one on screen', async () => {
    const { page, asked } = setUp()
    page().open('#implementation=durable&seed=9')
    expect(page().run).toBeNull()
    asked[0]?.fail('No Postgres here.')
    await settle()
    expect(page().run).toBe(naive)
    expect(page().failure?.sentence).toBe('No Postgres here.')
  })
})

describe('asking', () => {
  test('P1: the run before stays until the new one comes', async () => {
    const { page, asked } = setUp()
    page().open('')
    page().change(withSeed(2), atEnd)
    expect(page().run).toBe(naive)
    asked[0]?.answer()
    await settle()
    expect(page().run?.input.seed).toBe(2)
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

  test('P3: a question that fails leaves everything as it was, and can be asked again', async () => {
    const { page, asked } = setUp()
    page().open('')
    page().change(withSeed(2), atEnd)
    asked[0]?.fail('It did not end.')
    await settle()
    expect(page().run).toBe(naive)
    expect(page().wanted).toBe(naive.input)
    expect(page().past).toEqual([])
    page().tryAgain()
    asked[1]?.answer()
    await settle()
    expect(page().run?.input.seed).toBe(2)
    expect(page().failure).toBeNull()
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
    expect(asked).toHaveLength(1)
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

  test('another lane drops guards that it lacks', () => {
    const { store, page, asked } = setUp()
    page().open('')
    page().change({ ...naive.input, implementation: 'durable', guards: { idempotencyKey: false } }, atEnd)
    asked[0]?.answer()
    chooseLane(store, 'naive')
    expect(page().wanted).toEqual(naive.input)
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
