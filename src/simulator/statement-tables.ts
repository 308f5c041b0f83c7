/** Tables that a statement's text names. What is only called by a function or held by a foreign key is not among them. */

import { memoize } from './memoize.ts'

/** Tables that it writes to, as the text names them. */
export const writtenTables = memoize((text): readonly string[] => {
  const tables = namedAfter(
    /\b(?:insert\s+into|update|delete\s+from)\s+(?:only\s+)?([a-z_]+(?:\.[a-z_]+)?)/g,
    text,
  )
  // `for update skip locked` and `do update set` name no table.
  for (const word of ['of', 'skip', 'set', 'nowait']) tables.delete(word)
  return [...tables]
})

/** Tables that it reads, without the names of its own subqueries. */
export function readTables(text: string): readonly string[] {
  const tables = namedAfter(/\b(?:from|join|using)\s+(?:only\s+)?([a-z_]+(?:\.[a-z_]+)?)/g, text)
  for (const [, name = ''] of text.matchAll(/\b([a-z_]+)\s+as\s+(?:materialized\s+)?\(/g)) tables.delete(name)
  return [...tables]
}

/** Whether it locks the rows that it reads, as a write would. */
export function locksRows(text: string): boolean {
  return /\bfor\s+(?:no\s+key\s+)?update\b/.test(text)
}

function namedAfter(words: RegExp, text: string): Set<string> {
  return new Set([...text.matchAll(words)].map((match) => match[1] ?? ''))
}
