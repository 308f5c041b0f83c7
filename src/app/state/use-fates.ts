import { useMemo } from 'react'
import { fateInAll, fateInRun, type Fate } from './fates.ts'
import { usePage, useRun } from './page.tsx'
import { useComparison } from './use-lanes.ts'
import { useSeek } from './use-playhead.ts'

/** What became of each fault of the plan, and the way to where it strikes. */
export function useFates(): { readonly fates: readonly Fate[]; readonly seek: (to: number) => void } {
  const isComparison = usePage((page) => page.view === 'compare')
  const run = useRun()
  const { lanes, comparison } = useComparison()
  const seek = useSeek()
  const fates = useMemo(
    () =>
      run.input.plan.map((_, fault) =>
        isComparison ? fateInAll(lanes, comparison, fault) : fateInRun(run, fault),
      ),
    [isComparison, run, lanes, comparison],
  )
  return { fates, seek }
}
