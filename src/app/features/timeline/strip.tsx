import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Run } from '#simulator'
import { useSize } from '../../parts/use-size.ts'
import { crashesAt } from '../../strip/axis-labels.ts'
import { axisOf, type AxisKind } from '../../strip/axis.ts'
import { chainSigns, type Chain } from '../../strip/chain.ts'
import { compactForm, compactHeight } from '../../strip/geometry.ts'
import { stripMarks } from '../../strip/marks.ts'
import { signPlaces, type SignPlace } from '../../strip/places.ts'
import { SignCard } from '../../strip/sign-card.tsx'
import { StripPicture } from '../../strip/strip-picture.tsx'
import type { StripRow } from '../../strip/strip-mark.ts'
import { useSigns } from '../../strip/use-signs.ts'
import { scrolledTo } from './strip-scroll.ts'
import styles from './timeline.module.css'

interface StripProps {
  readonly run: Run
  readonly rows: readonly StripRow[]
  readonly cursor: number
  readonly axis: AxisKind
  readonly onSeek: (index: number) => void
  readonly chain: Chain | null
  readonly strong: boolean
  readonly pointed: number | null
  readonly cover: string | null
}

/** Where more events may follow, each has this many pixels whatever comes: nothing that is drawn moves then. */
const openPitch = 14
/** The card of a sign, in pixels. */
const cardWidth = 324

/** The run in 100 px; one of many events scrolls and follows the playhead, or the link that is pointed at. */
export function Strip(props: StripProps) {
  const { run, rows, cursor, axis: kind, onSeek, chain, pointed, cover } = props
  const box = useRef<HTMLDivElement>(null)
  const { width } = useSize(box, { width: 840, height: compactHeight })
  const [retries, setRetries] = useState<'folded' | 'open'>('folded')
  const axis = useMemo(
    () => axisOf(run, kind, width, cover === null ? { retries } : { retries, pitch: openPitch }),
    [run, kind, width, retries, cover],
  )
  const form = useMemo(() => compactForm(rows.length), [rows.length])
  const marks = useMemo(() => stripMarks(run, rows, retries), [run, rows, retries])
  const places = useMemo(
    () =>
      signPlaces(
        [...marks, ...(chain === null ? [] : chainSigns(chain))],
        axis,
        form,
        form.bottom(rows.length),
      ),
    [marks, chain, axis, form, rows.length],
  )
  const onRetries = () => setRetries(retries === 'open' ? 'folded' : 'open')
  const signs = useSigns({ places, run, cursor, onSeek, onRetries })
  const link = chain?.marks.find(({ links }) => pointed !== null && links.includes(pointed))
  const looked = axis.x[link?.event ?? signs.keyed?.mark.from ?? cursor] ?? 0
  const [scrolled, setScrolled] = useState(0)
  const cuts = useMemo(() => crashesAt(axis, marks), [axis, marks])

  useLayoutEffect(() => {
    const view = box.current
    if (view === null || view.scrollWidth <= view.clientWidth) return
    const { scrollLeft, clientWidth, scrollWidth } = view
    view.scrollLeft = scrolledTo(looked, { scrollLeft, width: clientWidth, scrollWidth }, cuts)
  }, [looked, cuts])

  return (
    <div className={styles['room']} onPointerLeave={signs.onLeave}>
      <div
        className={styles['scroll']}
        ref={box}
        role="group"
        aria-label="Time strip"
        onScroll={(event) => setScrolled(event.currentTarget.scrollLeft)}
      >
        <StripPicture
          run={run}
          rows={rows}
          marks={marks}
          axis={axis}
          form={form}
          width={Math.max(cover === null ? axis.width : 0, width)}
          height={compactHeight}
          cursor={cursor}
          flag={String(cursor)}
          chain={chain}
          look={props.strong ? 'strong' : 'faint'}
          viewFrom={scrolled}
          pointed={pointed}
          signs={signs}
          onSeek={onSeek}
          cover={cover}
        />
      </div>
      {signs.shown !== null && (
        <div className={styles['card']} style={{ insetInlineStart: cardAt(signs.shown, scrolled, width) }}>
          <SignCard mark={signs.shown.mark} run={run} flagOf={String} onRetries={signs.toggleRetries} />
        </div>
      )}
    </div>
  )
}

/** Above its sign, and within the strip; on a phone, where it is the wider one, it ends where the strip does. */
function cardAt({ left, right }: SignPlace, scrolled: number, width: number): number {
  const middle = (left + Math.min(right, left + 80)) / 2 - scrolled
  const last = width - cardWidth
  return Math.max(Math.min(0, last), Math.min(last, middle - cardWidth / 2))
}
