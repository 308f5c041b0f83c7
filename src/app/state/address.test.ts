import { beforeEach, describe, expect, test, vi } from 'vitest'
import { followAddress } from './address.ts'
import { chooseLane, openLane, playCounterexample, replayInLane, seekMoment } from './commands.ts'
import type { Simulator } from './page-state.ts'
import { createPageStore } from './store.ts'
import { sampleCatalogue } from './testing/sample-catalogue.ts'

const asleep: Simulator = {
  prepare: () => undefined,
  state: () => ({ kind: 'asleep' }),
  subscribe: () => () => undefined,
  simulate: () => new Promise(() => undefined),
}

/** As much of a window as an address needs. */
class FakeWindow extends EventTarget {
  readonly entries: string[]
  readonly setTimeout = setTimeout
  readonly clearTimeout = clearTimeout
  readonly location = { pathname: '/shop/', search: '', hash: '' }
  readonly history = {
    pushState: (_state: null, _title: string, address: string) => this.#enter(address, 0),
    replaceState: (_state: null, _title: string, address: string) => this.#enter(address, 1),
  }

  constructor(address: string) {
    super()
    this.entries = [address]
    this.#locate()
  }

  back(): void {
    this.entries.pop()
    this.#locate()
    this.dispatchEvent(new Event('popstate'))
  }

  #enter(address: string, replaced: 0 | 1): void {
    this.entries.splice(this.entries.length - replaced, replaced, address)
    this.#locate()
  }

  #locate(): void {
    const [, search = '', hash = ''] = /^[^?#]*(\?[^#]*)?(#.*)?$/.exec(this.entries.at(-1) ?? '') ?? []
    Object.assign(this.location, { search, hash })
  }
}

function open(address: string) {
  const window = new FakeWindow(address)
  const store = createPageStore(sampleCatalogue, asleep)
  followAddress(store, window as unknown as Window)
  return { window, store }
}

const rest = () => vi.advanceTimersByTime(1_000)

describe('the address', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    return () => void vi.useRealTimers()
  })

  test('stays as it came until something changes', () => {
    const { window } = open('/shop/')
    rest()
    expect(window.entries).toEqual(['/shop/'])
  })

  test('follows the cursor once it rests, in the same entry', () => {
    const { window, store } = open('/shop/')
    for (const cursor of [5, 6, 7]) store.getState().seek(cursor)
    rest()
    expect(window.entries).toHaveLength(1)
    expect(window.entries[0]).toMatch(/^\/shop\/#version=2&implementation=naive&.*&cursor=/)
  })

  test('gets another entry for another input, and Back undoes it', () => {
    const { window, store } = open('/shop/')
    store.getState().seek(7)
    rest()
    chooseLane(store, 'durable')
    rest()
    expect(window.entries).toHaveLength(2)
    window.back()
    expect(store.getState().run?.input.implementation).toBe('naive')
    expect(store.getState().cursor).toBe(7)
    rest()
    expect(window.entries).toHaveLength(1)
  })

  test('drops the notices of a link when another entry takes its place, not while the cursor moves', () => {
    const { window, store } = open('/shop/#garbage')
    const problems = () => store.getState().problems
    expect(problems()).toHaveLength(1)
    rest()
    seekMoment(store, 4)
    rest()
    expect(problems()).toHaveLength(1)
    openLane(store, 'naive')
    rest()
    expect(window.entries).toHaveLength(2)
    expect(problems()).toEqual([])
  })

  test('gets another entry for another view, and Back leads to it at the same moment', () => {
    const { window, store } = open('/shop/')
    seekMoment(store, 4)
    rest()
    expect(window.entries).toHaveLength(1)
    expect(window.entries[0]).toContain('view=compare')
    openLane(store, 'naive')
    rest()
    expect(window.entries).toHaveLength(2)
    expect(window.entries[1]).not.toContain('view=')
    const { cursor } = store.getState()
    window.back()
    rest()
    expect(store.getState()).toMatchObject({ view: 'compare', cursor })
    expect(window.entries).toHaveLength(1)
  })

  test('names the atlas and how it is looked at, each an entry; a counterexample is one more, and Back leads to the atlas', () => {
    const { window, store } = open('/shop/#view=atlas&atlas=rows:failing')
    expect(store.getState()).toMatchObject({ view: 'atlas', atlas: 'rows:failing' })
    store.getState().browse('rows:failing,invariant:S8')
    rest()
    expect(window.entries).toHaveLength(2)
    expect(window.entries[1]).toContain('view=atlas&atlas=rows:failing%2Cinvariant:S8'.replace('%2C', ','))
    const durable = sampleCatalogue.embedded[1].input
    playCounterexample(store, durable)
    rest()
    expect(store.getState()).toMatchObject({ view: 'focus', run: sampleCatalogue.embedded[1] })
    expect(window.entries).toHaveLength(3)
    window.back()
    rest()
    expect(store.getState()).toMatchObject({ view: 'atlas', atlas: 'rows:failing,invariant:S8' })
    expect(window.entries).toHaveLength(2)
  })

  test('follows the atlas before there is a run', () => {
    const { window, store } = open('/shop/#implementation=naive&seed=9&view=atlas')
    rest()
    expect(window.entries).toEqual(['/shop/#implementation=naive&seed=9&view=atlas'])
    store.getState().browse('rows:failing')
    rest()
    expect(window.entries[1]).toBe(
      '/shop/#version=2&implementation=naive&seed=9&view=atlas&atlas=rows:failing',
    )
    window.back()
    rest()
    expect(store.getState()).toMatchObject({ run: null, view: 'atlas', atlas: '' })
  })

  test('is written for another input even while it plays, and not for each event', () => {
    const { window, store } = open('/shop/')
    replayInLane(store, 'durable')
    rest()
    expect(store.getState().playing).toBe(true)
    const written = window.entries.at(-1)
    expect(written).toContain('implementation=durable')
    store.getState().tick()
    rest()
    expect(window.entries.at(-1)).toBe(written)
    store.getState().pause()
    rest()
    expect(window.entries.at(-1)).not.toBe(written)
  })

  test('may come as a query; what is written is a hash', () => {
    const { window, store } = open(
      '/shop/?implementation=durable&plan=server/commit:reserveInventory%231=crash-after',
    )
    expect(store.getState().run?.input.implementation).toBe('durable')
    store.getState().seek(3)
    rest()
    expect(window.entries[0]).toMatch(/^\/shop\/#/)
  })

  test('keeps that answers are hidden', () => {
    const { window, store } = open('/shop/#ask=1')
    store.getState().seek(3)
    rest()
    expect(window.entries[0]).toContain('ask=1')
    store.getState().reveal()
    rest()
    expect(window.entries[0]).not.toContain('ask=1')
  })
})
