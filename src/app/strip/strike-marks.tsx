import type { Span } from './span-marks.tsx'
import { leftGap, type WordSide } from './word-places.ts'
import styles from './strip.module.css'

interface StrikeProps {
  readonly span: Span
  readonly word: string
  readonly side: WordSide
}

/** A process dies. */
export function Cut({ span, bottom, word, side }: StrikeProps & { readonly bottom: number }) {
  return (
    <g className={styles[`cut-${span.phase}`]} transform={`translate(${span.from} 0)`}>
      <line y1={18} y2={bottom + 2} />
      <path d="M-4 5l8 8m0 -8l-8 8" />
      <Word word={word} side={side} start={12} />
    </g>
  )
}

/** A fault that kills nobody: its word above, and a line down to whom it befalls. */
export function Struck({ span, y, word, side }: StrikeProps & { readonly y: number }) {
  return (
    <g className={styles[`struck-${span.phase}`]} transform={`translate(${span.from} 0)`}>
      <line y1={16} y2={y - 12} />
      <path d={`M0 ${y - 13}l3.5 3.5l-3.5 3.5l-3.5 -3.5z`} />
      <Word word={word} side={side} start={-4} />
    </g>
  )
}

interface WordProps extends Pick<StrikeProps, 'word' | 'side'> {
  /** Where it begins to the right of its line, in pixels. */
  readonly start: number
}

function Word({ word, side, start }: WordProps) {
  if (side === null) return null
  return (
    <text x={side === 'right' ? start : -leftGap} y={13} textAnchor={side === 'right' ? 'start' : 'end'}>
      {word}
    </text>
  )
}

interface ViolatedProps {
  readonly span: Span
  readonly bottom: number
  readonly invariant: string
  /** What to tell who points at it. */
  readonly statements: string
}

/** Invariants fail. */
export function Violated({ span, bottom, invariant, statements }: ViolatedProps) {
  const width = invariant.length * 6.4 + 10
  return (
    <g className={styles[`violated-${span.phase}`]} transform={`translate(${span.from} 0)`}>
      <title>{statements}</title>
      <line y1={24} y2={bottom} />
      <rect x={-width / 2} y={bottom + 1} width={width} height={15} rx={3} />
      <text y={bottom + 12} textAnchor="middle">
        {invariant}
      </text>
    </g>
  )
}
