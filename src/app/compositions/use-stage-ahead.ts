import { useEffect } from 'react'
import { usePage } from '../state/page.tsx'
import { useOpening } from '../store/use-opening.ts'
import { loadAllPrograms } from '../store/programs.ts'
import { mayLoadAhead } from '../ui/load-ahead.ts'
import { preloadStage } from './stage-parts.tsx'

/** The page itself comes first, and then what a visitor does at once. */
const restMs = 2_000

/**
 * Loads what surrounds a run while the opening is on screen, so that it is there at its end. Where data is to be saved,
 * only after Play.
 */
export function useStageAhead(): void {
  const isOpening = useOpening() !== null
  const isPlaying = usePage((page) => page.playing)
  const isWanted = isOpening && (isPlaying || mayLoadAhead())
  useEffect(() => {
    if (!isWanted) return
    // If it does not come, its place says so when it is to be shown.
    const timer = setTimeout(() => void Promise.allSettled([preloadStage(), loadAllPrograms()]), restMs)
    return () => clearTimeout(timer)
  }, [isWanted])
}
