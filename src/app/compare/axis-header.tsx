import type { Fault } from '#simulator'
import type { ComparedLane } from '../state/comparison.ts'
import { faultNoun } from '../state/moment-words.ts'
import { strikeWords } from '../state/fault-words.ts'
import { xAt, type SharedAxis } from './shared-axis.ts'
import styles from './strips.module.css'

/** Width of one, in pixels. */
const letter = 6

interface AxisHeaderProps {
  readonly axis: SharedAxis
  readonly shift: number
  readonly width: number
  readonly moment: number
  /** The moment as it is counted. */
  readonly words: string
  /** At which lanes stand together. */
  readonly fault: Fault | undefined
  /** A lane that it strikes. */
  readonly server: ComparedLane | null
  readonly isAligned: boolean
}

/** Moments above all lanes, and what happens at the one from which they are counted. */
export function AxisHeader(props: AxisHeaderProps) {
  const { axis, shift, width, moment, words, fault, server, isAligned } = props
  const playhead = xAt(axis, moment) - shift
  /** The whole number stays in sight at either end. */
  const flag = Math.max(15, Math.min(width - 17, playhead))
  const cut = isAligned ? xAt(axis, 0) - shift : null
  const caption = isAligned ? `events after the ${faultNoun(fault)}` : 'events from the start'
  const struck = struckWords(server, fault)
  const reach = struck.length * letter + 20
  const isFree = (x: number) =>
    x > 6 &&
    x < width - 8 &&
    Math.abs(x - playhead) > 32 &&
    (cut === null || x > cut + 18 || x < cut - reach - 16)
  const isCovered = cut !== null && (cut < reach || (playhead < cut + 12 && playhead > cut - reach - 12))
  return (
    <>
      {axis.ticks.map((tick) => {
        const x = tick.x - shift
        if (!isFree(x)) return null
        return (
          <span key={tick.moment} className={styles['tick']} style={{ insetInlineStart: x }}>
            {tick.moment > 0 && isAligned ? `+${tick.moment}` : String(tick.moment).replace('-', '−')}
          </span>
        )
      })}
      <span className={styles['caption']}>{caption}</span>
      {cut !== null && (
        <span className={styles['struck']} style={{ insetInlineStart: cut }}>
          {isCovered ? '' : struck}
          <svg width="12" height="12" viewBox="-6 -6 12 12">
            <path d="M-4.5 -4.5l9 9m0 -9l-9 9" />
          </svg>
        </span>
      )}
      <span className={styles['flag']} style={{ transform: `translateX(${flag}px) translateX(-50%)` }}>
        {words}
      </span>
    </>
  )
}

/** `A dies`, `Postgres restarts`; of what does not kill, its own name. */
function struckWords(lane: ComparedLane | null, fault: Fault | undefined): string {
  const event = lane?.run?.trace[lane.anchor - 1]
  if (fault === undefined) return ''
  if (event?.what.kind !== 'process' || fault.kind === 'deploy') return strikeWords(fault)
  if (event.actor.role === 'postgres') return 'Postgres restarts'
  return event.actor.role === 'server' ? `${event.actor.name} dies` : strikeWords(fault)
}
