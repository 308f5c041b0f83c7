import { useEffect, useState } from 'react'
import type { Input, Run } from '#simulator'
import { usePage, usePageStore } from '../state/page.tsx'
import { baseKey } from './picture.ts'

/** One that is only passed over is not worth a run, still less Postgres. Milliseconds. */
const restMs = 180
const wakeMs = 400

export interface Prepared {
  readonly run: Run | null
  /** Whether there is still something to wait for. */
  readonly isComing: boolean
}

/**
 * The run of an input, once the reader rests on it; null until then. It is kept, so that playing it costs nothing.
 *
 * @param mayWake whether Postgres may be loaded for it
 */
export function usePrepared(input: Input, mayWake: boolean): Prepared {
  const store = usePageStore()
  const key = baseKey(input)
  const kind = usePage((page) => page.simulator.kind)
  const isWanted = kind !== 'unavailable' && (mayWake || kind === 'ready')
  const afterMs = kind === 'ready' ? restMs : wakeMs
  const run = usePage((page) => page.runs.get(key) ?? null)
  const [failed, setFailed] = useState<string | null>(null)
  useEffect(() => {
    if (run !== null || !isWanted || failed === key) return
    const timer = setTimeout(() => {
      // The card says less then, no more.
      void store
        .getState()
        .runOf(input)
        .catch(() => setFailed(key))
    }, afterMs)
    return () => clearTimeout(timer)
    // The key is the input.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [store, key, isWanted, run, failed])
  return { run, isComing: run === null && isWanted && failed !== key }
}
