import { describe, expect, test, vi } from 'vitest'
import type { Job, Outcome } from '#explorer/job.ts'
import { schedulesOf, type Atlas, type Singles } from '#explorer/singles.ts'
import { defaultInput, formatInput, formatPlan } from '#simulator'
import { sampleCatalogue as catalogue } from '../state/testing/sample-catalogue.ts'
import type { Kept } from './kept.ts'
import { createSession, type SessionStore } from './session.ts'

const points = ['server/begin:createOrder#1', 'server/createOrder#1', 'server/commit:createOrder#1']
const implementations = ['naive', 'durable']

/** As if all crashes left the same. */
const foresight = Object.fromEntries(points.map((point) => [point, { before: 0, after: 0, jump: [] }]))

/** In the naive lane the crash after the commit violates something, and nothing else does. */
function outcomeOf({ input, wants, foresees }: Job): Outcome {
  if (wants === 'points') return { kind: 'points', points, ...(foresees && { foresight }) }
  const isBroken =
    input.implementation === 'naive' && formatPlan(input.plan).includes('commit:createOrder#1=crash')
  const reached = formatPlan(input.plan).includes('crash') ? ['replayed'] : []
  const violated = isBroken ? ['S8'] : []
  return { kind: 'verdicts', violated, notJudged: null, fired: true, reached, behaviour: null }
}

function singlesOf(implementation: string, palette: 'short' | 'full'): Singles {
  const base = formatInput({ ...defaultInput, implementation })
  const empty: Singles = { base, points, preemptible: [], verdicts: {}, reached: [] }
  return { ...empty, verdicts: Object.fromEntries(schedulesOf(empty, palette).map((fault) => [fault, null])) }
}

function embedded(source = 'now'): Atlas {
  return {
    source,
    computedOn: '2026-11-25',
    palette: 'short',
    customers: ['pays'],
    singles: implementations.map((name) => singlesOf(name, 'short')),
  }
}

interface Browser {
  kept: Kept | null
  workers: number
  begun: number
  readonly batches: number
  /** Whether those that are opened are open at once; else each is opened when the one before has been closed. */
  hasTabs: boolean
}

/**
 * A browser: what it keeps, and every schedule that was really run in it.
 *
 * @param batches so many are run; the next ones wait until they are let
 */
function openBrowser(batches = Number.POSITIVE_INFINITY) {
  const ran: string[] = []
  let release: () => void = () => undefined
  const released = new Promise<void>((resolve) => (release = resolve))
  const tabs: (() => void)[] = []
  const browser: Browser = { kept: null, workers: 0, begun: 0, batches, hasTabs: false }
  const closeFirst = () => {
    tabs.shift()
    tabs[0]?.()
  }
  const open = (atlas = embedded()): SessionStore => {
    const session = createSession({
      catalogue,
      loadAtlas: () => Promise.resolve(atlas),
      openExplorers: () => {
        browser.workers += 1
        const runner = async (jobs: readonly Job[]) => {
          browser.begun += 1
          if (browser.begun > batches) await released
          // Those without a number are of the shrinking.
          for (const { id, input, wants } of jobs)
            if (id > 0) ran.push(`${wants} ${input.implementation} ${formatPlan(input.plan)}`)
          return jobs.map(outcomeOf)
        }
        return Promise.resolve({ runners: [runner], close: () => (browser.workers -= 1) })
      },
      storage: {
        own(onOwned) {
          tabs.push(onOwned)
          return Promise.resolve(!browser.hasTabs || tabs.length === 1)
        },
        read: (source) => Promise.resolve(browser.kept?.source === source ? browser.kept : null),
        keep: (kept) => {
          browser.kept = structuredClone(kept)
          return Promise.resolve()
        },
      },
    })
    session.getState().open()
    return session
  }
  return { ran, browser, open, release, closeFirst }
}

/** Waits as long as it takes on a slow machine; by itself `vi.waitFor` gives up after a second. */
const until = (check: () => void) => vi.waitFor(check, { timeout: 60_000 })
const scope = { customers: ['pays'], palette: 'full' } as const
const knownIn = (session: SessionStore) =>
  [...session.getState().known.values()].reduce((sum, { verdicts }) => sum + Object.keys(verdicts).length, 0)
const isReady = (session: SessionStore) => until(() => expect(session.getState().source.kind).toBe('ready'))
const isAt = (session: SessionStore, kind: string) =>
  until(() => expect(session.getState().sweep?.status.kind).toBe(kind))
const all = 2 * schedulesOf(singlesOf('naive', 'full'), 'full').length
const short = 2 * schedulesOf(singlesOf('naive', 'short'), 'short').length

/** A sweep that was paused while a batch was under way, after so many. */
async function pauseIn(
  { browser, open, release }: ReturnType<typeof openBrowser>,
  kind: 'one' | 'two' = 'one',
): Promise<SessionStore> {
  const session = open()
  await isReady(session)
  session.getState().start(kind, scope)
  await until(() => expect(browser.begun).toBe(browser.batches + 1))
  session.getState().pause()
  release()
  await isAt(session, 'paused')
  return session
}

describe('the atlas of a tab', () => {
  test('knows what the build has tried, and starts nothing by itself', async () => {
    const { browser, open } = openBrowser()
    const session = open()
    await isReady(session)
    expect(knownIn(session)).toBe(short)
    expect(session.getState()).toMatchObject({ sweep: null, usualCustomers: ['pays'] })
    expect(browser.workers).toBe(0)
  })

  test('a sweep runs what is not known, each schedule once, and then lets its workers go', async () => {
    const { ran, browser, open } = openBrowser()
    const session = open()
    await isReady(session)
    session.getState().start('one', scope)
    await isAt(session, 'over')
    await until(() => expect(knownIn(session)).toBe(all))
    expect(ran).toHaveLength(all - short)
    expect(new Set(ran).size).toBe(ran.length)
    const naive = session.getState().known.get(JSON.stringify(singlesOf('naive', 'full').base))
    expect(naive?.verdicts['server/commit:createOrder#1=crash-after(restart=never)']).toEqual({
      violated: ['S8'],
      notJudged: null,
      asked: null,
    })
    const seen = () => [...session.getState().known.values()].map(({ reached }) => reached)
    await until(() => expect(seen()).toEqual([['replayed'], ['replayed']]))
    expect(browser.kept?.singles.map(({ reached }) => reached)).toEqual(seen())
    await until(() => expect(browser.workers).toBe(0))
    expect(browser.kept?.sweep).toBeNull()
  })

  test('each schedule has a verdict of its own, also where several are known to come to the same', async () => {
    const { ran, open } = openBrowser()
    const session = open()
    await isReady(session)
    session.getState().start('one', { customers: ['leaves'], palette: 'full' })
    await isAt(session, 'over')
    await until(() => expect(knownIn(session)).toBe(short + all))
    expect(ran.filter((each) => each.startsWith('verdicts'))).toHaveLength(all)
  })

  test('paused it hands out nothing more, and takes what was under way; continued it goes on where it was', async () => {
    const tab = openBrowser(2)
    const session = await pauseIn(tab)
    const { ran, browser } = tab
    expect(browser.begun).toBe(3)
    session.getState().resume()
    await isAt(session, 'over')
    expect(new Set(ran).size).toBe(all - short)
    expect(ran).toHaveLength(all - short)
  })

  test('once it says that it is paused or over, all that was tried is shown', async () => {
    const { ran, browser, open, release } = openBrowser(2)
    const session = open()
    const shown: string[] = []
    let drawn = 0
    session.subscribe(({ sweep, known }, before) => {
      if (known !== before.known) drawn = knownIn(session)
      const { kind } = sweep?.status ?? {}
      if (kind === 'paused' || kind === 'over') shown.push(`${kind}: ${drawn}`)
    })
    await isReady(session)
    session.getState().start('one', scope)
    await until(() => expect(browser.begun).toBe(3))
    session.getState().pause()
    release()
    await isAt(session, 'paused')
    const tried = ran.filter((each) => each.startsWith('verdicts')).length
    expect(tried).toBeGreaterThan(0)
    expect(shown[0]).toBe(`paused: ${short + tried}`)
    session.getState().resume()
    await isAt(session, 'over')
    expect(shown.find((each) => each.startsWith('over'))).toBe(`over: ${all}`)
  })

  test('while a run is played it waits, and goes on by itself', async () => {
    const { ran, browser, open, release } = openBrowser(2)
    const session = open()
    await isReady(session)
    session.getState().start('one', scope)
    await until(() => expect(browser.begun).toBe(3))
    session.getState().hold(true)
    release()
    await isAt(session, 'waiting')
    expect(browser.begun).toBe(3)
    session.getState().hold(false)
    await isAt(session, 'over')
    expect(ran).toHaveLength(all - short)
  })

  test('the page closed in mid-sweep and opened again goes on: nothing is lost, nothing done twice', async () => {
    const tab = openBrowser(2)
    await pauseIn(tab)
    const { ran, browser, open } = tab
    // As a page that is closed leaves it: under way, not paused.
    const { kept } = browser
    browser.kept = kept?.sweep ? { ...kept, sweep: { ...kept.sweep, isPaused: false } } : null
    const again = open()
    await isAt(again, 'over')
    await until(() => expect(knownIn(again)).toBe(all))
    expect(ran).toHaveLength(all - short)
  })

  test('pairs, paused in the midst of them, closed, opened and continued: nothing is lost, nothing done twice', async () => {
    const whole = openBrowser()
    const session = whole.open()
    await isReady(session)
    session.getState().start('two', scope)
    await isAt(session, 'over')

    const tab = openBrowser(3)
    const { ran, browser, open } = tab
    const paused = await pauseIn(tab, 'two')
    expect(ran.some((each) => each.includes(';'))).toBe(true)
    expect(ran.length).toBeLessThan(whole.ran.length)
    expect(browser.kept?.sweep?.snapshot?.findings.schedules).toBe(paused.getState().sweep?.tried)

    const again = open()
    await isAt(again, 'paused')
    again.getState().resume()
    await isAt(again, 'over')
    expect(ran.toSorted()).toEqual(whole.ran.toSorted())
    expect(again.getState().sweep?.tried).toBe(session.getState().sweep?.tried)
  })

  test('paused and closed it stays paused', async () => {
    const tab = openBrowser(1)
    await pauseIn(tab)
    const { ran, browser, open } = tab
    const again = open()
    await isAt(again, 'paused')
    again.getState().cancel()
    expect(again.getState().sweep).toBeNull()
    expect(browser.begun).toBe(2)
    expect(knownIn(again)).toBe(short + ran.length)
  })

  test('T3: of two tabs one keeps; the other tries for itself, and goes on where the first was when that is closed', async () => {
    const tab = openBrowser(1)
    const { browser, open, closeFirst } = tab
    browser.hasTabs = true
    const first = await pauseIn(tab)
    const { kept } = browser
    expect(first.getState().isKept).toBe(true)
    expect(kept?.sweep).toMatchObject({ kind: 'one', isPaused: true })

    const second = open()
    await isReady(second)
    expect(second.getState()).toMatchObject({ isKept: false, sweep: null })
    expect(knownIn(second), 'what was kept is known').toBe(knownIn(first))
    second.getState().start('one', { ...scope, palette: 'short' })
    await isAt(second, 'over')
    expect(browser.kept).toBe(kept)

    closeFirst()
    await isAt(second, 'paused')
    expect(second.getState().isKept).toBe(true)
    second.getState().resume()
    await isAt(second, 'over')
    await until(() => expect(browser.kept?.sweep).toBeNull())
    await until(() => expect(knownIn(second)).toBe(all))
  })

  test('T3: a tab with something under way takes over when that has ended', async () => {
    const tab = openBrowser(1)
    const { browser, open, closeFirst } = tab
    browser.hasTabs = true
    await pauseIn(tab)
    const { kept } = browser
    const second = open()
    await isReady(second)
    second.getState().start('two', scope)
    second.getState().pause()
    await isAt(second, 'paused')
    closeFirst()
    // All that a storage answers here is there at the end of the turn.
    await new Promise((resolve) => setTimeout(resolve))
    expect(browser.kept).toBe(kept)
    expect(second.getState().isKept).toBe(false)
    second.getState().cancel()
    await isAt(second, 'paused')
    expect(second.getState().sweep?.of).toBe('one')
    expect(second.getState().isKept).toBe(true)
  })

  test('what was found with other sources is not shown', async () => {
    const { browser, open } = openBrowser()
    const session = open()
    await isReady(session)
    session.getState().start('one', scope)
    await isAt(session, 'over')
    await until(() => expect(browser.kept?.singles).toHaveLength(2))
    const other = open(embedded('edited'))
    await isReady(other)
    expect(knownIn(other)).toBe(short)
  })

  test('pairs are a list: each way of failing once, made as small as it gets', async () => {
    const { open } = openBrowser()
    const session = open()
    await isReady(session)
    session.getState().start('two', { ...scope, palette: 'short' })
    await until(() => {
      const found = session.getState().deeper.two?.found ?? []
      expect(found.map(({ fields, violated, steps }) => [fields['plan'], violated, steps])).toEqual([
        ['server/commit:createOrder#1=crash-after', ['S8'], []],
      ])
    })
  })

  test('chance draws anew each time, and what it found stays, beside the pairs, when the page is closed', async () => {
    const { browser, open, ran } = openBrowser()
    const session = open()
    await isReady(session)
    const over = (kind: 'two' | 'random', times: number) =>
      until(() => {
        const deeper = session.getState().deeper[kind]
        expect(deeper).toMatchObject({ isComplete: true, seed: times })
        expect(deeper?.found.every(({ steps }) => steps !== null)).toBe(true)
        expect(browser.kept?.sweep).toBeNull()
      })
    session.getState().start('two', { ...scope, palette: 'short' })
    await over('two', 1)
    session.getState().start('random', scope)
    await over('random', 1)
    const once = ran.length
    const first = session.getState().deeper.random
    session.getState().start('random', scope)
    await over('random', 2)
    expect(first?.tried).toBeGreaterThan(2_000)
    expect(session.getState().deeper.random?.tried).toBe(2 * (first?.tried ?? 0))
    expect(new Set(ran.slice(once))).not.toEqual(new Set(ran.slice(0, once)))
    const { deeper } = session.getState()
    await until(() => expect(browser.kept?.deeper).toEqual(deeper))

    const reloaded = open()
    await isReady(reloaded)
    expect(reloaded.getState().deeper).toEqual(deeper)
  })

  test('an atlas that does not come says why, and is asked for again', async () => {
    const loadAtlas = vi.fn<() => Promise<unknown>>().mockRejectedValueOnce(new Error('No connection.'))
    loadAtlas.mockResolvedValueOnce(embedded())
    const session = createSession({
      catalogue,
      loadAtlas,
      openExplorers: () => Promise.reject(new Error('none')),
      storage: {
        own: () => Promise.resolve(true),
        read: () => Promise.resolve(null),
        keep: () => Promise.resolve(),
      },
    })
    session.getState().open()
    await until(() => expect(session.getState().source).toEqual({ kind: 'failed', reason: 'No connection.' }))
    session.getState().open()
    await isReady(session)
    session.getState().start('one', scope)
    await isAt(session, 'failed')
    expect(session.getState().sweep?.status).toEqual({ kind: 'failed', reason: 'none' })
  })
})
