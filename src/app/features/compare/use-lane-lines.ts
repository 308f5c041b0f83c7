import { useMemo } from 'react'
import { emphasised } from '../../model/lane-line/emphasis.ts'
import { laneLine, type LaneLine } from '../../model/lane-line/lane-line.ts'
import type { Comparison } from '../../state/comparison.ts'
import type { Lane } from '../../state/lanes.ts'
import { usePage } from '../../state/page.tsx'

export interface ShownLine {
  /** Null while the lane has no run. */
  readonly line: LaneLine | null
  /** Words that tell this lane from those with the opposite verdict. */
  readonly bold: ReadonlySet<string>
}

/** Each lane in one line of words, in the order of the lanes. */
export function useLaneLines(lanes: readonly Lane[], comparison: Comparison): readonly ShownLine[] {
  const words = usePage((page) => page.catalogue.story)
  return useMemo(() => {
    const told = comparison.lanes.map(({ run, anchor, isStruck }, at) => {
      const tone = lanes[at]?.tone ?? 'unknown'
      if (run === null) return null
      const options = { words, anchor, isStruck: isStruck && comparison.fault !== null, tone }
      return { line: laneLine(run, options), tone }
    })
    const bold = emphasised(told)
    return told.map((one, at) => ({ line: one?.line ?? null, bold: bold[at] ?? new Set<string>() }))
  }, [lanes, comparison, words])
}
