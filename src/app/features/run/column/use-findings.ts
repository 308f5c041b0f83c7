import { useEffect, useState } from 'react'
import { counterfactuals, guardTrials, type Finding, type Lane } from '#explorer/counterfactual.ts'
import type { Run } from '#simulator'
import { isBeginning } from '../../../model/beginning.ts'
import { keyOf } from '../../../state/experiment.ts'
import { usePage, usePageStore } from '../../../state/page.tsx'

export interface Findings {
  /** `unasked`: it would load the simulator, so that somebody has to want it. */
  readonly progress: 'unasked' | 'running' | 'done' | 'failed'
  readonly findings: readonly Finding[]
  /** How many guards there are to try. */
  readonly guards: number
}

/** A moment in which nobody has asked for anything else. */
const idleMs = 300

const known = new WeakMap<Run, readonly Finding[]>()

/**
 * What would have had to be otherwise for this run, found by running it: one trial after the other, while nothing
 * plays; no more of them once the run is no longer shown.
 * @param isAsked Whether the simulator may be loaded for it.
 */
export function useFindings(run: Run, isAsked: boolean): Findings {
  const store = usePageStore()
  const lanes: readonly Lane[] = usePage((page) => page.catalogue.implementations)
  const isAwake = usePage((page) => page.simulator.kind === 'ready')
  const isPlaying = usePage((page) => page.playing)
  const [found, setFound] = useState<{
    run: Run
    findings: readonly Finding[]
    state: Findings['progress']
  }>()
  const mayRun =
    !isBeginning(run) && !isPlaying && !known.has(run) && (isAwake || isAsked || isKnown(run, lanes))

  useEffect(() => {
    if (!mayRun) return
    let isWanted = true
    const search = async () => {
      const findings: Finding[] = []
      try {
        for await (const finding of counterfactuals(run, lanes, store.getState().runOf)) {
          if (!isWanted) return
          findings.push(finding)
          setFound({ run, findings: [...findings], state: 'running' })
        }
        known.set(run, findings)
        if (isWanted) setFound({ run, findings, state: 'done' })
      } catch {
        if (isWanted) setFound({ run, findings, state: 'failed' })
      }
    }
    const timer = setTimeout(() => void search(), idleMs)
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [store, run, lanes, mayRun])

  const guards = guardTrials(run, lanes).length
  const before = known.get(run)
  if (before !== undefined) return { progress: 'done', findings: before, guards }
  if (found?.run === run) return { progress: found.state, findings: found.findings, guards }
  return { progress: mayRun || isPlaying ? 'running' : 'unasked', findings: [], guards }

  /** Whether every trial is the input of a run that is there already. */
  function isKnown(shown: Run, all: readonly Lane[]): boolean {
    const { runs } = store.getState()
    if (guardTrials(shown, all).length > 0) return false
    return all.every(({ name }) => runs.has(keyOf({ ...shown.input, implementation: name, guards: {} })))
  }
}
