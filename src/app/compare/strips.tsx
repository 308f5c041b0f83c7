import { memo, useMemo, useRef } from 'react'
import { seekMoment } from '../state/commands.ts'
import { eventsAt, type Comparison } from '../state/comparison.ts'
import type { Lane } from '../state/lanes.ts'
import { plannedFault, signed } from '../state/moment-words.ts'
import { usePageStore } from '../state/page.tsx'
import { useSize } from '../parts/use-size.ts'
import { StripDefinitions } from '../strip/definitions.tsx'
import { AxisHeader } from './axis-header.tsx'
import styles from './board.module.css'
import { LaneEvents } from './lane-events.tsx'
import { LaneStrip } from './lane-strip.tsx'
import { sharedAxis, shiftOf, xAt } from './shared-axis.ts'
import stripStyles from './strips.module.css'

interface StripsProps {
  readonly lanes: readonly Lane[]
  readonly comparison: Comparison
  readonly moment: number
}

/** Every lane's run as a strip, on one axis and under one playhead. */
export const Strips = memo(function Strips({ lanes, comparison, moment }: StripsProps) {
  const store = usePageStore()
  const ruler = useRef<HTMLDivElement>(null)
  const { width } = useSize(ruler, { width: 640, height: 40 })
  const axis = useMemo(() => sharedAxis(comparison, width), [comparison, width])
  const shift = shiftOf(axis, moment, width)
  const onSeek = useMemo(() => (to: number) => seekMoment(store, to), [store])
  const playhead = xAt(axis, moment) - shift
  return (
    <section className={`${styles['region']} ${stripStyles['strips']}`} aria-label="Timeline">
      <svg className={stripStyles['definitions']} aria-hidden="true">
        <StripDefinitions />
      </svg>
      <div className={`${styles['header']} ${stripStyles['header']}`} ref={ruler} aria-hidden="true">
        <AxisHeader
          axis={axis}
          shift={shift}
          width={width}
          moment={moment}
          words={signed(moment, comparison)}
          fault={plannedFault(comparison, lanes)}
          server={comparison.lanes.find(({ isStruck }) => isStruck) ?? null}
          isAligned={comparison.fault !== null}
        />
      </div>
      <div
        className={stripStyles['playhead']}
        style={{ transform: `translateX(${playhead}px)` }}
        aria-hidden="true"
      />
      <ol className={styles['rows']}>
        {comparison.lanes.map((compared, at) => {
          const lane = lanes[at]
          if (lane === undefined) return null
          return (
            <li key={lane.implementation.name} className={stripStyles['lane']}>
              {compared.run === null && (
                <p className={stripStyles['waiting']}>
                  {lane.failure === null ? 'Running this schedule …' : 'No run'}
                </p>
              )}
              <LaneStrip
                lane={compared}
                axis={axis}
                shift={shift}
                width={width}
                cursor={eventsAt(compared, moment)}
                isAligned={comparison.fault !== null}
                onSeek={onSeek}
              />
              <LaneEvents
                lane={compared}
                title={lane.implementation.title}
                cursor={eventsAt(compared, moment)}
              />
            </li>
          )
        })}
      </ol>
    </section>
  )
})
