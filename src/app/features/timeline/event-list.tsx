import { useState } from 'react'
import type { Fault, Run, TraceEvent } from '#simulator'
import { sentence } from '#simulator/sentence.ts'
import { BreakMenu } from '../../parts/break-menu.tsx'
import { faultOffers } from '../../parts/fault-offers.ts'
import { chainWords, type Chain } from '../../strip/chain.ts'
import styles from './timeline.module.css'

interface EventListProps {
  readonly run: Run
  readonly chain: Chain | null
  readonly cursor: number
  readonly onSeek: (index: number) => void
  readonly onBreak: (fault: Fault) => void
}

/** The strip as an ordered list; each event can be gone to, and broken where something can break. */
export function EventList(props: EventListProps) {
  const [open, setOpen] = useState(false)
  return (
    <details className={styles['list']} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Events as a list</summary>
      {open && <Events {...props} />}
    </details>
  )
}

function Events({ run, chain, cursor, onSeek, onBreak }: EventListProps) {
  const [broken, setBroken] = useState<{ readonly anchor: Element; readonly event: TraceEvent } | null>(null)
  return (
    <>
      <ol>
        {run.trace.map((event) => (
          <li key={event.index} aria-current={event.index === cursor ? 'step' : undefined}>
            <button type="button" onClick={() => onSeek(event.index)}>
              <span className={styles['listNumber']}>{event.index}</span> {sentence(event, run)}
              {chain !== null &&
                chainWords(chain, event.index).map((words) => (
                  <span key={words} className={styles['why']}>
                    , {words}
                  </span>
                ))}
            </button>
            {faultOffers(event, run).length > 0 && (
              <button
                type="button"
                className={styles['breakHere']}
                aria-haspopup="menu"
                aria-label={`Break here, event ${event.index}`}
                onClick={(click) => setBroken({ anchor: click.currentTarget, event })}
              >
                Break here
              </button>
            )}
          </li>
        ))}
      </ol>
      <BreakMenu
        anchor={broken?.anchor ?? null}
        title={broken ? `Event ${broken.event.index}: ${sentence(broken.event, run)}` : ''}
        offers={broken ? faultOffers(broken.event, run) : []}
        onBreak={onBreak}
        onClose={() => setBroken(null)}
      />
    </>
  )
}
