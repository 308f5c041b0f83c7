/** What a button that breaks something would hit, in whichever view: a comparison has a run for each lane. */
import { aimAt, type Aim, type BreakKind } from './aim.ts'
import { implementationOf } from './catalogue.ts'
import { eventsAt } from './comparison.ts'
import type { PageState } from './page-state.ts'
import { comparisonOf, momentOf } from './playhead.ts'

export interface AimInView {
  readonly aim: Aim
  /** Title of the lane in whose run it is aimed; null where there is only one on screen. */
  readonly lane: string | null
}

/**
 * In the lane that is looked at; in a comparison, where that has nothing to hit, in the first lane that has. While a run
 * is awaited, what has not been seen of it is taken to be as in the run before.
 */
export function aimInView(onScreen: PageState, kind: BreakKind): AimInView {
  const { cursor, view, catalogue, shown } = onScreen
  const page =
    onScreen.before === null ? onScreen : { ...onScreen, ...onScreen.before, cursor, wanted: shown }
  const { run } = page
  if (run === null) return { aim: { possible: false, reason: 'There is no run yet' }, lane: null }
  const aim = aimAt(kind, run, cursor)
  if (view !== 'compare') return { aim, lane: null }
  return (
    (aim.possible ? null : elsewhere(page, kind)) ?? {
      aim,
      lane: implementationOf(catalogue, shown.implementation)?.title ?? null,
    }
  )
}

function elsewhere(page: PageState, kind: BreakKind): AimInView | null {
  const comparison = comparisonOf(page)
  const moment = momentOf(page, comparison)
  for (const [at, lane] of comparison.lanes.entries()) {
    if (lane.run === null) continue
    const aim = aimAt(kind, lane.run, eventsAt(lane, moment))
    if (aim.possible) return { aim, lane: page.catalogue.implementations[at]?.title ?? null }
  }
  return null
}

/** `event 8`, `Naive’s event 8`. */
export function eventWords(event: number, lane: string | null): string {
  return lane === null ? `event ${event}` : `${lane}’s event ${event}`
}
