/** The cell that was played last: whoever comes back to the atlas stands on it. */
import type { PageStore } from '../state/store.ts'

/** A cell by its row and column. */
export interface CellKey {
  readonly row: string
  readonly column: string
}

/** One for the page, however often the view comes and goes. */
export const playedCells = new WeakMap<PageStore, CellKey>()
