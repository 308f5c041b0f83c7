/** Asks once for each text: runs send few different statements, and each of them often. */
export function memoize<T>(ask: (text: string) => T): (text: string) => T {
  const known = new Map<string, { readonly answer: T }>()
  return (text) => {
    const found = known.get(text) ?? { answer: ask(text) }
    known.set(text, found)
    return found.answer
  }
}
