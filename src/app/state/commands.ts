/**
 * Everything that a button and a key can both do.
 *
 * An edit is made to the experiment that is wanted. While its run is on its way, places in it are found by the last
 * whole run.
 */
import { withGuard } from '#explorer/counterfactual.ts'
import { formatFault, type Fault, type Input } from '#simulator'
import type { Guard } from '#simulator/scenario.ts'
import { aimInView } from './aim-in-view.ts'
import type { BreakKind } from './aim.ts'
import { eventsAt, nextMoment } from './comparison.ts'
import { inLane, keyOf } from './experiment.ts'
import { atEnd, atFault, atStart, beforeViolation, samePlace } from './place.ts'
import { anchorOf, comparisonOf, momentOf, playheadOf } from './playhead.ts'
import { nextStop } from './stops.ts'
import { answered, type PageStore } from './store.ts'

/** Adds a fault; the cursor stands on it in the run that comes. */
export function addFault(store: PageStore, fault: Fault): void {
  const { run, shown, wanted, change, seek } = store.getState()
  if (run === null) return
  const { plan } = wanted
  const at = placeIn(plan, fault)
  if (at < 0) change({ ...wanted, plan: [...plan, fault] }, atFault(plan.length))
  else if (wanted === shown) seek(atFault(at)(run))
}

/** Breaks what the palette's button of that kind says it would. */
export function breakAtCursor(store: PageStore, kind: BreakKind): void {
  const { aim } = aimInView(store.getState(), kind)
  if (aim.possible) addFault(store, aim.fault)
}

/** @param index Position in the plan. */
export function removeFault(store: PageStore, index: number): void {
  const { wanted } = store.getState()
  if (index < wanted.plan.length)
    changeHere(store, { ...wanted, plan: wanted.plan.filter((_, at) => at !== index) })
}

/**
 * The same fault with another value; the cursor stands on it in the run that comes.
 * @param index Position in the plan.
 */
export function replaceFault(store: PageStore, index: number, fault: Fault): void {
  const { wanted, change } = store.getState()
  if (index < wanted.plan.length) change({ ...wanted, plan: wanted.plan.with(index, fault) }, atFault(index))
}

/** No faults, and back to the start. */
export function reset(store: PageStore): void {
  const { run, shown, wanted, change, seek } = store.getState()
  if (run === null) return
  if (wanted.plan.length > 0) change({ ...wanted, plan: [] }, atStart)
  else if (wanted === shown) seek(atStart(run))
}

/** The same experiment in another lane, at the same place. */
export function chooseLane(store: PageStore, implementation: string): void {
  changeHere(store, { ...store.getState().wanted, implementation })
}

/** From a comparison to the graph of one of its lanes, at the same moment. */
export function openLane(store: PageStore, implementation: string): void {
  const page = store.getState()
  if (page.run === null) return page.change({ ...page.wanted, implementation }, atEnd, 'focus')
  if (page.view === 'atlas') page.look('focus')
  if (page.view !== 'compare') return chooseLane(store, implementation)
  const comparison = comparisonOf(page)
  const lane =
    comparison.lanes[page.catalogue.implementations.findIndex(({ name }) => name === implementation)]
  if (lane === undefined || page.run === null) return
  const moment = momentOf(page, comparison)
  const { run, cursor } = answered(page)
  const place = lane.run === null ? samePlace(run ?? page.run, cursor) : () => eventsAt(lane, moment)
  page.look('focus')
  page.change({ ...page.wanted, implementation }, place)
}

/** From one lane to all of them, and back. */
export function changeView(store: PageStore): void {
  const { view, look } = store.getState()
  look(view === 'compare' ? 'focus' : 'compare')
}

/** The same experiment in another lane with all its guards as its author left them. */
export function chooseUnswitched(store: PageStore, implementation: string): void {
  changeHere(store, { ...store.getState().wanted, implementation, guards: {} })
}

/** Switches a guard in every lane that has it. @param guard as it stands in the lane in which it is switched */
export function switchGuard(store: PageStore, guard: Guard, on: boolean): void {
  changeHere(store, withGuard(store.getState().wanted, guard, on))
}

/** The same experiment in another lane, played from where its first fault strikes. */
export function replayInLane(store: PageStore, implementation: string): void {
  const { run, wanted, change } = store.getState()
  if (run === null) return
  const input = { ...wanted, implementation }
  change(input, atFault(0))
  playOnceShown(store, input)
}

/** A counterexample in its own lane, played from a little before its first violation up to it. */
export function playCounterexample(store: PageStore, input: Input): void {
  const { run, shown, wanted, look, change, seek } = store.getState()
  if (run !== null && wanted === shown && keyOf(shown) === keyOf(input)) {
    look('focus')
    seek(beforeViolation(run))
  } else change(input, beforeViolation, 'focus')
  playOnceShown(store, input)
}

/** Another customer, seed or number of units: the cursor goes to the end, since little stays the same. */
export function changeWorld(
  store: PageStore,
  world: Partial<Pick<Input, 'customers' | 'seed' | 'stock' | 'servers' | 'paymentSettlesMs'>>,
): void {
  const { wanted, change } = store.getState()
  change({ ...wanted, ...world }, atEnd)
}

/** @param events Forwards, or backwards where negative. */
export function step(store: PageStore, events: number): void {
  const page = store.getState()
  const { first, last, at } = playheadOf(page)
  page.seek(Math.max(first, Math.min(last, at + events)))
}

/** To the next operation of interest, in a comparison of any lane. */
export function leap(store: PageStore, direction: 1 | -1): void {
  const page = store.getState()
  const { run, cursor, seek } = page
  if (run === null) return
  if (page.view !== 'compare') return seek(nextStop(run, cursor, direction))
  const comparison = comparisonOf(page)
  seek(anchorOf(page, comparison) + nextMoment(comparison, momentOf(page, comparison), direction))
}

/** To a moment of a comparison. */
export function seekMoment(store: PageStore, moment: number): void {
  const page = store.getState()
  page.seek(anchorOf(page, comparisonOf(page)) + moment)
}

export function toStart(store: PageStore): void {
  store.getState().seek(Number.NEGATIVE_INFINITY)
}

export function toEnd(store: PageStore): void {
  store.getState().seek(Number.POSITIVE_INFINITY)
}

export function playOrPause(store: PageStore): void {
  const { playing, play, pause } = store.getState()
  if (playing) pause()
  else play()
}

/** Where a plan has the very same fault; −1 where it has none such. */
function placeIn(plan: Input['plan'], fault: Fault): number {
  const text = formatFault(fault)
  return plan.findIndex((planned) => formatFault(planned) === text)
}

function changeHere(store: PageStore, input: Input): void {
  const { run, cursor } = answered(store.getState())
  if (run !== null) store.getState().change(input, samePlace(run, cursor))
}

/** Where motion is unwelcome nothing starts by itself. */
function playOnceShown(store: PageStore, input: Input): void {
  if (globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches) return
  const isShown = () => {
    const { run, shown, catalogue } = store.getState()
    const own = (experiment: Input) => keyOf(inLane(catalogue, experiment, experiment.implementation))
    return run !== null && own(shown) === own(input)
  }
  if (isShown()) return store.getState().play()
  const unsubscribe = store.subscribe((state, before) => {
    if (state.run === before.run && state.failure === before.failure) return
    unsubscribe()
    if (isShown()) store.getState().play()
  })
}
