import type { Rolldown } from 'vite'
import { reach } from './reach.ts'

/**
 * Keeps what the page's entry imports in one file. By default each set of modules that another chunk imports too is a
 * file of its own: some thirty small ones, all of which every visitor loads, and which compress worse apart.
 *
 * @param entry the path of its module; a build without it stops
 * @param name of the file
 */
export function entryGroup(entry: string, name: string): Rolldown.CodeSplittingNameFunction {
  let needed: ReadonlySet<string> | null = null
  return (moduleId, context) => {
    if (context.getModuleInfo(entry) === null) throw new Error(`No module is ${entry}: it has been renamed`)
    needed ??= reach(entry, (id) => context.getModuleInfo(id)?.importedIds ?? [])
    return needed.has(moduleId) ? name : null
  }
}
