import { useEffect, useRef } from 'react'
import { useRun } from '../../state/page.tsx'
import { useOpening } from '../../store/use-opening.ts'
import { askedWords, betWords } from './opening-words.ts'

/** Reads the question with its answers aloud, and later how it ended. */
export function OpeningAnnouncer() {
  const view = useOpening()
  const run = useRun()
  const region = useRef<HTMLParagraphElement>(null)
  const words = wordsOf(view, run)
  useEffect(() => {
    // A region that comes with its text is not read: the text is put into it when it is there.
    if (region.current !== null) region.current.textContent = words
  }, [words])
  return <p ref={region} className="visually-hidden" role="status" aria-label="Opening" />
}

function wordsOf(view: ReturnType<typeof useOpening>, run: ReturnType<typeof useRun>): string {
  switch (view?.phase) {
    case 'asking':
      return askedWords(view.opening)
    case 'revealed': {
      if (run.input.implementation === view.opening.next.implementation) return ''
      const { id, sentence } = view.opening.answerOf(run)
      return `${sentence} ${betWords(view.bet, id)}`
    }
    case 'playing':
    case undefined:
      return ''
  }
}
