import { programsOf } from './programs-of.ts'
import naiveProgram from './naive.ts?program'
import returnPageProgram from './return-page.ts?program'

/** Of the implementation that the opening shows: there before all others. */
export const naivePrograms = programsOf(naiveProgram, returnPageProgram)
