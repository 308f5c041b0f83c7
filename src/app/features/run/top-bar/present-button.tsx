import { Presentation } from 'lucide-react'
import { IconButton } from '../../../parts/icon-button.tsx'
import { usePage, usePageStore } from '../../../state/page.tsx'
import { canPresent, enterRoom } from '../../../store/room.ts'

/** Enters room mode. The atlas has no run to present. */
export function PresentButton() {
  const store = usePageStore()
  const isAtlas = usePage((page) => page.view === 'atlas')
  const isReady = usePage(canPresent)
  if (isAtlas) return null
  return (
    <IconButton
      id="present"
      label="Present"
      title="Room mode: present this run  P"
      aria-keyshortcuts="P"
      disabled={!isReady}
      onClick={() => enterRoom(store)}
    >
      <Presentation size={16} aria-hidden="true" />
    </IconButton>
  )
}
