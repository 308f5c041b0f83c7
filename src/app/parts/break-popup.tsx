import { Menu } from '@base-ui/react/menu'
import { useContext, useRef } from 'react'
import type { Fault } from '#simulator'
import { EvidenceMark, OpenReality } from './evidence-mark.tsx'
import { offerGroups, type FaultOffer } from './fault-offers.ts'
import styles from './break-menu.module.css'

export interface BreakPopupProps {
  /** What it hangs on; null while it is closed. */
  readonly anchor: Element | null
  /** What is broken: `after the commit of reserveInventory`. */
  readonly title: string
  readonly offers: readonly FaultOffer[]
  readonly onBreak: (fault: Fault) => void
  readonly onClose: () => void
}

/** The menu itself. A sheet on a phone. */
export function BreakPopup({ anchor, title, offers, onBreak, onClose }: BreakPopupProps) {
  const openReality = useContext(OpenReality)
  const popup = useRef<HTMLDivElement>(null)
  return (
    <Menu.Root
      open={anchor !== null}
      onOpenChange={(open) => !open && onClose()}
      onOpenChangeComplete={(open) => open && focusFirst(popup.current)}
      modal={false}
    >
      <Menu.Portal>
        <Menu.Backdrop className={styles['backdrop']} />
        <Menu.Positioner
          className={styles['positioner']}
          anchor={anchor}
          side="bottom"
          align="center"
          sideOffset={6}
          collisionPadding={8}
        >
          <Menu.Popup
            ref={popup}
            className={styles['popup']}
            aria-label={title}
            finalFocus={() => (anchor instanceof HTMLElement ? anchor : true)}
          >
            <div className={styles['title']}>{title}</div>
            <div className={styles['offers']}>
              {offerGroups.map((group) => (
                <Offers
                  key={group}
                  group={group}
                  offers={offers.filter((offer) => offer.group === group)}
                  onBreak={onBreak}
                />
              ))}
            </div>
            <Menu.Item className={`${styles['item']} ${styles['about']}`} onClick={openReality}>
              What is real here
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

/** As a menu does that is opened by its own button: whoever came by keyboard stands on the first entry. */
function focusFirst(popup: HTMLElement | null): void {
  if (popup?.matches(':focus-visible') === true)
    popup.querySelector<HTMLElement>('[role="menuitem"]')?.focus()
}

interface OffersProps extends Pick<BreakPopupProps, 'offers' | 'onBreak'> {
  readonly group: string
}

function Offers({ group, offers, onBreak }: OffersProps) {
  if (offers.length === 0) return null
  return (
    <Menu.Group className={styles['group']}>
      <Menu.GroupLabel className={styles['heading']}>{group}</Menu.GroupLabel>
      {offers.map(({ kind, words, detail, fault }) => (
        <Menu.Item
          key={words}
          className={styles['item']}
          disabled={fault === null}
          onClick={() => fault !== null && onBreak(fault)}
        >
          <span>{words}</span> <EvidenceMark kind={kind} />
          {detail !== null && <small className={styles['detail']}>{detail}</small>}
        </Menu.Item>
      ))}
    </Menu.Group>
  )
}
