import { memo } from 'react'
import { Envelope } from './envelope.tsx'
import type { SequenceRow } from './sequence.ts'
import styles from './messages.module.css'

interface SequenceArrowProps {
  readonly row: SequenceRow
  readonly lifelines: readonly string[]
}

/** One row: the event's number, an arrow between two lifelines, and what it says. */
export const SequenceArrow = memo(function SequenceArrow({ row, lifelines }: SequenceArrowProps) {
  const columns = lifelines.map((title) => <i key={title} className={styles['lifeline']} />)
  if (row.kind !== 'message' && row.kind !== 'call')
    return (
      <>
        <span className={styles['lanes']}>
          {columns}
          <span className={styles[row.kind]} style={place(row.from, row.from)}>
            {signs[row.kind]}
          </span>
        </span>
        <span className={styles[row.kind === 'crash' ? 'crashWord' : 'word']}>
          <b>{row.index}</b> {row.words}
        </span>
      </>
    )
  const stops = row.kind === 'message' && row.fate !== 'delivered'
  const unheard = row.kind === 'call' && row.unheard
  const look = unheard
    ? styles['unanswered']
    : stops || (row.kind === 'call' && row.failed)
      ? styles['broken']
      : ''
  return (
    <>
      <span className={styles['lanes']}>
        {columns}
        <span
          className={`${styles['arrow']} ${styles[row.to > row.from ? 'right' : 'left']} ${row.kind === 'call' ? styles['both'] : ''} ${look} ${stops ? styles['stops'] : ''}`}
          style={place(row.from, row.to)}
        >
          {row.kind === 'message' && row.notes.some((note) => note.endsWith('late')) && (
            <i className={styles['late']} />
          )}
        </span>
      </span>
      <span className={styles['what']}>
        <b>{row.index}</b>
        <span className="visually-hidden">
          {lifelines[row.from]} to {lifelines[row.to]}:
        </span>
        {row.kind === 'message' && row.envelope && (
          <Envelope forged={row.forged} copies={row.copies} dropped={row.fate === 'dropped'} />
        )}
        <span className={styles['title']}>{row.title}</span>
        {row.notes.map((note) => (
          <em key={note} className={look}>
            {note}
          </em>
        ))}
      </span>
    </>
  )
})

const signs = { crash: '✕', freeze: '❄', back: '●', unheard: '?' } as const

/** Lifelines stand in the middle of columns of one width, set by the style sheet. */
function place(from: number, to: number) {
  const least = Math.min(from, to)
  return {
    left: `calc(var(--lane) * ${least + 0.5})`,
    width: `calc(var(--lane) * ${Math.abs(to - from)})`,
  }
}
