import { memo, useMemo } from 'react'
import type { Axis } from './axis.ts'
import type { Chain } from './chain.ts'
import { chainPlaces, chipHeight, linkPath, type ChainPlace } from './chain-places.ts'
import type { StripForm } from './geometry.ts'
import { ReasonDot } from './reason-dot.tsx'
import styles from './chain.module.css'

interface ChainViewProps {
  readonly chain: Chain
  readonly axis: Axis
  readonly form: StripForm
  readonly bottom: number
  readonly cursor: number
  /** Numbered and in ink where it is looked at; plain where numbers would not fit; else no more than a trace of it. */
  readonly look: 'strong' | 'plain' | 'faint'
  /** The link that is pointed at. */
  readonly pointed?: number | null
}

/** Why it ends so, drawn over the strip: from event to event up to the one that violates. */
export function ChainView(props: ChainViewProps) {
  const reached = props.chain.marks.findLast(({ event }) => event <= props.cursor)?.event ?? 0
  return <DrawnChain {...props} cursor={reached} />
}

/** Drawn again only when the cursor comes to another of its events. */
const DrawnChain = memo(function DrawnChain(props: ChainViewProps) {
  const { chain, axis, form, bottom, cursor, look, pointed = null } = props
  const strong = look === 'strong'
  const places = useMemo(
    () => chainPlaces(chain, axis, form, bottom, strong),
    [chain, axis, form, bottom, strong],
  )
  return (
    <g className={styles[look]} data-chain={look} data-sign="reason">
      {places.slice(1).map((to, at) => {
        const from = places[at]
        if (from === undefined) return null
        const isLast = at === places.length - 2
        const path = linkPath(from, to, to.width / 2 + 1.75)
        return (
          <g key={to.mark.event} className={to.mark.event > cursor ? styles['ahead'] : undefined}>
            <path className={styles['halo']} d={path} />
            <path className={styles['line']} d={path} markerEnd={isLast ? 'url(#strip-head)' : undefined} />
          </g>
        )
      })}
      {places.map((place) => (
        <Place
          key={place.mark.event}
          place={place}
          strong={strong}
          isAhead={place.mark.event > cursor}
          isPointed={pointed !== null && place.mark.links.includes(pointed)}
        />
      ))}
    </g>
  )
})

interface PlaceProps {
  readonly place: ChainPlace
  readonly strong: boolean
  readonly isAhead: boolean
  readonly isPointed: boolean
}

function Place({ place: { mark, x, y, width }, strong, isAhead, isPointed }: PlaceProps) {
  if (!strong)
    return (
      <g data-event={mark.event}>
        <ReasonDot x={x} y={y} />
      </g>
    )
  const look = isPointed ? 'pointed' : isAhead ? 'ahead' : mark.role
  return (
    <g className={styles['chip']} data-event={mark.event} data-look={look}>
      <rect x={x - width / 2} y={y - chipHeight / 2} width={width} height={chipHeight} rx={4} />
      <text x={x} y={y + 3.6} textAnchor="middle">
        {mark.event}
      </text>
    </g>
  )
}
