import { lazy } from 'react'
import type { Fault } from '#simulator'
import type { FaultOffer } from './fault-offers.ts'
import { OnceOpened } from './once-opened.tsx'

const BreakPopup = lazy(async () => ({ default: (await import('./break-popup.tsx')).BreakPopup }))

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
export function BreakMenu(props: BreakMenuProps) {
  return (
    <OnceOpened open={props.anchor !== null}>
      <BreakPopup {...props} />
    </OnceOpened>
  )
}
