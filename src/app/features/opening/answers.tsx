import { useId, type KeyboardEvent } from 'react'
import { KeyCap } from '../../parts/key-cap.tsx'
import { playOrPause } from '../../state/commands.ts'
import { usePageStore } from '../../state/page.tsx'
import type { OpeningView } from '../../store/use-opening.ts'
import styles from './answers.module.css'

interface AnswersProps {
  readonly view: OpeningView
  /** `row` for a phone: labels alone. */
  readonly form: 'column' | 'row'
}

/** The answers that can be bet on, each with its number, which is its key. */
export function Answers({ view, form }: AnswersProps) {
  const store = usePageStore()
  const id = useId()
  const { opening, bet, phase } = view
  /** The space bar chooses the answer in focus; on the one that is chosen it plays, as everywhere else. */
  const playWith = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== ' ' || !event.currentTarget.checked) return
    event.preventDefault()
    playOrPause(store)
  }
  return (
    <div className={styles['answers']} data-form={form} role="radiogroup" aria-labelledby={id}>
      <p className={styles['question']} id={id}>
        {form === 'column' ? opening.bet.question : opening.bet.facts}
      </p>
      {opening.bet.answers.map((answer, at) => (
        <label key={answer.id} className={styles['answer']} data-chosen={bet?.id === answer.id || undefined}>
          <input
            type="radio"
            name={id}
            value={answer.id}
            checked={bet?.id === answer.id}
            disabled={phase !== 'asking'}
            aria-label={answer.label}
            aria-describedby={form === 'column' ? `${id}-${answer.id}` : undefined}
            aria-keyshortcuts={String(at + 1)}
            onChange={() => store.getState().bet(answer.id)}
            onKeyDown={playWith}
          />
          <span className={styles['label']}>{answer.label}</span>
          {form === 'column' && (
            <>
              <span className={styles['why']} id={`${id}-${answer.id}`}>
                {answer.why}
              </span>
              <KeyCap>{String(at + 1)}</KeyCap>
            </>
          )}
        </label>
      ))}
    </div>
  )
}
