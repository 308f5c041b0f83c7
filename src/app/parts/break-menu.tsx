import { Menu } from '@base-ui/react/menu'
import { useContext } from 'react'
import type { Fault } from '#simulator'
import type { FaultOffer } from './fault-offers.ts'
import { EvidenceMark, OpenReality } from './evidence-mark.tsx'
import styles from './break-menu.module.css'

export interface BreakMenuProps {
  /** What it hangs on; null while it is closed. */
  readonly anchor: Element | null
  /** What is broken: `after the commit of reserveInventory`. */
  readonly title: string
  readonly offers: readonly FaultOffer[]
  readonly onBreak: (fault: Fault) => void
  readonly onClose: () => void
}

/** One menu for many places: the faults that are allowed at the one it hangs on. */
export function BreakMenu({ anchor, title, offers, onBreak, onClose }: BreakMenuProps) {
  const openReality = useContext(OpenReality)
  return (
    <Menu.Root open={anchor !== null} onOpenChange={(open) => !open && onClose()} modal={false}>
      <Menu.Portal>
        <Menu.Positioner
          className={styles['positioner']}
          anchor={anchor}
          side="bottom"
          align="center"
          sideOffset={6}
          collisionPadding={8}
        >
          <Menu.Popup
            className={styles['popup']}
            aria-label={title}
            finalFocus={() => (anchor instanceof HTMLElement ? anchor : true)}
          >
            <div className={styles['title']}>{title}</div>
            {offers.map(({ words, fault }) => (
              <Menu.Item key={words} className={styles['item']} onClick={() => onBreak(fault)}>
                {words} <EvidenceMark kind={fault.kind} />
              </Menu.Item>
            ))}
            <Menu.Item className={`${styles['item']} ${styles['about']}`} onClick={openReality}>
              What is real here
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
