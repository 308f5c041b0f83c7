import { lazyPart } from '../ui/lazy-part.tsx'

const name = 'The comparison'

/** Its lanes, strips and words are not needed where one run is shown. */
export const CompareBoard = lazyPart({
  name,
  load: async () => (await import('../features/compare/compare-board.tsx')).CompareBoard,
})

/** The same on a phone. */
export const PhoneLanes = lazyPart({
  name,
  load: async () => (await import('../features/compare/phone-lanes.tsx')).PhoneLanes,
})
