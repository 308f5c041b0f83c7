import { useEffect, useState } from 'react'
import type { Run } from '#simulator'
import { keyOf } from './experiment.ts'
import { usePage, usePageStore } from './page.tsx'
import type { PageStore } from './store.ts'

/** The run of the same input without its faults, once it is known; nothing is loaded for its sake alone. */
export function useReference(run: Run | null): Run | undefined {
  const store = usePageStore()
  const isAwake = usePage((page) => page.simulator.kind === 'ready')
  const [reference, setReference] = useState<Run>()
  useEffect(() => {
    if (run === null || run.input.plan.length === 0) return
    let isWanted = isAwake || store.getState().runs.has(keyOf(withoutFaults(run)))
    if (isWanted)
      referenceOf(store, run).then(
        (found) => isWanted && setReference(found),
        () => undefined, // The chain does without.
      )
    return () => void (isWanted = false)
  }, [store, run, isAwake])
  return run !== null && reference !== undefined && isReferenceOf(reference, run) ? reference : undefined
}

/** Asked for once, by however many parts of the page. */
const underWay = new WeakMap<Run, Promise<Run>>()

/** The run of the same input without its faults. */
async function referenceOf(store: PageStore, run: Run): Promise<Run> {
  const asked = underWay.get(run) ?? store.getState().runOf(withoutFaults(run))
  underWay.set(run, asked)
  try {
    return await asked
  } catch (error) {
    underWay.delete(run)
    throw error
  }
}

function withoutFaults({ input }: Run) {
  return { ...input, plan: [] }
}

function isReferenceOf(reference: Run, run: Run): boolean {
  return run.input.plan.length > 0 && keyOf(reference.input) === keyOf(withoutFaults(run))
}
