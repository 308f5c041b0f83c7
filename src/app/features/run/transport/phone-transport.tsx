import { ChevronUp, SkipBack, SkipForward, X } from 'lucide-react'
import { IconButton } from '../../../parts/icon-button.tsx'
import { step } from '../../../state/commands.ts'
import { usePageStore } from '../../../state/page.tsx'
import { usePlayhead } from '../../../state/use-playhead.ts'
import { EventSlider } from './event-slider.tsx'
import { PlayButton } from './play-button.tsx'
import { Where } from './where.tsx'
import styles from './transport.module.css'

/** The line and where it stands, above the bar. */
export function PhoneScrubber() {
  const { words } = usePlayhead()
  return (
    <div className={styles['scrubber']}>
      <EventSlider />
      <Where words={words} />
    </div>
  )
}

interface PhoneTransportProps {
  readonly onBreak: () => void
  readonly onTables: () => void
}

/** The bar at the bottom of a phone, within reach of a thumb. */
export function PhoneTransport({ onBreak, onTables }: PhoneTransportProps) {
  const store = usePageStore()
  const { first, last, at } = usePlayhead()
  return (
    <div className={styles['phoneBar']} role="group" aria-label="Transport">
      <button type="button" className={styles['breakIt']} onClick={onBreak}>
        <X size={18} strokeWidth={3} aria-hidden="true" />
        Break it
      </button>
      <span className={styles['middle']}>
        <IconButton label="Previous event" disabled={at <= first} onClick={() => step(store, -1)}>
          <SkipBack size={18} aria-hidden="true" />
        </IconButton>
        <PlayButton />
        <IconButton label="Next event" disabled={at >= last} onClick={() => step(store, 1)}>
          <SkipForward size={18} aria-hidden="true" />
        </IconButton>
      </span>
      <button type="button" className={styles['details']} onClick={onTables}>
        Tables
        <ChevronUp size={16} aria-hidden="true" />
      </button>
    </div>
  )
}
