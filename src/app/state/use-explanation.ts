/** Why a run ends as it does, for every part of the page that tells or draws it: the same run is explained once. */
import { useEffect, useMemo, useState } from 'react'
import type { Explanation } from '#explorer'
import type { Run } from '#simulator'
import { isBeginning } from '../model/beginning.ts'
import { usePage, useRun } from './page.tsx'
import { violatedUpTo } from './stops.ts'
import { useReference } from './use-reference.ts'

type Explain = typeof import('#explorer/explain.ts').explain

/** What explains a run comes after the page that shows it. */
let loaded: Explain | null = null

/** Loads the code that explains a run. Rejects if its file does not come. */
export async function loadExplain(): Promise<void> {
  loaded ??= (await import('#explorer/explain.ts')).explain
}

/** Of the run on screen, its chosen violation; null while it is not there, not whole, or the answer is hidden. */
export function useExplanation(): Explanation | null {
  const run = useRun()
  const chosen = usePage((page) => page.chosen)
  const isHidden = usePage((page) => page.answers === 'hidden')
  return useExplanationOf(isHidden || isBeginning(run) ? null : run, chosen)
}

/**
 * Of any run, its gravest violation unless another is chosen.
 * @param afterMs how long what explains it may wait to be loaded: where it is no more than a trace, the page comes first
 */
export function useExplanationOf(
  run: Run | null,
  chosen: string | null = null,
  afterMs = 0,
): Explanation | null {
  const reference = useReference(run)
  const [explain, setExplain] = useState(() => loaded)
  const isWanted = run !== null && explain === null
  useEffect(() => {
    if (!isWanted) return
    const load = () =>
      loadExplain().then(
        () => setExplain(() => loaded),
        () => undefined, // Why says that it did not come; the other places say less.
      )
    const timer = setTimeout(() => void load(), afterMs)
    return () => clearTimeout(timer)
  }, [isWanted, afterMs])
  return useMemo(
    () => (run === null || explain === null ? null : explanationOf(explain, run, reference, chosen)),
    [explain, run, reference, chosen],
  )
}

/** Whether the cursor stands where what is explained was found. */
export function isAtViolation(run: Run, cursor: number, { invariant }: Explanation): boolean {
  return invariant !== null && violatedUpTo(run, cursor).includes(invariant)
}

const explained = new WeakMap<Run, { readonly key: unknown; readonly explanation: Explanation }[]>()

function explanationOf(
  explain: Explain,
  run: Run,
  reference: Run | undefined,
  chosen: string | null,
): Explanation {
  const known = explained.get(run) ?? []
  explained.set(run, known)
  const key = `${reference?.traceHash ?? ''} ${chosen ?? ''}`
  const before = known.find((one) => one.key === key)
  if (before !== undefined) return before.explanation
  const explanation = explain(run, reference, chosen)
  known.push({ key, explanation })
  return explanation
}
