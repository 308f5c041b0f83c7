import { Panel, useStore } from '@xyflow/react'
import { Expand, LocateFixed, Minus, Plus, Scan, Shrink } from 'lucide-react'
import { IconButton } from '../../parts/icon-button.tsx'
import type { GraphView } from './use-view.ts'
import { zoomLimits } from './viewport.ts'
import styles from './controls.module.css'

interface ZoomControlProps {
  readonly view: GraphView
  readonly isFull: boolean
  readonly onFull: ((isFull: boolean) => void) | null
}

/** In the lower right corner, always in the same place. */
export function ZoomControl({ view, isFull, onFull }: ZoomControlProps) {
  const zoom = useStore(({ transform }) => transform[2])
  const isOverview = view.placement.mode === 'overview'
  const size = isOverview ? 'Overview' : `${Math.round(zoom * 100)} %`
  return (
    <Panel position="bottom-right" className={`${styles['control']} nopan nowheel`}>
      <button
        type="button"
        className={styles['follow']}
        aria-pressed={view.isFollowing}
        onClick={view.follow}
      >
        <LocateFixed aria-hidden="true" />
        {view.isFollowing ? 'Following' : 'Follow'}
      </button>
      <IconButton label="Zoom out" disabled={isOverview && zoom <= zoomLimits.least} onClick={view.zoomOut}>
        <Minus aria-hidden="true" />
      </IconButton>
      <output className={styles['size']} aria-label="Zoom">
        {size}
      </output>
      <IconButton label="Zoom in" disabled={!isOverview && zoom >= zoomLimits.most} onClick={view.zoomIn}>
        <Plus aria-hidden="true" />
      </IconButton>
      <IconButton label="Fit" title="Fit: all of it (0)" onClick={view.fit}>
        <Scan aria-hidden="true" />
      </IconButton>
      {onFull !== null && (
        <IconButton
          label={isFull ? 'Leave the full window' : 'Graph in the full window'}
          onClick={() => onFull(!isFull)}
        >
          {isFull ? <Shrink aria-hidden="true" /> : <Expand aria-hidden="true" />}
        </IconButton>
      )}
    </Panel>
  )
}
