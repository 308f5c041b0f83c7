import type { Request } from './request.ts'

/** One run of all chosen tests. */
export interface Round {
  /** Counted from 1. */
  readonly number: number
  readonly seed: number
  /** Whether two busy loops run beside it. */
  readonly loaded: boolean
}

/** The rounds of a soak. At least one is under load unless none is wanted: the only one, or every second one. */
export function roundsOf({ runs, seed, load }: Pick<Request, 'runs' | 'seed' | 'load'>): readonly Round[] {
  return Array.from({ length: runs }, (_, index) => ({
    number: index + 1,
    seed: seed + index,
    loaded: load === 'always' || (load === 'alternate' && (index % 2 === 1 || runs === 1)),
  }))
}
