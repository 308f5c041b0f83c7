import { Fragment, useId } from 'react'
import { eventsAt, type Comparison } from '../../state/comparison.ts'
import type { Lane } from '../../state/lanes.ts'
import { faultNoun, plannedFault } from '../../state/moment-words.ts'
import styles from './timeline.module.css'
import board from './board.module.css'
import { StripFoot, StripSide } from './lane-below.tsx'
import { LaneRow } from './lane-row.tsx'
import { LaneStrip } from './lane-strip.tsx'
import type { ShownLine } from './use-lane-lines.ts'

interface LaneLinesProps {
  readonly lanes: readonly Lane[]
  readonly comparison: Comparison
  readonly lines: readonly ShownLine[]
  readonly moment: number
  /** Names of the lanes whose strips are open. */
  readonly open: readonly string[]
  readonly onToggle: (name: string) => void
}

/** Every lane in one line of words, and below it, on request, as a time strip; several can be open. */
export function LaneLines({ lanes, comparison, lines, moment, open, onToggle }: LaneLinesProps) {
  const id = useId()
  const isAligned = comparison.fault !== null
  return (
    <section className={board['timeline']} aria-label="Timeline">
      <div className={`${board['header']} ${styles['header']}`}>
        <span className={styles['struck']}>{isAligned ? struckWords(comparison, lines) : ''}</span>
        <span className={styles['caption']}>{captionOf(comparison, lanes)}</span>
      </div>
      {comparison.lanes.map((compared, at) => {
        const lane = lanes[at]
        const told = lines[at]
        if (lane === undefined || told === undefined) return null
        const { name } = lane.implementation
        const isOpen = compared.run !== null && open.includes(name)
        const cursor = eventsAt(compared, moment)
        return (
          <Fragment key={name}>
            <div className={styles['row']} style={{ gridRow: 2 + 2 * at }} data-lane={name}>
              <LaneRow
                lane={lane}
                compared={compared}
                told={told}
                cursor={cursor}
                isAligned={isAligned}
                isOpen={isOpen}
                stripId={`${id}-${name}`}
                onToggle={() => onToggle(name)}
              />
            </div>
            {isOpen && compared.run !== null && (
              <div
                ref={bringIntoView}
                className={styles['unfolded']}
                style={{ gridRow: 3 + 2 * at }}
                id={`${id}-${name}`}
                role="group"
                aria-label={`Time strip of ${lane.implementation.title}`}
              >
                <StripSide lane={lane} />
                <LaneStrip lane={compared} run={compared.run} comparison={comparison} cursor={cursor} />
                <StripFoot lane={lane} />
              </div>
            )}
          </Fragment>
        )
      })}
    </section>
  )
}

/** A strip that was opened below the last lane in view. */
function bringIntoView(strip: HTMLElement | null): void {
  strip?.scrollIntoView({ block: 'nearest' })
}

/** `Server A dies`: what happens at the cut, as the lanes say it. */
function struckWords({ lanes }: Comparison, lines: readonly ShownLine[]): string {
  const at = lanes.findIndex(({ run, isStruck }) => run !== null && isStruck)
  return lines[at]?.line?.beats.find(({ kind }) => kind === 'fault')?.words ?? ''
}

function captionOf(comparison: Comparison, lanes: readonly Lane[]): string {
  if (comparison.fault === null) return 'What each implementation does'
  return `What each implementation does after the ${faultNoun(plannedFault(comparison, lanes))}`
}
