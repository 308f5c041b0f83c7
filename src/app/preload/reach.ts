/** Something by its id and all that it imports, however deep; modules may import one another. */
export function reach(start: string, importedBy: (id: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set<string>()
  const open = [start]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue
    found.add(id)
    open.push(...importedBy(id))
  }
  return found
}
