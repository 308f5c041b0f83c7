/** Every guard that some implementation has, for a command's usage. */
import { scenario } from '#scenarios'

export const guardNames = [
  ...new Set(scenario.implementations.flatMap(({ guards }) => guards.map(({ name }) => name))),
].join(', ')
