import { useCallback, useMemo } from 'react'
import type { Fault } from '#simulator'
import { isBeginning } from '../model/beginning.ts'
import { addFault } from '../state/commands.ts'
import { usePage, usePageStore, useRun } from '../state/page.tsx'
import { useProgram } from '../store/programs.ts'

/** The run on screen and what can be done to it: for features that know no store. */
export function useScene() {
  const store = usePageStore()
  const run = useRun()
  const cursor = usePage((page) => page.cursor)
  const onSeek = useCallback((event: number) => store.getState().seek(event), [store])
  const onBreak = useCallback((fault: Fault) => addFault(store, fault), [store])
  const program = useProgram(run.input.implementation)
  return { run, cursor, program, onSeek, onBreak }
}

/** Faults of the plan that have not happened in what is known of the run. */
export function useWaiting(): readonly Fault[] {
  const run = useRun()
  const isPending = usePage((page) => page.before !== null)
  return useMemo(
    () =>
      isPending && isBeginning(run) ? run.input.plan.filter((_, at) => run.faults[at]?.fired !== true) : none,
    [isPending, run],
  )
}

const none: readonly Fault[] = []
