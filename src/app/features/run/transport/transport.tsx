import { ChevronsLeft, ChevronsRight, SkipBack, SkipForward } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../../../parts/icon-button.tsx'
import { step, toEnd, toStart } from '../../../state/commands.ts'
import { usePageStore } from '../../../state/page.tsx'
import { usePlayhead } from '../../../state/use-playhead.ts'
import { EventSlider } from './event-slider.tsx'
import { PlayButton } from './play-button.tsx'
import { SpeedSelect } from './speed-select.tsx'
import { Where } from './where.tsx'
import styles from './transport.module.css'

interface TransportProps {
  /** Whether the slider is its upper edge; otherwise the scrub line above it is the slider. */
  readonly hasSlider?: boolean
  /** Whether it says what happens, where no subtitle does. */
  readonly hasSentence?: boolean
  /** Stands at the end of the row: the choice of the axis, a link out of an embedding. */
  readonly children?: ReactNode
}

/** Moves the cursor, and says where it stands. */
export function Transport({ hasSlider = true, hasSentence = true, children }: TransportProps) {
  const store = usePageStore()
  const { first, last, at, words } = usePlayhead()
  const isAtStart = at <= first
  const isAtEnd = at >= last
  return (
    <div className={styles['transport']} role="group" aria-label="Transport">
      {hasSlider && <EventSlider />}
      <div className={styles['row']}>
        <IconButton
          label="First event"
          title="To the start  Home"
          disabled={isAtStart}
          onClick={() => toStart(store)}
        >
          <ChevronsLeft size={16} aria-hidden="true" />
        </IconButton>
        <IconButton
          label="Previous event"
          title="One event back  ←"
          disabled={isAtStart}
          onClick={() => step(store, -1)}
        >
          <SkipBack size={15} aria-hidden="true" />
        </IconButton>
        <PlayButton />
        <IconButton
          label="Next event"
          title="One event on  →"
          disabled={isAtEnd}
          onClick={() => step(store, 1)}
        >
          <SkipForward size={15} aria-hidden="true" />
        </IconButton>
        <IconButton
          label="Last event"
          title="To the end  End"
          disabled={isAtEnd}
          onClick={() => toEnd(store)}
        >
          <ChevronsRight size={16} aria-hidden="true" />
        </IconButton>
        <SpeedSelect />
        <Where words={words} hasSentence={hasSentence} />
        {children}
      </div>
    </div>
  )
}
