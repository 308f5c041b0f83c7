import type { Rolldown } from 'vite'

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
    needed ??= importedFrom(entry, (id) => context.getModuleInfo(id)?.importedIds ?? [])
    return needed.has(moduleId) ? name : null
  }
}

/** A module and all that it imports, not those that it imports later. */
function importedFrom(entry: string, importedBy: (id: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set<string>()
  const open = [entry]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue
    found.add(id)
    open.push(...importedBy(id))
  }
  return found
}
