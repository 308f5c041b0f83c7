import {
  ChevronLeft,
  ChevronRight,
  Maximize,
  MonitorOff,
  NotebookText,
  QrCode,
  Repeat,
  RotateCcw,
  X,
} from 'lucide-react'
import { IconButton } from '../../parts/icon-button.tsx'
import type { RoomAction } from '../../model/room/room-keys.ts'
import styles from './room-controls.module.css'

interface RoomControlsProps {
  /** `Stop 3 of 10`. */
  readonly place: string
  readonly isFirst: boolean
  readonly isLast: boolean
  readonly isLooping: boolean
  /** Whether this browser lets two windows talk. */
  readonly hasNotes: boolean
  /** Whether it has a full screen. */
  readonly hasFullScreen: boolean
  readonly onAct: (action: RoomAction) => void
}

const icon = { size: 20, 'aria-hidden': true } as const

/** Everything that a key does, for those without keys. */
export function RoomControls(props: RoomControlsProps) {
  const { place, isFirst, isLast, isLooping, hasNotes, hasFullScreen, onAct } = props
  const button = (label: string, key: string, action: RoomAction) => ({
    label,
    title: `${label}  ${key}`,
    'aria-keyshortcuts': key,
    className: styles['button'] ?? '',
    onClick: () => onAct(action),
  })
  return (
    <div className={styles['controls']} role="group" aria-label="Room mode">
      <IconButton {...button('Previous stop', 'PageUp', 'previous')} disabled={isFirst}>
        <ChevronLeft {...icon} />
      </IconButton>
      <IconButton {...button('Next stop', 'PageDown', 'next')} disabled={isLast}>
        <ChevronRight {...icon} />
      </IconButton>
      <span className={styles['place']}>{place}</span>
      <IconButton {...button('Restart', 'R', 'restart')}>
        <RotateCcw {...icon} />
      </IconButton>
      <IconButton {...button('Loop', 'K', 'loop')} aria-pressed={isLooping}>
        <Repeat {...icon} />
      </IconButton>
      <IconButton {...button('Blank screen', 'B', 'blank')}>
        <MonitorOff {...icon} />
      </IconButton>
      <IconButton {...button('QR code', 'Q', 'code')}>
        <QrCode {...icon} />
      </IconButton>
      {hasNotes && (
        <IconButton {...button('Speaker notes', 'N', 'notes')}>
          <NotebookText {...icon} />
        </IconButton>
      )}
      {hasFullScreen && (
        <IconButton {...button('Full screen', 'F', 'full-screen')}>
          <Maximize {...icon} />
        </IconButton>
      )}
      <IconButton {...button('Leave room mode', 'Escape', 'leave')}>
        <X {...icon} />
      </IconButton>
    </div>
  )
}
