/**
 * The page's store: the run on screen and where the cursor stands in it.
 *
 * Owns the inputs' history, the runs that have come, and which of the answers under way is still wanted.
 *
 * P1 What is shown is one run: question, chips, graph and verdict all come from `run`, never from an input whose
 *    run has not come. So nothing on screen contradicts anything else.
 * P2 An answer that is no longer wanted is kept for later and not shown.
 * P3 A question that fails leaves the run on screen as it was, and says so.
 */
import { formatInput, mostFaults, parseLink, type Input, type Run } from '#simulator'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Catalogue } from './catalogue.ts'
import type { Page, Simulator } from './page-state.ts'
import { atEnd, atFirstFault, atLinked, samePlace, within, type Place } from './place.ts'
import { openingInput } from './opening.ts'
import { pausesAt } from './stops.ts'

export type PageStore = StoreApi<Page>

/** @param simulator Is asked for runs that are neither embedded nor known yet. */
export function createPageStore(catalogue: Catalogue, simulator: Simulator): PageStore {
  const store = createStore<Page>()((set, get) => {
    const show = (run: Run, place: Place) => {
      set({ run, cursor: within(run, place(run)), wanted: run.input, failure: null, playing: false })
      void fillLanes(store, simulator)
    }

    const ask = async (input: Input, place: Place, onShown?: (run: Run) => void) => {
      const known = get().runs.get(keyOf(input))
      if (known !== undefined) {
        show(known, place)
        return onShown?.(known)
      }
      set({ wanted: input, failure: null, playing: false })
      try {
        const run = await simulator.simulate(input)
        keep(store, run)
        if (get().wanted !== input) return // P2
        show(run, place)
        onShown?.(run)
      } catch (error) {
        if (get().wanted !== input) return
        fail(input, error instanceof Error ? error.message : String(error))
      }
    }

    const fail = (input: Input, sentence: string) => {
      const { run, past, wanted } = get()
      const before = past.at(-1)
      // P3; and the step that failed is none to be taken back.
      const isBack = run !== null && before !== undefined && keyOf(before) === keyOf(run.input)
      set({
        failure: { input, sentence },
        wanted: run?.input ?? wanted,
        past: isBack ? past.slice(0, -1) : past,
      })
      const opening = catalogue.embedded[0]
      if (run === null && opening !== undefined)
        set({ run: opening, wanted: opening.input, cursor: opening.trace.length })
    }

    const here = (): Place => {
      const { run, cursor } = get()
      return run === null ? atEnd : samePlace(run, cursor)
    }

    return {
      catalogue,
      run: null,
      cursor: 0,
      wanted: openingInput(catalogue),
      past: [],
      future: [],
      runs: new Map(catalogue.embedded.map((run) => [keyOf(run.input), run])),
      simulator: simulator.state(),
      failure: null,
      problems: [],
      playing: false,
      speed: 1,
      answers: 'shown',
      embed: false,

      change: (input, place) => {
        const { wanted, past } = get()
        if (keyOf(input) === keyOf(wanted)) return
        // A run that its own link could not hold would not be the one that is shared.
        if (input.plan.length > mostFaults) return set({ problems: [tooManyFaults] })
        set({ past: [...past, wanted], future: [] })
        void ask(input, place)
      },
      undo: () => {
        const { past, future, wanted } = get()
        const input = past.at(-1)
        if (input === undefined) return
        set({ past: past.slice(0, -1), future: [wanted, ...future] })
        void ask(input, here())
      },
      redo: () => {
        const { past, future, wanted } = get()
        const [input, ...rest] = future
        if (input === undefined) return
        set({ past: [...past, wanted], future: rest })
        void ask(input, here())
      },
      runOf: async (input) => {
        const known = get().runs.get(keyOf(input))
        if (known !== undefined) return known
        const run = await simulator.simulate(input)
        keep(store, run)
        return run
      },
      open: (text) => {
        const { link, problems } = parseLink(text, catalogue.vocabulary)
        const input = openingInput(catalogue, text, link.input, problems)
        set({ problems, answers: link.ask ? 'hidden' : 'shown', embed: link.embed })
        const isBet = link.ask && link.cursor === null
        void ask(input, isBet ? atFirstFault : atLinked(link.cursor), (run) => {
          if (link.program !== null && link.program !== run.programHash)
            set({ problems: [...problems, 'This link was recorded with another version of this checkout.'] })
        })
      },
      seek: (cursor) => {
        const { run } = get()
        if (run !== null) set({ cursor: within(run, cursor), playing: false })
      },
      play: () => {
        const { run, cursor } = get()
        if (run !== null) set({ playing: true, cursor: cursor >= run.trace.length ? 0 : cursor })
      },
      pause: () => set({ playing: false }),
      tick: () => {
        const { run, cursor, playing } = get()
        if (run === null || !playing) return
        const next = within(run, cursor + 1)
        set({ cursor: next, playing: !pausesAt(run, next) })
      },
      setSpeed: (speed) => set({ speed }),
      reveal: () => set({ answers: 'shown' }),
      dismiss: () => set({ problems: [], failure: null }),
      tryAgain: () => {
        const { failure } = get()
        if (failure !== null) get().change(failure.input, here())
      },
    }
  })
  simulator.subscribe(() => store.setState({ simulator: simulator.state() }))
  return store
}

/** Two inputs with one key give one run. */
export function keyOf(input: Input): string {
  return JSON.stringify(formatInput(input))
}

/** The same experiment in another lane, without guards that it lacks. */
export function inLane(catalogue: Catalogue, input: Input, implementation: string): Input {
  const known = catalogue.vocabulary.guards[implementation] ?? []
  const guards = Object.fromEntries(Object.entries(input.guards).filter(([guard]) => known.includes(guard)))
  return { ...input, implementation, guards }
}

/** Enough for an evening of undoing; beyond it the oldest go. */
const mostRuns = 64

/** Said where one more fault is asked for. */
export const tooManyFaults = `A plan holds at most ${mostFaults} faults, so that its link can. Take one away first.`

function keep(store: PageStore, run: Run): void {
  const { runs, catalogue } = store.getState()
  const kept = [...runs, [keyOf(run.input), run] as const]
  const embedded = catalogue.embedded.length
  const fits = kept.length <= mostRuns ? kept : [...kept.slice(0, embedded), ...kept.slice(embedded + 1)]
  store.setState({ runs: new Map(fits) })
}

/** Asks for the other lanes' verdicts on the same experiment, once the simulator is awake anyway. */
async function fillLanes(store: PageStore, simulator: Simulator): Promise<void> {
  const { run, catalogue } = store.getState()
  if (run === null) return
  for (const { name } of catalogue.implementations) {
    const input = inLane(catalogue, run.input, name)
    const { runs, wanted } = store.getState()
    if (wanted !== run.input || simulator.state().kind !== 'ready') return
    if (runs.has(keyOf(input))) continue
    try {
      keep(store, await simulator.simulate(input))
    } catch {
      // The lane's mark stays unknown; choosing the lane asks again and tells why.
    }
  }
}
