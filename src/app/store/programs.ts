/** The programs of implementations, which are drawn as graphs and shown as code: the opening's, then all of them. */
import { create } from 'zustand'
import type { ProgramFacts } from '#program'
import { loadPrograms, openingPrograms, type Programs } from '#scenarios/catalogue.ts'

const useKnown = create<{ readonly programs: Programs }>()(() => ({ programs: openingPrograms }))

/** Loads all programs; rejects if they do not come. */
export async function loadAllPrograms(): Promise<void> {
  useKnown.setState({ programs: await loadPrograms() })
}

/** @returns undefined while it is not known */
export function useProgram(implementation: string): ProgramFacts | undefined {
  return useKnown(({ programs }) => programs[implementation]?.program)
}
