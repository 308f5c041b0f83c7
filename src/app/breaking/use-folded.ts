import { useMemo } from 'react'
import { useMedia } from '../parts/use-media.ts'
import { usePage, usePreferences, useRun } from '../state/page.tsx'
import { prefer } from '../state/preferences.ts'

/**
 * Whether the palette shows only what has a key, and the way to change that. Until the reader says otherwise it makes
 * room on a low screen for why something went wrong.
 */
export function useFolded(): readonly [isFolded: boolean, fold: (isFolded: boolean) => void] {
  const { palette } = usePreferences()
  const run = useRun()
  const ask = usePage((page) => page.catalogue.ask)
  const isTold = usePage((page) => page.answers === 'shown')
  const isLow = useMedia('(max-height: 899.98px)')
  const isWrong = useMemo(() => isTold && ask(run).tone !== 'holds', [ask, isTold, run])
  const isFolded = palette === 'fitting' ? isLow && isWrong : palette === 'folded'
  return [isFolded, (folded) => prefer({ palette: folded ? 'folded' : 'open' })]
}
