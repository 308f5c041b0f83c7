import { ChevronDown, Maximize2, Minimize2 } from 'lucide-react'
import { IconButton } from '../../../parts/icon-button.tsx'
import { setDrawer } from '../../../store/stage-view.ts'

/** What makes the open drawer larger, smaller, or closes it. */
export function DrawerTools({ isFull }: { readonly isFull: boolean }) {
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
