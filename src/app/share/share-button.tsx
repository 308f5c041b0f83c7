import { Popover } from '@base-ui/react/popover'
import { Share as ShareIcon } from 'lucide-react'
import { useRef } from 'react'
import { ShareCard } from './share-card.tsx'
import styles from './share.module.css'

interface ShareButtonProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  /** An icon alone, for a phone. */
  readonly compact?: boolean
}

/** Everything on screen is in the link; here it is. */
export function ShareButton({ open, onOpenChange, compact = false }: ShareButtonProps) {
  const main = useRef<HTMLButtonElement>(null)
  return (
    <Popover.Root open={open} onOpenChange={onOpenChange}>
      <Popover.Trigger
        className={compact ? styles['compact'] : styles['button']}
        aria-label="Share"
        aria-keyshortcuts="S"
        title="Share this run  S"
      >
        <ShareIcon size={compact ? 18 : 14} aria-hidden="true" />
        {!compact && 'Share'}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={styles['positioner']} sideOffset={8} align="end" collisionPadding={12}>
          <Popover.Popup className={styles['popup']} initialFocus={main}>
            <Popover.Title className={styles['title']}>Share this run</Popover.Title>
            <Popover.Description className={styles['description']}>
              The link is the run: it gives everybody the same events, down to this one.
            </Popover.Description>
            <ShareCard main={main} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
