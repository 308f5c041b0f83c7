/**
 * The page's store: the run on screen and where the cursor stands in it.
 *
 * Owns the inputs' history, the runs that have come, and which of the answers under way is still wanted.
 *
 * P1 What is shown is one run: question, chips, graph and verdict all come from `run`, never from an input whose
 *    run has not come. So nothing on screen contradicts anything else.
 * P2 An answer that is no longer wanted is kept for later and not shown.
 * P3 A question that fails leaves the run on screen as it was, and says so. Where there is none yet, no other takes its
 *    place: whoever follows a link would take it for the one that was meant.
 * P4 The run of a link to the atlas is asked for when somebody wants to see it: until then there is none.
 */
import { mostFaults, parseLink, type Input, type Run, type View } from '#simulator'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Catalogue } from './catalogue.ts'
import { pausesAtMoment } from './comparison.ts'
import { discreet } from './discreet.ts'
import { inLane, keyOf, otherWay } from './experiment.ts'
import { parseLook } from './look.ts'
import { atlasEmbedded, openingInput, openingView } from './opening.ts'
import type { Page, Simulator } from './page-state.ts'
import { atEnd, atFirstFault, atLinked, atStart, samePlace, within, type Place } from './place.ts'
import { comparisonOf, momentOf, playheadOf } from './playhead.ts'
import { pausesAt } from './stops.ts'

export type PageStore = StoreApi<Page>

/** @param simulator Is asked for runs that are neither embedded nor known yet. */
export function createPageStore(catalogue: Catalogue, simulator: Simulator): PageStore {
  /** Keys of other lanes' inputs that have been asked for and not been answered yet. */
  const underWay = new Set<string>()
  /** P4: how the run of a link is shown once it is wanted; null where it is, or has been asked for. */
  let deferred: ((view: View) => void) | null = null
  /** The history that belongs to the run on screen. */
  let settled: Pick<Page, 'past' | 'future'> = { past: [], future: [] }
  const store = createStore<Page>()((set, get) => {
    const show = (run: Run, shown: Input, place: Place) => {
      const before = get().run
      set({
        run,
        shown,
        wanted: shown,
        ...standing(run, place(run)),
        ...(run === before ? {} : unexplained),
        failure: null,
        playing: false,
      })
      settled = { past: get().past, future: get().future }
      deferred = null
      void fillLanes(store, simulator, underWay)
    }

    const ask = async (input: Input, place: Place, onShown?: (run: Run) => void) => {
      const own = inLane(catalogue, input, input.implementation)
      const known = get().runs.get(keyOf(own))
      if (known !== undefined) {
        show(known, input, place)
        return onShown?.(known)
      }
      set({ wanted: input, failure: null, playing: false })
      try {
        const run = await simulator.simulate(own)
        keep(store, run)
        if (get().wanted !== input) return // P2
        show(run, input, place)
        onShown?.(run)
      } catch (error) {
        if (get().wanted !== input) return
        fail(input, sentenceOf(error))
      }
    }

    const fail = (input: Input, sentence: string) => {
      const { shown } = get()
      // P3; and the steps that led to what failed are none to be taken back.
      set({ failure: { input, sentence }, wanted: shown, ...settled })
    }

    const here = (): Place => {
      const { run, cursor } = get()
      return run === null ? atEnd : samePlace(run, cursor)
    }

    return {
      catalogue,
      run: null,
      cursor: 0,
      beyond: 0,
      view: 'focus',
      atlas: '',
      alignment: 'fault',
      shown: openingInput(catalogue),
      wanted: openingInput(catalogue),
      past: [],
      future: [],
      runs: new Map(catalogue.embedded.map((run) => [keyOf(run.input), run])),
      laneFailures: new Map(),
      simulator: simulator.state(),
      failure: null,
      problems: [],
      playing: false,
      speed: 1,
      answers: 'shown',
      embed: false,
      ...unexplained,

      change: (input, place, view = get().view) => {
        const { wanted, past } = get()
        const isSame = keyOf(input) === keyOf(wanted)
        if (isSame && deferred === null) return
        // A run that its own link could not hold would not be the one that is shared.
        if (input.plan.length > mostFaults) return set({ problems: [tooManyFaults] })
        if (!isSame) set({ past: [...past, wanted], future: [] })
        void ask(input, place, () => set({ view }))
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
        const { link, problems: unread } = parseLink(text, catalogue.vocabulary)
        const invariants = catalogue.invariants.map(({ id }) => id)
        const problems = [
          ...unread,
          ...parseLook(link.atlas ?? '', invariants).problems,
          ...(link.embed && link.view === 'atlas' ? [atlasEmbedded] : []),
        ]
        const input = openingInput(catalogue, text, link.input)
        const view = openingView(text, link)
        set({
          problems,
          view,
          atlas: link.atlas ?? '',
          answers: link.ask ? 'hidden' : 'shown',
          embed: link.embed,
        })
        const isBet = link.ask && link.cursor === null
        const asking = () =>
          ask(input, isBet ? atFirstFault : atLinked(link.cursor), (run) => {
            if (link.program !== null && link.program !== run.programHash)
              set({
                problems: [...problems, 'This link was recorded with another version of this checkout.'],
              })
          })
        const isKnown = get().runs.has(keyOf(inLane(catalogue, input, input.implementation)))
        if (view !== 'atlas' || isKnown) {
          deferred = null
          return void asking()
        }
        set({ run: null, shown: input, wanted: input, failure: null, playing: false, cursor: 0, beyond: 0 })
        const leave = (next: View) => {
          deferred = null
          set({ view: next })
          void asking().then(() => {
            // P3: what is on screen stays the atlas.
            if (get().run !== null || get().failure === null) return
            deferred = leave
            set({ view: 'atlas' })
          })
        }
        deferred = leave
      },
      seek: (cursor) => {
        const { run } = get()
        if (run !== null) set({ ...standing(run, cursor), playing: false })
      },
      look: (view) => {
        if (deferred !== null && view !== 'atlas') return deferred(view)
        const { run, cursor } = get()
        const isAtEnd = run !== null && cursor >= run.trace.length
        // Whoever stood at the start or the end of one lane looks at the start or the end of all.
        set({ view, playing: false, beyond: isAtEnd ? Infinity : cursor === 0 ? -Infinity : 0 })
        void fillLanes(store, simulator, underWay)
      },
      browse: (atlas) => set({ atlas }),
      align: (alignment) => set({ alignment }),
      tryLanesAgain: () => {
        set({ laneFailures: new Map() })
        void fillLanes(store, simulator, underWay)
      },
      play: () => {
        const { run } = get()
        if (run === null) return
        const { at, last } = playheadOf(get())
        set({ playing: true, ...(at >= last ? standing(run, atStart(run)) : {}) })
      },
      pause: () => set({ playing: false }),
      tick: () => {
        const { run, playing } = get()
        if (run === null || !playing) return
        const next = standing(run, playheadOf(get()).at + 1)
        set({ ...next, playing: !pausesHere({ ...get(), ...next }) })
      },
      setSpeed: (speed) => set({ speed }),
      reveal: () => set({ answers: 'shown' }),
      choose: (chosen) => set({ chosen }),
      point: (pointed) => set({ pointed }),
      wantPostgres: () => simulator.prepare(),
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

/** Another run is explained from its gravest violation on. */
const unexplained: Pick<Page, 'chosen' | 'pointed'> = { chosen: null, pointed: null }

/** A place in a run as the page remembers it. */
function standing(run: Run, position: number): Pick<Page, 'cursor' | 'beyond'> {
  const cursor = within(run, position)
  return { cursor, beyond: position - cursor }
}

/** Whether playback pauses by itself where the page stands. */
function pausesHere(page: Page): boolean {
  const { run, cursor, view, answers } = page
  if (run === null) return true
  if (view !== 'compare') return pausesAt(answers === 'hidden' ? discreet(run) : run, cursor)
  const comparison = comparisonOf(page)
  return pausesAtMoment(comparison, momentOf(page, comparison))
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

/**
 * Asks for the other lanes' runs of the same experiment: in a comparison since they are what is looked at, else for
 * their verdicts, once the simulator is awake anyway.
 */
async function fillLanes(store: PageStore, simulator: Simulator, underWay: Set<string>): Promise<void> {
  const { run, shown, catalogue } = store.getState()
  if (run === null) return
  const names = catalogue.implementations.map(({ name }) => name)
  const others = names.map((name) => otherWay(catalogue, shown, name))
  for (const input of [...names.map((name) => inLane(catalogue, shown, name)), ...others]) {
    if (input === null) continue
    const key = keyOf(input)
    const { runs, wanted, view, laneFailures } = store.getState()
    if (wanted !== shown || (view !== 'compare' && simulator.state().kind !== 'ready')) return
    if (runs.has(key) || laneFailures.has(key) || underWay.has(key)) continue
    underWay.add(key)
    try {
      keep(store, await simulator.simulate(input))
    } catch (error) {
      const failures = store.getState().laneFailures
      store.setState({ laneFailures: new Map([...failures, [key, sentenceOf(error)]]) })
    } finally {
      underWay.delete(key)
    }
  }
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
