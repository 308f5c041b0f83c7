import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { Run } from '#simulator'
import { isBeginning } from '../model/beginning.ts'
import { addFault, breakAtCursor, step, toEnd, toStart } from '../state/commands.ts'
import { lanesOf } from '../state/lanes.ts'
import type { Simulator } from '../state/page-state.ts'
import { drivePlayback } from '../state/playback.ts'
import { playheadOf } from '../state/playhead.ts'
import { createPageStore } from '../state/store.ts'
import { openingCatalogue } from '../state/testing/sample-catalogue.ts'
import { createTabMemory } from './memory.ts'

const [naive, durable] = openingCatalogue.embedded
const crash = naive.faults[0]?.fired === true ? naive.faults[0].event : 0
const asleep: Simulator = {
  state: () => ({ kind: 'asleep' }),
  subscribe: () => () => undefined,
  prepare: () => undefined,
  simulate: () => new Promise(() => undefined),
}

/** The same beginning, and nothing else in common but the number of events. */
const otherEnding: Run = {
  ...durable,
  input: naive.input,
  trace: naive.trace.map((event) =>
    event.index <= crash ? event : { ...event, what: { kind: 'settling' }, changes: [], point: null },
  ),
  initialTables: naive.initialTables,
  faults: naive.faults,
  traceHash: 'other',
  programHash: naive.programHash,
}

function visit(address = '', memory = createTabMemory(), run = naive) {
  const catalogue = { ...openingCatalogue, embedded: [run, durable] }
  const store = createPageStore(catalogue, asleep, memory)
  store.getState().open(address)
  return { store, memory, page: () => store.getState() }
}

/** Ticks until it stops by itself. */
function playOn(page: ReturnType<typeof visit>['page'], most = 400): void {
  for (let ticks = 0; ticks < most && page().playing; ticks += 1) page().tick()
}

describe('a first visit to a bare address', () => {
  test('asks, a few events before the crash', () => {
    const { page } = visit()
    expect(page()).toMatchObject({ opening: { phase: 'asking', bet: null }, view: 'focus', problems: [] })
    expect(page().cursor).toBeGreaterThan(0)
    expect(page().cursor).toBeLessThan(crash)
  })

  test('what other sites add to an address makes it no link', () => {
    expect(visit('?utm_source=talk').page().opening).not.toBeNull()
  })

  test('a link always wins', () => {
    for (const link of ['#implementation=naive', '#view=compare', '#embed=1', '#view=atlas'])
      expect(visit(link).page().opening, link).toBeNull()
  })

  test('a page without its run opens as for everybody else', () => {
    const store = createPageStore({ ...openingCatalogue, embedded: [durable] }, asleep)
    store.getState().open('')
    expect(store.getState()).toMatchObject({ opening: null, run: durable })
  })
})

describe('P6: until the answer', () => {
  const walk = (run: Run) => {
    const { store, page } = visit('', createTabMemory(), run)
    const pictures: unknown[] = []
    const look = () => {
      const { runs: _, catalogue: __, ...rest } = page()
      pictures.push(
        JSON.parse(JSON.stringify({ ...rest, lanes: lanesOf(page()), playhead: playheadOf(page()) })),
      )
    }
    look()
    page().bet('two')
    look()
    for (const move of [
      () => step(store, 1),
      () => step(store, -3),
      () => toStart(store),
      () => toEnd(store),
    ]) {
      move()
      look()
    }
    return pictures
  }

  test('nothing on the page depends on what comes after the crash', () => {
    expect(otherEnding.trace).toHaveLength(naive.trace.length)
    expect(walk(otherEnding)).toEqual(walk(naive))
  })

  test('the run is cut at the crash, and after it at the cursor', () => {
    const { page } = visit()
    expect(page().run?.trace).toHaveLength(crash)
    page().play()
    for (let event = page().cursor + 1; event < naive.trace.length; event += 1) {
      page().tick()
      expect(page().cursor).toBe(event)
      expect(page().run?.trace).toHaveLength(Math.max(event, crash))
    }
    page().seek(2)
    expect(page().run?.trace).toHaveLength(crash)
  })

  test('no other lane has a run or a verdict', () => {
    expect(lanesOf(visit().page()).map(({ run, tone }) => [run === null, tone])).toEqual([
      [false, 'unknown'],
      [true, 'unknown'],
    ])
  })

  test('one step goes beyond what is seen, the end of it comes before the end', () => {
    const { store, page } = visit()
    toEnd(store)
    expect(page()).toMatchObject({ cursor: crash, opening: { phase: 'asking' } })
    expect(playheadOf(page()).last).toBe(crash + 1)
    step(store, 1)
    expect(page()).toMatchObject({ cursor: crash + 1, opening: { phase: 'asking' } })
    toEnd(store)
    expect(page()).toMatchObject({ cursor: naive.trace.length, run: naive, opening: { phase: 'revealed' } })
  })
})

describe('the bet', () => {
  test('can be changed until it is played, and played without', () => {
    const { page } = visit()
    page().bet('one')
    page().bet('two')
    expect(page().opening?.bet).toBe('two')
    page().play()
    page().bet('one')
    expect(page().opening).toEqual({ phase: 'playing', bet: 'two' })
    expect(visit().page().opening?.bet).toBeNull()
  })

  test('is played to the end without a halt, and then answered', () => {
    const { page, memory } = visit()
    page().bet('two')
    page().play()
    playOn(page)
    expect(page()).toMatchObject({
      run: naive,
      cursor: naive.trace.length,
      playing: false,
      opening: { phase: 'revealed', bet: 'two' },
    })
    expect(memory.hasSeenOpening()).toBe(true)
  })

  test('pausing on the way keeps it and tells nothing', () => {
    const { page } = visit()
    page().play()
    page().tick()
    page().pause()
    expect(page().opening?.phase).toBe('playing')
    expect(page().run !== null && isBeginning(page().run as Run)).toBe(true)
    page().play()
    playOn(page)
    expect(page().opening?.phase).toBe('revealed')
  })
})

describe('it ends', () => {
  const revealed = () => {
    const visited = visit()
    visited.page().play()
    playOn(visited.page)
    return visited
  }

  test('by skipping, where it stands, and is not shown again', () => {
    const { page, memory } = visit()
    const { cursor } = page()
    page().skipOpening()
    expect(page()).toMatchObject({ opening: null, run: naive, cursor, view: 'focus' })
    const again = visit('', memory)
    expect(again.page()).toMatchObject({ opening: null, view: 'compare' })
  })

  test('by a fault that is placed', () => {
    const { store, page } = visit()
    breakAtCursor(store, 'crash')
    expect(page()).toMatchObject({ opening: null, before: { run: naive } })
    expect(page().wanted.plan).toHaveLength(2)
  })

  test('not by going to the fault that is there', () => {
    const { store, page } = visit()
    const [fault] = naive.input.plan
    if (fault !== undefined) addFault(store, fault)
    expect(page()).toMatchObject({ cursor: crash, opening: { phase: 'asking' } })
  })

  test('by a link', () => {
    const { page } = visit()
    page().open('#implementation=naive&plan=server/commit:reserveInventory%231=crash-after')
    expect(page()).toMatchObject({ opening: null, run: naive, cursor: naive.trace.length })
  })

  test('after the answer its next lane is still part of it; another experiment or view is not', () => {
    const { page } = revealed()
    page().change({ ...naive.input, implementation: 'durable' }, () => 3)
    expect(page()).toMatchObject({ run: durable, opening: { phase: 'revealed' } })
    page().look('compare')
    expect(page()).toMatchObject({ opening: null, view: 'compare' })
  })

  test('it can be played again', () => {
    const { page } = revealed()
    page().look('compare')
    page().playOpening()
    expect(page()).toMatchObject({ opening: { phase: 'asking', bet: null }, view: 'focus' })
    expect(page().run?.trace).toHaveLength(crash)
  })
})

describe('a visitor who comes back', () => {
  const left = 'implementation=durable&plan=server/commit:reserveInventory%231=crash-after&cursor=start'

  test('opens where she left, whether or not she has seen the opening', () => {
    const memory = createTabMemory()
    memory.keepLink(left)
    const { page } = visit('', memory)
    expect(page()).toMatchObject({ opening: null, run: durable, cursor: 0, view: 'focus' })
  })

  test('a link wins over that', () => {
    const memory = createTabMemory()
    memory.keepLink(left)
    const link = '#implementation=naive&plan=server/commit:reserveInventory%231=crash-after'
    expect(visit(link, memory).page().run).toBe(naive)
  })

  test('is told nothing of what this version cannot read of it', () => {
    const memory = createTabMemory()
    memory.rememberOpening()
    memory.keepLink('implementation=gone&plan=server/nowhere%231=crash-after')
    expect(visit('', memory).page()).toMatchObject({ problems: [], run: naive, view: 'compare' })
  })
})

describe('playing', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    return () => void vi.useRealTimers()
  })

  test('holds at the crash for 600 ms, in the opening only', () => {
    const { store, page } = visit()
    const stop = drivePlayback(store)
    page().seek(crash - 1)
    page().play()
    vi.advanceTimersByTime(480)
    expect(page().cursor).toBe(crash)
    vi.advanceTimersByTime(480 + 599)
    expect(page().cursor).toBe(crash)
    vi.advanceTimersByTime(1)
    expect(page().cursor).toBe(crash + 1)
    page().skipOpening()
    page().seek(crash)
    page().play()
    vi.advanceTimersByTime(480)
    expect(page().cursor).toBe(crash + 1)
    stop()
  })
})
