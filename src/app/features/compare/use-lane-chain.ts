import { useMemo } from 'react'
import { violationsIn, type Run } from '#simulator'
import { usePage } from '../../state/page.tsx'
import { isAtViolation, useExplanationOf } from '../../state/use-explanation.ts'
import { chainOf, type Chain } from '../../strip/chain.ts'
import { rowsOf } from '../../strip/marks.ts'

/** The lanes themselves are there first. */
const restMs = 500

interface LaneChain {
  /** Null where nothing is violated, or the answer is hidden. */
  readonly chain: Chain | null
  /** Whether the lane stands where what is explained was found. */
  readonly isFound: boolean
}

/** Why a lane fails, for its strip and for the strip in words. */
export function useLaneChain(run: Run | null, cursor: number): LaneChain {
  const isHidden = usePage((page) => page.answers === 'hidden')
  const fails = run !== null && !isHidden && violationsIn(run).length > 0
  const explanation = useExplanationOf(fails ? run : null, null, restMs)
  const chain = useMemo(
    () => (run === null ? null : chainOf(run, rowsOf(run), explanation)),
    [run, explanation],
  )
  const isFound = run !== null && explanation !== null && isAtViolation(run, cursor, explanation)
  return { chain, isFound }
}
