import { useCallback } from 'react'
import type { Fault } from '#simulator'
import { implementationOf } from '../state/catalogue.ts'
import { addFault } from '../state/commands.ts'
import { usePage, usePageStore, useRun } from '../state/page.tsx'

/** The run on screen and what can be done to it: for features that know no store. */
export function useScene() {
  const store = usePageStore()
  const run = useRun()
  const cursor = usePage((page) => page.cursor)
  const catalogue = usePage((page) => page.catalogue)
  const onSeek = useCallback((event: number) => store.getState().seek(event), [store])
  const onBreak = useCallback((fault: Fault) => addFault(store, fault), [store])
  const program = implementationOf(catalogue, run.input.implementation)?.program
  return { run, cursor, program, onSeek, onBreak }
}
