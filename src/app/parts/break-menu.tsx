import { lazy } from 'react'
import type { BreakPopupProps } from './break-popup.tsx'
import { OnceOpened } from './once-opened.tsx'

const BreakPopup = lazy(async () => ({ default: (await import('./break-popup.tsx')).BreakPopup }))

/** One menu for many places: the faults that are allowed at the one it hangs on. */
export function BreakMenu(props: BreakPopupProps) {
  return (
    <OnceOpened open={props.anchor !== null}>
      <BreakPopup {...props} />
    </OnceOpened>
  )
}
