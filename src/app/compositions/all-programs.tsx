import { loadAllPrograms } from '../store/programs.ts'
import { lazyPart } from '../ui/lazy-part.tsx'

/** Stands where a program is to be drawn or shown that is not known yet, and loads it: it draws nothing itself. */
export const AllPrograms = lazyPart<object>({
  name: 'The program of this implementation',
  load: async () => {
    await loadAllPrograms()
    return () => null
  },
})
