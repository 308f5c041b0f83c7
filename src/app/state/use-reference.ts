import { useEffect, useState } from 'react'
import type { Run } from '#simulator'
import { keyOf } from '../state/experiment.ts'
import { usePage, usePageStore } from '../state/page.tsx'

/** The run of the same input without its faults, once it is known; nothing is loaded for its sake alone. */
export function useReference(run: Run): Run | undefined {
  const store = usePageStore()
  const isAwake = usePage((page) => page.simulator.kind === 'ready')
  const [reference, setReference] = useState<Run>()
  const hasFaults = run.input.plan.length > 0
  useEffect(() => {
    const input = { ...run.input, plan: [] }
    const { runs, runOf } = store.getState()
    let isWanted = hasFaults && (isAwake || runs.has(keyOf(input)))
    if (isWanted)
      runOf(input).then(
        (found) => isWanted && setReference(found),
        () => undefined, // The chain does without.
      )
    return () => void (isWanted = false)
  }, [store, run, hasFaults, isAwake])
  return hasFaults && reference !== undefined && isReferenceOf(reference, run) ? reference : undefined
}

function isReferenceOf(reference: Run, run: Run): boolean {
  return keyOf(reference.input) === keyOf({ ...run.input, plan: [] })
}
