import { lazyPart } from '../ui/lazy-part.tsx'
import { PlainDialog } from '../ui/plain-dialog.tsx'
import type { BreakPopupProps } from './break-popup.tsx'
import { OnceOpened } from './once-opened.tsx'

const BreakPopup = lazyPart<BreakPopupProps>({
  name: 'The menu of faults',
  load: async () => (await import('./break-popup.tsx')).BreakPopup,
  around: (sentence, { anchor, title, onClose }) =>
    anchor !== null && (
      <PlainDialog title={title} onClose={onClose}>
        {sentence}
      </PlainDialog>
    ),
})

/** One menu for many places: the faults that are allowed at the one it hangs on. */
export function BreakMenu(props: BreakPopupProps) {
  return (
    <OnceOpened open={props.anchor !== null}>
      <BreakPopup {...props} />
    </OnceOpened>
  )
}
