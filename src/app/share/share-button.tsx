import { Popover } from '@base-ui/react/popover'
import { Share as ShareIcon } from 'lucide-react'
import { useRef } from 'react'
import type { View } from '#simulator'
import { usePage } from '../state/page.tsx'
import { ShareCard } from './share-card.tsx'
import styles from './share.module.css'

interface ShareButtonProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  /** An icon alone, for a phone. */
  readonly compact?: boolean
}

const words: { readonly [view in View]: { readonly title: string; readonly description: string } } = {
  focus: {
    title: 'Share this run',
    description: 'The link opens this run at this event, with the same result for everybody.',
  },
  compare: {
    title: 'Share this comparison',
    description: 'The link opens this comparison at this moment, with the same result for everybody.',
  },
  atlas: {
    title: 'Share this view of the atlas',
    description: 'The link opens this view. The command tries the same faults in a terminal.',
  },
}

/** Everything on screen is in the link; here it is. */
export function ShareButton({ open, onOpenChange, compact = false }: ShareButtonProps) {
  const main = useRef<HTMLButtonElement>(null)
  const { title, description } = words[usePage((page) => page.view)]
  return (
    <Popover.Root open={open} onOpenChange={onOpenChange}>
      <Popover.Trigger
        className={compact ? styles['compact'] : styles['button']}
        aria-label="Share"
        aria-keyshortcuts="S"
        title={`${title}  S`}
      >
        <ShareIcon size={compact ? 18 : 14} aria-hidden="true" />
        {!compact && 'Share'}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={styles['positioner']} sideOffset={8} align="end" collisionPadding={12}>
          <Popover.Popup className={styles['popup']} initialFocus={main}>
            <Popover.Title className={styles['title']}>{title}</Popover.Title>
            <Popover.Description className={styles['description']}>{description}</Popover.Description>
            <ShareCard main={main} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
