import { ChevronDown, Maximize2, Minimize2 } from 'lucide-react'
import type { Run } from '#simulator'
import { IconButton } from '../../../parts/icon-button.tsx'
import { setDrawer, type DrawerState } from '../../../store/stage-view.ts'
import { DetailTabs, type DetailTabsProps } from './detail-tabs.tsx'
import { DrawerLine } from './drawer-line.tsx'
import styles from './drawer.module.css'

interface DrawerProps extends Omit<DetailTabsProps, 'tools'> {
  readonly state: DrawerState
  readonly run: Run
  readonly cursor: number
}

/** The proof behind the picture. Closed it is one line; the cursor never opens it. */
export function Drawer({ state, run, cursor, ...tabs }: DrawerProps) {
  return (
    <section className={styles['drawer']} aria-label="Details">
      {state === 'closed' ? (
        <DrawerLine run={run} cursor={cursor} />
      ) : (
        <DetailTabs {...tabs} tools={<DrawerTools isFull={state === 'full'} />} />
      )}
    </section>
  )
}

function DrawerTools({ isFull }: { readonly isFull: boolean }) {
  const Size = isFull ? Minimize2 : Maximize2
  return (
    <>
      <IconButton
        label={isFull ? 'Half height' : 'Full height'}
        onClick={() => setDrawer(isFull ? 'half' : 'full')}
      >
        <Size size={15} aria-hidden="true" />
      </IconButton>
      <IconButton label="Close details" aria-keyshortcuts="T" onClick={() => setDrawer('closed')}>
        <ChevronDown size={16} aria-hidden="true" />
      </IconButton>
    </>
  )
}
