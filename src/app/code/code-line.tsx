import { memo } from 'react'
import { tokensOf } from './tokens.ts'
import styles from './code.module.css'

interface CodeLineProps {
  readonly number: number
  readonly text: string
  readonly isCurrent: boolean
  readonly hasRun: boolean
  /** The event that a click seeks; null where this run asks for nothing here. */
  readonly target: number | null
  readonly onSeek: (index: number) => void
}

/** One line of source. */
export const CodeLine = memo(function CodeLine({
  number,
  text,
  isCurrent,
  hasRun,
  target,
  onSeek,
}: CodeLineProps) {
  const state = isCurrent ? 'here' : hasRun ? 'ran' : target !== null ? 'ahead' : 'still'
  const content = (
    <>
      <span className={styles['number']}>{number}</span>
      <span className={styles['mark']} aria-hidden="true" />
      {state === 'ran' && <span className="visually-hidden">ran: </span>}
      <code className={styles['text']}>
        {tokensOf(text).map(({ kind, text: part }, position) => (
          // Tokens of a line never change places.
          <span key={position} className={styles[kind]}>
            {part}
          </span>
        ))}
      </code>
    </>
  )
  return (
    <li className={styles[state]} aria-current={isCurrent ? 'true' : undefined}>
      {target === null ? (
        <div className={styles['line']}>{content}</div>
      ) : (
        <button
          type="button"
          className={styles['line']}
          title={`Go to event ${target}`}
          onClick={() => onSeek(target)}
        >
          {content}
        </button>
      )}
    </li>
  )
})
