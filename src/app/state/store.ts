/**
 * The page's store: the run on screen and where the cursor stands in it.
 *
 * Owns the inputs' history, the runs that have come, and which of the runs under way is still wanted.
 *
 * P1 What is on screen is one experiment, the wanted one: chips, guards, lanes and setup come from `wanted`, and `run`
 *    is its run as far as it is known. So nothing on screen contradicts anything else.
 * P2 A run that is no longer wanted when it comes is kept for later and not shown.
 * P3 A run that fails stays wanted: `failure` says why, `tryAgain` asks for it again, `cancel` goes back to the run
 *    before it. In the atlas, where no run is on screen, it is given up by itself. If the first run fails, no other run
 *    takes its place: a reader would take it for the run of the link.
 * P4 The run of a link to the atlas is asked for when it is to be shown: until then there is none.
 * P5 While a run is awaited, no result of another run is on screen: `run` is the beginning that both share, without
 *    verdicts and final rows. `cancel` restores run, cursor and history as they were.
 * P6 Until the opening's answer `run` is cut at the later of the cursor and the waiting fault.
 */
import { mostFaults, parseLink, type Input, type Run, type View } from '#simulator'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { awaitedRun } from '../model/awaited.ts'
import { createTabMemory, type Memory } from '../store/memory.ts'
import { isKeptBack, isOfOpening, openingAt, openingRun, openingStart } from '../store/opening.ts'
import type { Catalogue } from './catalogue.ts'
import { pausesAtMoment } from './comparison.ts'
import { discreet } from './discreet.ts'
import { inLane, keyOf, otherWay } from './experiment.ts'
import { parseLook } from './look.ts'
import { atlasEmbedded, isBareAddress, isFirstVisit, openingInput, openingView } from './opening.ts'
import type { Page, Simulator } from './page-state.ts'
import { atEnd, atLinkStart, atStart, cursorProblem, samePlace, within, type Place } from './place.ts'
import { comparisonOf, momentOf, playheadOf } from './playhead.ts'
import { pausesAt } from './stops.ts'

export type PageStore = StoreApi<Page>

/**
 * @param simulator is asked for runs that are neither embedded nor known yet
 * @param memory what is remembered of the visitor
 */
export function createPageStore(
  catalogue: Catalogue,
  simulator: Simulator,
  memory: Memory = createTabMemory(),
): PageStore {
  /** Keys of other lanes' inputs that have been asked for and not been answered yet. */
  const underWay = new Set<string>()
  /** P4: how the run of a link is shown once it is wanted; null where it is, or has been asked for. */
  let deferred: ((view: View) => void) | null = null
  /** The history that belongs to the last run that has come. */
  let settled: Pick<Page, 'past' | 'future'> = { past: [], future: [] }
  /** How the wanted run is shown once it has come, for asking again. */
  let asked: { readonly place: Place; readonly onShown?: ((run: Run) => void) | undefined } | null = null
  const store = createStore<Page>()((set, get) => {
    const show = (run: Run, shown: Input, place: Place) => {
      const { opening, before, run: onScreen } = get()
      set({
        run,
        before: null,
        shown,
        wanted: shown,
        ...standing(run, place(run)),
        ...(run === (before?.run ?? onScreen) ? {} : unexplained),
        failure: null,
        playing: false,
        pausedAt: null,
        opening: isOfOpening(catalogue, shown) ? opening : null,
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
      asked = { place, onShown }
      set({ wanted: input, failure: null, playing: false, ...awaiting(own) })
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

    /** P5. Before the first run there is nothing to share, and nothing to go back to. */
    const awaiting = (own: Input): Partial<Page> => {
      const { run, cursor, beyond, before: earlier } = get()
      if (run === null) return {}
      const before = earlier ?? { run, cursor, beyond }
      const beginning = awaitedRun(before.run, own)
      return { run: beginning, before, cursor: within(beginning, before.cursor), beyond: 0 }
    }

    /** P5: what was on screen before a run was asked for. */
    const asBefore = (): Partial<Page> => {
      const { before, shown } = get()
      // The steps that led to what is given up are none to be taken back.
      return { ...before, before: null, wanted: shown, ...settled }
    }

    const fail = (input: Input, sentence: string) => {
      const { before, view } = get()
      if (before !== null && view !== 'atlas') return set({ failure: { input, sentence } }) // P3
      set({ ...asBefore(), failure: { input, sentence } })
    }

    /** A link that another version of the page has left, with names that are gone, is none. */
    const readable = (link: string | null): string | null =>
      link === null || parseLink(link, catalogue.vocabulary).problems.length > 0 ? null : `#${link}`

    const here = (): Place => {
      const { run, cursor } = answered(get())
      return run === null ? atEnd : samePlace(run, cursor)
    }

    /** P6: from one place of the opening's run to another; its end is its answer. */
    const goOn = (cursor: number) => {
      const run = openingRun(catalogue)
      const { opening } = get()
      if (run === null || opening === null) return
      if (cursor < run.trace.length) return set(openingAt(run, Math.max(0, cursor)))
      set({ run, ...standing(run, cursor), playing: false, opening: { ...opening, phase: 'revealed' } })
      memory.rememberOpening()
      void fillLanes(store, simulator, underWay)
    }

    /** Whoever does something else has seen enough of the opening. */
    const leaveOpening = () => {
      const whole = openingRun(catalogue)
      if (get().opening === null) return
      memory.rememberOpening()
      set({ opening: null, playing: false, ...(isKeptBack(get()) && whole !== null ? { run: whole } : {}) })
    }

    return {
      catalogue,
      run: null,
      before: null,
      opening: null,
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
      pausedAt: null,
      speed: 1,
      answers: 'shown',
      embed: false,
      ...unexplained,

      change: (input, place, view = get().view) => {
        if (isKeptBack(get())) leaveOpening()
        const { wanted, past, before, shown, failure } = get()
        const isSame = keyOf(input) === keyOf(wanted)
        if (isSame && failure !== null && before !== null) return get().tryAgain()
        if (isSame && deferred === null) return
        if (before !== null && keyOf(input) === keyOf(shown)) return get().cancel()
        // A run that its own link could not hold would not be the one that is shared.
        if (input.plan.length > mostFaults) return set({ problems: [tooManyFaults] })
        if (!isSame) set({ past: [...past, wanted], future: [] })
        void ask(input, place, () => set({ view }))
      },
      undo: () => {
        const { past, future, wanted, before } = get()
        const input = past.at(-1)
        if (input === undefined || before !== null) return
        set({ past: past.slice(0, -1), future: [wanted, ...future] })
        void ask(input, here())
      },
      redo: () => {
        const { past, future, wanted, before } = get()
        const [input, ...rest] = future
        if (input === undefined || before !== null) return
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
      open: (address) => {
        const isBare = isBareAddress(address)
        const last = isBare ? readable(memory.lastLink()) : null
        if (isFirstVisit(address, last, memory.hasSeenOpening())) {
          const start = openingStart(catalogue)
          if (start !== null) return set({ ...start, ...unexplained })
        }
        if (isKeptBack(get())) leaveOpening()
        const text = last ?? address
        const { link, problems: unread, notices } = parseLink(text, catalogue.vocabulary)
        const invariants = catalogue.invariants.map(({ id }) => id)
        const problems = [
          ...unread,
          // A returning visitor's last run is no link: nobody shared it.
          ...(last === null ? notices : []),
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
          opening: null,
          ...(get().before === null ? {} : asBefore()),
        })
        const asking = () =>
          ask(input, atLinkStart(link), (run) => {
            const isOther = last === null && link.program !== null && link.program !== run.programHash
            const found = [cursorProblem(run, link), isOther ? otherVersion : null].filter(
              (one) => one !== null,
            )
            if (found.length > 0) set({ problems: [...get().problems, ...found] })
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
        if (run === null) return
        if (!isKeptBack(get())) return set({ ...standing(run, cursor), playing: false, pausedAt: null })
        set({ playing: false })
        // The end of what is seen comes before the end.
        const isOnTheWay = cursor === Number.POSITIVE_INFINITY && get().cursor < run.trace.length
        goOn(isOnTheWay ? run.trace.length : cursor)
      },
      look: (view) => {
        if (deferred !== null && view !== 'atlas') return deferred(view)
        if (view !== 'focus') leaveOpening()
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
        const { run, opening } = get()
        if (run === null) return
        if (opening !== null && isKeptBack(get()))
          return set({ playing: true, opening: { ...opening, phase: 'playing' } })
        const { at, last } = playheadOf(get())
        set({ playing: true, ...(at >= last ? standing(run, atStart(run)) : {}) })
      },
      pause: () => set({ playing: false }),
      tick: () => {
        const { run, playing } = get()
        if (run === null || !playing) return
        if (isKeptBack(get())) return goOn(get().cursor + 1)
        const next = standing(run, playheadOf(get()).at + 1)
        const isPausing = pausesHere({ ...get(), ...next })
        set({ ...next, playing: !isPausing, pausedAt: isPausing ? next.cursor + next.beyond : null })
      },
      setSpeed: (speed) => set({ speed }),
      reveal: () => set({ answers: 'shown' }),
      choose: (chosen) => set({ chosen }),
      point: (pointed) => set({ pointed }),
      wantPostgres: () => simulator.prepare(),
      dismiss: () => {
        const { failure, before } = get()
        set({ problems: [], failure: null })
        if (failure !== null && before !== null) get().cancel()
      },
      tryAgain: () => {
        const { failure, before } = get()
        if (failure === null) return
        if (before === null || asked === null) get().change(failure.input, here())
        else void ask(failure.input, asked.place, asked.onShown)
      },
      cancel: () => {
        if (get().before !== null) set({ ...asBefore(), failure: null, playing: false })
      },
      bet: (answer) => {
        const { opening } = get()
        if (opening?.phase === 'asking') set({ opening: { ...opening, bet: answer } })
      },
      skipOpening: leaveOpening,
      playOpening: () => {
        deferred = null
        settled = { past: [], future: [] }
        set({ ...openingStart(catalogue), ...unexplained })
      },
    }
  })
  simulator.subscribe(() => store.setState({ simulator: simulator.state() }))
  return store
}

/** The last whole run, and where it stood: what an edit is aimed at while another run is awaited. */
export function answered(page: Page): { readonly run: Run | null; readonly cursor: number } {
  return page.before ?? page
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

/** Said of a link whose run may have been another one when it was recorded. */
export const otherVersion = 'This link was recorded with another version of this checkout.'

/** Said where one more fault is asked for. */
export const tooManyFaults = `A plan has at most ${mostFaults} faults. Remove one first.`

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
