import { Palette } from '../features/run/toolbar/palette.tsx'
import { WorldMenu } from '../features/run/top-bar/world-menu.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { RunPanels } from './details.tsx'
import type { SheetProps } from './sheets.tsx'

/** The toolbar's faults, for a phone. */
export function BreakSheet({ open, onOpenChange }: SheetProps) {
  return (
    <Sheet title="Break it" open={open} onOpenChange={onOpenChange}>
      <Palette onBroken={() => onOpenChange(false)} />
    </Sheet>
  )
}

/** The details of the run, where there is no drawer. */
export function DetailsSheet({ open, onOpenChange }: SheetProps) {
  return (
    <Sheet title="Details" open={open} onOpenChange={onOpenChange}>
      <RunPanels />
    </Sheet>
  )
}

export interface SetupSheetProps extends SheetProps {
  readonly onHelp: () => void
  readonly onReal: () => void
  /** Plays the opening from its start. */
  readonly onOpening: () => void
}

/** A phone's menu. */
export function SetupSheet({ open, onOpenChange, ...targets }: SetupSheetProps) {
  return (
    <Sheet title="Setup" open={open} onOpenChange={onOpenChange}>
      <WorldMenu {...targets} />
    </Sheet>
  )
}
