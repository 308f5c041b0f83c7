/** Which terms have been explained in this session: each is explained once, where it first occurs. */
import { useEffect, useState } from 'react'
import type { Run } from '#simulator'
import { glossary, termsOf, type Term, type TermId } from '../model/glossary.ts'

const storageKey = 'crashcart.terms'
/** Events for which an explanation stays while the run plays: long enough to be read at normal speed. */
const playedEvents = 8

interface Introduction {
  readonly term: TermId
  readonly run: string
  readonly event: number
}

let introduced: ReadonlySet<TermId> = read()

/**
 * The term that the event at the cursor introduces; null if it has none, or only terms that are known.
 * @param isHeld Whether it stays for some events, since the cursor moves by itself.
 */
export function useIntroducedTerm(run: Run, cursor: number, isHeld: boolean): Term | null {
  const [latest, setLatest] = useState<Introduction | null>(null)
  const event = run.trace[cursor - 1]
  const isLatest =
    latest !== null &&
    latest.run === run.traceHash &&
    cursor >= latest.event &&
    cursor <= latest.event + (isHeld ? playedEvents : 0)
  const found = event === undefined ? undefined : termsOf(event).find((term) => !introduced.has(term))
  const term = isLatest ? latest.term : found
  if (!isLatest && found !== undefined) setLatest({ term: found, run: run.traceHash, event: cursor })
  useEffect(() => {
    if (term !== undefined) remember(term)
  }, [term])
  return term === undefined ? null : glossary[term]
}

function remember(term: TermId): void {
  if (introduced.has(term)) return
  introduced = new Set([...introduced, term])
  try {
    sessionStorage.setItem(storageKey, [...introduced].join(','))
  } catch {
    // Storage is refused: the term is explained again after a reload.
  }
}

function read(): ReadonlySet<TermId> {
  try {
    const stored = sessionStorage.getItem(storageKey)?.split(',') ?? []
    return new Set(stored.filter((term): term is TermId => Object.hasOwn(glossary, term)))
  } catch {
    return new Set()
  }
}
