import { ArrowRight } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { VerdictMark } from '../../parts/verdict-mark.tsx'
import { replayInLane } from '../../state/commands.ts'
import { judge } from '../../state/judgement.ts'
import { usePage, usePageStore, useRun } from '../../state/page.tsx'
import { useOpening } from '../../store/use-opening.ts'
import { betWords, countWord } from './opening-words.ts'
import styles from './revealed.module.css'

/** The answer to the bet, and the one thing to do next: the same crash where it does no harm, then all of them. */
export function Revealed() {
  const view = useOpening()
  const run = useRun()
  if (view === null) return null
  return run.input.implementation === view.opening.next.implementation ? <After /> : <Answer />
}

function Answer() {
  const view = useOpening()
  const store = usePageStore()
  const run = useRun()
  const ask = usePage((page) => page.catalogue.ask)
  const button = useRef<HTMLButtonElement>(null)
  const judgement = useMemo(() => judge(run, run.trace.length), [run])
  const answer = useMemo(() => view?.opening.answerOf(run), [view, run])
  useEffect(() => button.current?.focus({ preventScroll: true }), [])
  if (view === null || answer === undefined) return null
  const { opening, bet } = view
  return (
    <>
      <p className={styles['answer']}>
        <VerdictMark tone={ask(run).tone} size="large" />
        {answer.sentence}
      </p>
      <p className={styles['scope']}>
        {betWords(bet, answer.id)} {judgement.sentence}.
      </p>
      <button
        ref={button}
        type="button"
        className={styles['next']}
        onClick={() => replayInLane(store, opening.next.implementation)}
      >
        {opening.next.label}
        <ArrowRight size={15} aria-hidden="true" />
      </button>
    </>
  )
}

/** The same crash in the other lane: its answer at once, and the way on as soon as it has been seen. */
function After() {
  const view = useOpening()
  const store = usePageStore()
  const run = useRun()
  const ask = usePage((page) => page.catalogue.ask)
  const lanes = usePage((page) => page.catalogue.implementations.length)
  const hasEnded = usePage((page) => page.cursor >= run.trace.length)
  const button = useRef<HTMLButtonElement>(null)
  const answer = useMemo(() => view?.opening.answerOf(run), [view, run])
  useEffect(() => {
    // Not before: until then the space bar pauses what is playing.
    const isElsewhere = document.activeElement !== document.body
    if (hasEnded && !isElsewhere) button.current?.focus({ preventScroll: true })
  }, [hasEnded])
  if (view === null || answer === undefined) return null
  return (
    <>
      <p className={styles['answer']}>
        <VerdictMark tone={ask(run).tone} size="large" />
        {answer.sentence}
      </p>
      <p className={styles['scope']}>{judge(run, run.trace.length).sentence}.</p>
      <button
        ref={button}
        type="button"
        className={styles['next']}
        onClick={() => store.getState().look('compare')}
      >
        All {countWord(lanes)} side by side
        <ArrowRight size={15} aria-hidden="true" />
      </button>
    </>
  )
}
