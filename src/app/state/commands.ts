/** Everything that a button and a key can both do. */
import { withGuard } from '#explorer/counterfactual.ts'
import { formatInput, type Fault, type Input } from '#simulator'
import type { Guard } from '#simulator/scenario.ts'
import { aimAt, isInPlan, type BreakKind } from './aim.ts'
import { atFault, samePlace } from './place.ts'
import { nextStop } from './stops.ts'
import { inLane, type PageStore } from './store.ts'

/** Adds a fault; the cursor stands on it in the run that comes. */
export function addFault(store: PageStore, fault: Fault): void {
  const { run, change, seek } = store.getState()
  if (run === null) return
  const { plan } = run.input
  if (!isInPlan(run, fault)) return change({ ...run.input, plan: [...plan, fault] }, atFault(plan.length))
  const at = plan.findIndex((planned) => JSON.stringify(planned) === JSON.stringify(fault))
  seek(atFault(at)(run))
}

/** Breaks what the palette's button of that kind says it would. */
export function breakAtCursor(store: PageStore, kind: BreakKind): void {
  const { run, cursor } = store.getState()
  if (run === null) return
  const aim = aimAt(kind, run, cursor)
  if (aim.possible) addFault(store, aim.fault)
}

/** @param index Position in the plan. */
export function removeFault(store: PageStore, index: number): void {
  const { run } = store.getState()
  if (run !== null) changeHere(store, { ...run.input, plan: run.input.plan.filter((_, at) => at !== index) })
}

/** No faults, and back to the start. */
export function reset(store: PageStore): void {
  const { run, change, seek } = store.getState()
  if (run === null) return
  if (run.input.plan.length === 0) seek(0)
  else change({ ...run.input, plan: [] }, () => 0)
}

/** The same experiment in another lane, at the same place. */
export function chooseLane(store: PageStore, implementation: string): void {
  const { run, catalogue } = store.getState()
  if (run !== null) changeHere(store, inLane(catalogue, run.input, implementation))
}

/** The same experiment with one guard of the lane switched. */
export function switchGuard(store: PageStore, guard: Guard, on: boolean): void {
  const { run } = store.getState()
  if (run !== null) changeHere(store, withGuard(run.input, guard, on))
}

/** The same experiment in another lane, played from where its first fault strikes. */
export function replayInLane(store: PageStore, implementation: string): void {
  const { run, catalogue, change } = store.getState()
  if (run === null) return
  const input = inLane(catalogue, run.input, implementation)
  change(input, atFault(0))
  playOnceShown(store, input)
}

/** Another customer, seed or number of units: the cursor goes to the end, since little stays the same. */
export function changeWorld(
  store: PageStore,
  world: Partial<Pick<Input, 'customers' | 'seed' | 'stock' | 'servers'>>,
): void {
  const { run, change } = store.getState()
  if (run !== null) change({ ...run.input, ...world }, (next) => next.trace.length)
}

/** @param events Forwards, or backwards where negative. */
export function step(store: PageStore, events: number): void {
  const { cursor, seek } = store.getState()
  seek(cursor + events)
}

/** To the next operation of interest. */
export function leap(store: PageStore, direction: 1 | -1): void {
  const { run, cursor, seek } = store.getState()
  if (run !== null) seek(nextStop(run, cursor, direction))
}

export function toStart(store: PageStore): void {
  store.getState().seek(0)
}

export function toEnd(store: PageStore): void {
  store.getState().seek(Number.MAX_SAFE_INTEGER)
}

export function playOrPause(store: PageStore): void {
  const { playing, play, pause } = store.getState()
  if (playing) pause()
  else play()
}

function changeHere(store: PageStore, input: Input): void {
  const { run, cursor, change } = store.getState()
  if (run !== null) change(input, samePlace(run, cursor))
}

/** Where motion is unwelcome nothing starts by itself. */
function playOnceShown(store: PageStore, input: Input): void {
  if (globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches) return
  const text = JSON.stringify(formatInput(input))
  const isShown = () => {
    const { run } = store.getState()
    return run !== null && JSON.stringify(formatInput(run.input)) === text
  }
  if (isShown()) return store.getState().play()
  const unsubscribe = store.subscribe((state, before) => {
    if (state.run === before.run && state.failure === before.failure) return
    unsubscribe()
    if (isShown()) store.getState().play()
  })
}
