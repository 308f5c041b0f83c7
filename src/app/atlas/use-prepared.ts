import { useEffect, useState } from 'react'
import type { Input, Run } from '#simulator'
import { usePage, usePageStore } from '../state/page.tsx'
import { baseKey } from './picture.ts'

/** One that is only passed over is not worth a run. Milliseconds. */
const restMs = 180

/**
 * The run of an input, once the simulator is awake and the reader rests on it; null until then. It is kept, so that
 * playing it costs nothing.
 *
 * @param mayWake where Postgres has been loaded anyway
 */
export function usePrepared(input: Input, mayWake: boolean): Run | null {
  const store = usePageStore()
  const key = baseKey(input)
  const isReady = usePage(
    ({ simulator }) => simulator.kind === 'ready' || (mayWake && simulator.kind === 'asleep'),
  )
  const known = usePage((page) => page.runs.get(key) ?? null)
  const [failed, setFailed] = useState<string | null>(null)
  useEffect(() => {
    if (known !== null || !isReady || failed === key) return
    const timer = setTimeout(() => {
      // The card says less then, no more.
      void store
        .getState()
        .runOf(input)
        .catch(() => setFailed(key))
    }, restMs)
    return () => clearTimeout(timer)
    // The key is the input.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [store, key, isReady, known, failed])
  return known
}
