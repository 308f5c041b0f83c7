import styles from './strips.module.css'

/** The one cut through all lanes; a lane that it spares is only told where it would be. */
export function AlignedCut({ x, isStruck }: { readonly x: number; readonly isStruck: boolean }) {
  return (
    <div
      className={isStruck ? styles['cut'] : styles['spare']}
      style={{ transform: `translateX(${x}px)` }}
      aria-hidden="true"
    />
  )
}

interface FurtherCutProps {
  readonly x: number
  readonly top: number
  readonly bottom: number
  readonly isAhead: boolean
}

/** Another crash, of one lane. */
export function FurtherCut({ x, top, bottom, isAhead }: FurtherCutProps) {
  return (
    <g className={isAhead ? styles['furtherAhead'] : styles['further']} transform={`translate(${x} 0)`}>
      <line y1={top + 2} y2={bottom + 2} />
      <path d={`M3 ${top + 3}l6 6m0 -6l-6 6`} />
    </g>
  )
}
