import { Popover } from '@base-ui/react/popover'
import { useRef, type ReactNode } from 'react'
import styles from './plan.module.css'
import { useFitting } from './use-fitting.ts'

interface ChipRowProps {
  /** A key for what the chips say: when it changes they are measured again. */
  readonly measureKey: string
  readonly chips: readonly ReactNode[]
}

/** Chips in one row that never wraps: the newest are in view, those that do not fit are behind “+ 2 more”. */
export function ChipRow({ measureKey, chips }: ChipRowProps) {
  const row = useRef<HTMLDivElement>(null)
  const fitting = useFitting(row, chips.length, measureKey)
  const hidden = chips.length - fitting
  const rest = chips.slice(0, hidden)
  return (
    <div ref={row} className={styles['chips']}>
      {rest.length > 0 && (
        <Popover.Root>
          <Popover.Trigger className={styles['rest']}>+ {rest.length} more</Popover.Trigger>
          <Popover.Portal>
            <Popover.Positioner className={styles['positioner']} sideOffset={6} collisionPadding={8}>
              <Popover.Popup className={styles['popup']}>
                <Popover.Title className={styles['heading']}>More faults</Popover.Title>
                {rest.map((chip, at) => (
                  <span key={at} className={styles['stacked']}>
                    {chip}
                  </span>
                ))}
              </Popover.Popup>
            </Popover.Positioner>
          </Popover.Portal>
        </Popover.Root>
      )}
      {chips.map((chip, at) => (
        // A plan has no other order than its own.
        <span key={at} className={styles['slot']} data-slot="" data-beyond={at < hidden || undefined}>
          {chip}
        </span>
      ))}
    </div>
  )
}
