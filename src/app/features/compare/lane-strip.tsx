import { memo, useMemo, useRef, useState } from 'react'
import type { Run } from '#simulator'
import { useSize } from '../../parts/use-size.ts'
import type { ComparedLane, Comparison } from '../../state/comparison.ts'
import { signed } from '../../state/moment-words.ts'
import { usePageStore } from '../../state/page.tsx'
import { seekMoment } from '../../state/commands.ts'
import { chainSigns } from '../../strip/chain.ts'
import { roomyForm } from '../../strip/geometry.ts'
import { rowsOf, stripMarks } from '../../strip/marks.ts'
import { signPlaces } from '../../strip/places.ts'
import { SignCard } from '../../strip/sign-card.tsx'
import { StripPicture } from '../../strip/strip-picture.tsx'
import { useSigns } from '../../strip/use-signs.ts'
import { laneAxis, sharedAxis } from './shared-axis.ts'
import styles from './timeline.module.css'
import { useLaneChain } from './use-lane-chain.ts'

interface LaneStripProps {
  readonly lane: ComparedLane
  readonly run: Run
  readonly comparison: Comparison
  readonly cursor: number
}

/** Pixels from a strip's left edge to the cut; the style sheet places the strip by the same number. */
const cutX = 127
/** Below the last row: the sign of the divergence. */
const foot = 10

/** A lane's time strip on the axis of all lanes; the card of a sign stands in the columns of the receipts. */
export const LaneStrip = memo(function LaneStrip({ lane, run, comparison, cursor }: LaneStripProps) {
  const store = usePageStore()
  const box = useRef<HTMLDivElement>(null)
  const { width } = useSize(box, { width: 640, height: 160 })
  const [retries, setRetries] = useState<'folded' | 'open'>('folded')
  const axis = useMemo(
    () => laneAxis(sharedAxis(comparison, { width, cutX, isFolding: retries === 'folded' }), lane),
    [comparison, width, retries, lane],
  )
  const rows = useMemo(() => rowsOf(run), [run])
  const form = useMemo(() => roomyForm(rows.length), [rows.length])
  const marks = useMemo(() => stripMarks(run, rows, retries), [run, rows, retries])
  const { chain: whole, isFound } = useLaneChain(run, cursor)
  // Over a strip of this size it is in the way of the signs until the rule is broken.
  const chain = isFound ? whole : null
  const bottom = form.bottom(rows.length)
  const places = useMemo(
    () => signPlaces([...marks, ...(chain === null ? [] : chainSigns(chain))], axis, form, bottom),
    [marks, chain, axis, form, bottom],
  )
  const momentOf = (event: number) => event - lane.anchor
  const onSeek = (event: number) => seekMoment(store, momentOf(event))
  const onRetries = () => setRetries(retries === 'open' ? 'folded' : 'open')
  const signs = useSigns({ places, run, cursor, onSeek, onRetries })
  const flagOf = (event: number) => signed(momentOf(event), comparison)
  return (
    <div className={styles['strip']} onPointerLeave={signs.onLeave}>
      <div className={styles['actors']} style={{ gridAutoRows: form.row }} aria-hidden="true">
        {rows.map(({ key, title }) => (
          <span key={key}>{title}</span>
        ))}
      </div>
      <div className={styles['picture']} ref={box}>
        <StripPicture
          run={run}
          rows={rows}
          marks={marks}
          axis={axis}
          form={form}
          width={width}
          height={bottom + foot}
          cursor={cursor}
          flag={flagOf(cursor)}
          chain={chain}
          // The axis counts from the fault: numbers of events would not be found on it.
          look="plain"
          signs={signs}
          onSeek={onSeek}
        />
      </div>
      {signs.shown !== null && (
        <div className={styles['card']}>
          <SignCard mark={signs.shown.mark} run={run} flagOf={flagOf} onRetries={signs.toggleRetries} />
        </div>
      )}
    </div>
  )
})
