import { SkipBack, SkipForward, Table2, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../../../parts/icon-button.tsx'
import { step } from '../../../state/commands.ts'
import { usePageStore } from '../../../state/page.tsx'
import { usePlayhead } from '../../../state/use-playhead.ts'
import { EventSlider } from './event-slider.tsx'
import { PlayButton } from './play-button.tsx'
import styles from './compact-transport.module.css'

/** 60 px: the buttons, and what happens at the cursor over the scrub line. `children` stand at the end of the row. */
export function CompactTransport({ children }: { readonly children: ReactNode }) {
  const store = usePageStore()
  const { first, last, at, words } = usePlayhead()
  return (
    <div className={styles['bar']} role="group" aria-label="Transport">
      <IconButton label="Previous event" disabled={at <= first} onClick={() => step(store, -1)}>
        <SkipBack size={18} aria-hidden="true" />
      </IconButton>
      <PlayButton />
      <IconButton label="Next event" disabled={at >= last} onClick={() => step(store, 1)}>
        <SkipForward size={18} aria-hidden="true" />
      </IconButton>
      <div className={styles['line']}>
        <p className={styles['where']} title={words.sentence}>
          <span className={styles['number']}>{at}</span>
          {words.sentence}
        </p>
        <EventSlider />
      </div>
      {children}
    </div>
  )
}

interface CompactSheetsProps {
  readonly onBreak: () => void
  readonly onTables: () => void
}

/** What opens a sheet. */
export function CompactSheets({ onBreak, onTables }: CompactSheetsProps) {
  return (
    <>
      <button type="button" className={styles['sheet']} aria-haspopup="dialog" onClick={onBreak}>
        <X size={16} strokeWidth={3} className={styles['cross']} aria-hidden="true" />
        Break it
      </button>
      <button type="button" className={styles['sheet']} aria-haspopup="dialog" onClick={onTables}>
        <Table2 size={16} aria-hidden="true" />
        Tables
      </button>
    </>
  )
}
