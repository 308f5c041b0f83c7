/**
 * The atlas of this tab: what is known of every single fault, and the sweep that finds out more.
 *
 * Owns what is known, the sweep, and what the browser keeps of both. It outlives the view: a reader who plays a
 * counterexample and comes back finds all as it was.
 *
 * T1 What was found with other sources is never shown.
 * T2 What is known is not run again: neither what the build embeds, nor what was found before the page was closed.
 * T3 Of several tabs one keeps: what another has under way is never overwritten. When that one is closed, another goes on
 *    with what it kept, as soon as it has nothing under way itself.
 */
import { startExploration, resumeExploration, type Bound, type Exploration } from '#explorer/exploration.ts'
import type { Job, Outcome } from '#explorer/job.ts'
import type { Palette } from '#explorer/palette.ts'
import { atlasSchema, defaultBases, type Atlas, type Singles, type NotHeld } from '#explorer/singles.ts'
import { defaultInput, formatFault, formatInput, type Input } from '#simulator'
import * as v from 'valibot'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Catalogue } from '../state/catalogue.ts'
import { randomSchedules } from '../state/sweep-command.ts'
import type { Explorers } from '../worker/explorers.ts'
import { deeperOf, eachOnce, shrinkFound, type Deeper, type DeeperSweep } from './deeper.ts'
import type { Kept, KeptSweep } from './kept.ts'
import { baseKey } from './picture.ts'
import { startSweeper, type Sweeper, type SweepProgress } from './sweeper.ts'

export interface Session {
  readonly source:
    | { readonly kind: 'loading' }
    | { readonly kind: 'failed'; readonly reason: string }
    /** Of the build. */
    | ({ readonly kind: 'ready'; readonly schedules: number } & Omit<Atlas, 'singles' | 'customers'>)
  /** By `baseKey`. */
  readonly known: ReadonlyMap<string, Singles>
  /** With whom the build's atlas has every single fault. */
  readonly usualCustomers: readonly string[]
  readonly sweep: SweepState | null
  /** Whether what is found here outlasts this tab; null where that is not known yet. */
  readonly isKept: boolean | null
  readonly deeper: { readonly two: Deeper | null; readonly random: Deeper | null }
}

export interface SweepState extends SweepProgress, Scope {
  readonly of: KeptSweep['kind']
}

export interface SessionActions {
  /** Loads what the build embeds and what the browser kept, and goes on with what was under way. */
  readonly open: () => void
  readonly start: (kind: KeptSweep['kind'], scope: Scope) => void
  readonly pause: () => void
  readonly resume: () => void
  /** What was found stays. */
  readonly cancel: () => void
  /** While a run is played. */
  readonly hold: (isHeld: boolean) => void
}

export interface Scope {
  readonly customers: readonly string[]
  readonly palette: Palette
}

export type SessionStore = StoreApi<Session & SessionActions>

export interface SessionOptions {
  readonly catalogue: Catalogue
  /** The build's atlas as it came: JSON that nobody has read yet. */
  readonly loadAtlas: () => Promise<unknown>
  readonly openExplorers: (onProgress: (loaded: number, total: number) => void) => Promise<Explorers>
  readonly storage: {
    /** Asks to be the tab that keeps; calls back where that comes later. */
    own(onOwned: () => void): Promise<boolean>
    read(source: string): Promise<Kept | null>
    keep(kept: Kept): Promise<void>
  }
}

/** The browser is written to at most so often. */
const betweenKeepsMs = 1_500
/** The picture is drawn anew at most so often. */
const betweenDrawsMs = 250

export function createSession({
  catalogue,
  loadAtlas,
  openExplorers,
  storage,
}: SessionOptions): SessionStore {
  /** What is known, as it grows; the store gets a copy now and then. */
  const known = new Map<string, Singles>()
  const verdicts = new Map<string, Record<string, NotHeld | null>>()
  let sweeper: Sweeper | null = null
  let under: KeptSweep | null = null
  let hasOpened = false
  let isHeld = false
  let owned: Promise<boolean> | null = null
  /** T3: the tab that kept has been closed, and nobody keeps. */
  let mayKeep = false

  return createStore<Session & SessionActions>()((set, get) => {
    const merge = (singles: Singles) => {
      const key = JSON.stringify(singles.base)
      const own = { ...verdicts.get(key), ...singles.verdicts }
      verdicts.set(key, own)
      const before = known.get(key)
      const reached = [...new Set([...(before?.reached ?? []), ...singles.reached])]
      known.set(key, {
        ...singles,
        points: before?.points ?? singles.points,
        preemptible: before?.preemptible ?? singles.preemptible,
        verdicts: own,
        reached,
      })
    }
    const drawNow = () => {
      for (const [key, singles] of known) known.set(key, { ...singles, verdicts: verdicts.get(key) ?? {} })
      set({ known: new Map(known) })
    }
    const draw = throttled(betweenDrawsMs, drawNow)
    const keepNow = () => {
      const { source, deeper, isKept } = get()
      if (source.kind !== 'ready' || isKept !== true) return // T3
      const sweep =
        under === null || sweeper === null
          ? null
          : { ...under, snapshot: under.kind === 'one' ? null : sweeper.exploration.snapshot() }
      void storage.keep({
        source: source.source,
        singles: [...known.values()],
        sweep,
        deeper,
      })
    }
    const keepSoon = throttled(betweenKeepsMs, keepNow)

    const note = ({ input, wants }: Job, outcome: Outcome) => {
      const fault = input.plan[0]
      if (input.plan.length > 1) return
      const base = { ...input, plan: [] }
      const key = baseKey(base)
      if (wants === 'points' && outcome.kind === 'points' && fault === undefined)
        known.set(key, {
          base: formatInput(base),
          points: outcome.points,
          preemptible: outcome.preemptible ?? [],
          verdicts: verdicts.get(key) ?? {},
          reached: known.get(key)?.reached ?? [],
        })
      if (outcome.kind !== 'verdicts') return
      const singles = known.get(key)
      const isNew = outcome.reached.some((id) => singles?.reached.includes(id) === false)
      if (singles !== undefined && isNew)
        known.set(key, { ...singles, reached: [...new Set([...singles.reached, ...outcome.reached])] })
      const own = verdicts.get(key) ?? {}
      own[fault === undefined ? '' : formatFault(fault)] =
        outcome.violated.length === 0 && outcome.notJudged === null
          ? null
          : { violated: outcome.violated, notJudged: outcome.notJudged, asked: null }
      verdicts.set(key, own)
    }

    /** T2 */
    const recall = ({ input, wants, faultsLeft }: Job): Outcome | null => {
      const singles = input.plan.length > 1 ? undefined : known.get(baseKey({ ...input, plan: [] }))
      if (singles === undefined) return null
      const [fault] = input.plan
      if (wants === 'points') return fault === undefined && singles.points.length > 0 ? points(singles) : null
      // How a run with a fault went on is not kept: where another is to be added it is asked for again.
      if (fault !== undefined && faultsLeft > 0) return null
      const notHeld = verdicts.get(JSON.stringify(singles.base))?.[
        fault === undefined ? '' : formatFault(fault)
      ]
      if (notHeld === undefined) return null
      const { violated, notJudged } = notHeld ?? { violated: [], notJudged: null }
      return { kind: 'verdicts', violated, notJudged, fired: true, reached: [], behaviour: null }
    }

    const begin = (kept: KeptSweep, exploration: Exploration) => {
      sweeper?.cancel()
      under = kept
      const { kind, customers, palette } = kept
      const started = startSweeper({
        open: openExplorers,
        exploration,
        isPaused: kept.isPaused,
        known: recall,
        onOutcome: note,
        onProgress(progress) {
          // Where it rests, what was under way has been reported: the page says the one with the other.
          const rests = progress.status.kind !== 'running' && progress.status.kind !== 'loading'
          if (kind === 'one') (rests ? drawNow : draw)()
          else (rests ? tellNow : tell)({ ...kept, kind }, exploration)
          set({ sweep: { ...progress, of: kind, customers, palette } })
          if (progress.status.kind === 'paused') keepNow()
          else keepSoon()
        },
      })
      sweeper = started
      started.hold(isHeld)
      void started.ended.then(() => end(started, kept))
    }

    const tellNow = (sweep: DeeperSweep, exploration: Exploration) => {
      if (exploration.isOver()) return // It is being shrunk.
      const before = get().deeper[sweep.kind]?.found ?? []
      set({ deeper: { ...get().deeper, [sweep.kind]: deeperOf(sweep, exploration, before) } })
    }
    const tell = throttled(2 * betweenDrawsMs, tellNow)

    const end = async (ended: Sweeper, kept: KeptSweep) => {
      if (sweeper !== ended) return
      const { kind } = kept
      const isOver = ended.exploration.isOver()
      if (isOver && kind !== 'one') await shrinkAll(ended, { ...kept, kind })
      if (sweeper !== ended) return
      if (isOver) {
        ended.cancel() // The workers' memory is given back.
        under = null
      }
      keepNow()
      void takeOver()
    }

    /** T3 */
    const takeOver = async () => {
      const { source } = get()
      if (!mayKeep || under !== null || source.kind !== 'ready') return
      mayKeep = false
      const kept = await storage.read(source.source)
      // Meanwhile the reader may have begun something.
      mayKeep = under !== null
      if (mayKeep) return
      set({ isKept: true })
      recover(kept)
      keepNow()
    }

    const recover = (kept: Kept | null) => {
      kept?.singles.forEach(merge)
      draw()
      // What was found here comes first.
      const { two, random } = get().deeper
      set({ deeper: { two: two ?? kept?.deeper.two ?? null, random: random ?? kept?.deeper.random ?? null } })
      if (kept?.sweep) goOn(kept.sweep)
    }

    /** One after the other, so that each is seen to become smaller. */
    const shrinkAll = async (ended: Sweeper, sweep: DeeperSweep) => {
      const { kind } = sweep
      const before = get().deeper[kind]?.found ?? []
      set({ deeper: { ...get().deeper, [kind]: deeperOf(sweep, ended.exploration, before) } })
      for (const found of get().deeper[kind]?.found ?? []) {
        if (found.steps !== null) continue
        const smaller = await shrinkFound(found, catalogue.vocabulary, (input) =>
          ended.ask({ id: 0, input, wants: 'verdicts', faultsLeft: 0 }),
        )
        const told = get().deeper[kind]
        if (told === null || sweeper !== ended) return
        const replaced = told.found.map((each) => (each.key === found.key ? smaller : each))
        set({ deeper: { ...get().deeper, [kind]: { ...told, found: eachOnce(replaced) } } })
      }
    }

    const goOn = (kept: KeptSweep) => {
      const { kind, customers, palette, seed, snapshot } = kept
      const bases = basesOf(catalogue, customers)
      begin(
        kept,
        snapshot === null
          ? startExploration(boundOf(kind, bases, palette, seed))
          : resumeExploration(snapshot),
      )
    }

    const load = async () => {
      try {
        const { singles, customers, ...about } = v.parse(atlasSchema, await loadAtlas())
        singles.forEach(merge)
        const schedules = singles.reduce((sum, each) => sum + Object.keys(each.verdicts).length, 0)
        owned ??= storage.own(() => {
          mayKeep = true
          void takeOver()
        })
        const isKept = await owned
        // T1
        const kept = await storage.read(about.source)
        set({
          source: { kind: 'ready', schedules, ...about },
          known: new Map(known),
          usualCustomers: customers,
          isKept,
        })
        // T3
        recover(kept !== null && !isKept ? { ...kept, sweep: null } : kept)
        void takeOver()
      } catch (error) {
        hasOpened = false
        set({ source: { kind: 'failed', reason: error instanceof Error ? error.message : String(error) } })
      }
    }

    return {
      source: { kind: 'loading' },
      known: new Map(),
      usualCustomers: [],
      sweep: null,
      isKept: null,
      deeper: { two: null, random: null },
      open() {
        if (hasOpened) return
        hasOpened = true
        set({ source: { kind: 'loading' } })
        void load()
      },
      start(kind, { customers, palette }) {
        // What chance has found stays, and it draws anew; pairs are all tried again.
        const earlier = kind === 'random' ? get().deeper.random : null
        if (kind === 'two') set({ deeper: { ...get().deeper, two: null } })
        const seed = (earlier?.seed ?? 0) + 1
        goOn({ kind, palette, isPaused: false, snapshot: null, customers, seed, earlier })
      },
      pause() {
        sweeper?.pause()
        if (under !== null) under = { ...under, isPaused: true }
        keepNow()
      },
      resume() {
        sweeper?.resume()
        if (under !== null) under = { ...under, isPaused: false }
        keepNow()
      },
      cancel() {
        sweeper?.cancel()
        sweeper = null
        under = null
        set({ sweep: null })
        keepNow()
        void takeOver()
      },
      hold(next) {
        isHeld = next
        sweeper?.hold(next)
      },
    }
  })
}

function points({ points: all, preemptible }: Singles): Outcome {
  return { kind: 'points', points: all, preemptible }
}

const ownVerdicts = ['same-rest', 'conflicts', 'clean-before'] as const

/** What is tried where so many faults are asked for. */
export function boundOf(kind: KeptSweep['kind'], bases: readonly Input[], palette: Palette, seed = 1): Bound {
  switch (kind) {
    case 'one':
      // Each of these can be played, so each has a verdict of its own (not X5).
      return {
        bases,
        faults: 1,
        preempts: true,
        palette,
        random: null,
        reduces: true,
        reductions: ownVerdicts,
      }
    case 'two':
      return { bases, faults: 2, palette: 'short', random: null, reduces: true }
    case 'random':
      return { bases, faults: 0, palette, random: { schedules: randomSchedules, seed }, reduces: true }
  }
}

/** At once, and then no more often than that; the last call is never lost. */
function throttled<Arguments extends readonly unknown[]>(
  ms: number,
  act: (...parts: Arguments) => void,
): (...parts: Arguments) => void {
  let timer: ReturnType<typeof setTimeout> | null = null
  let again: Arguments | null = null
  const run = (parts: Arguments) => {
    act(...parts)
    timer = setTimeout(() => {
      timer = null
      const next = again
      again = null
      if (next !== null) run(next)
    }, ms)
  }
  return (...parts) => {
    if (timer === null) run(parts)
    else again = parts
  }
}

/** The inputs that a look at the atlas is about. */
export function basesOf(catalogue: Catalogue, customers: readonly string[]): readonly Input[] {
  return defaultBases(catalogue, defaultInput, customers)
}
