/** What opens over the page and is loaded then. If it does not come, the browser's own dialog says so. */
import type { ComponentType } from 'react'
import { lazyPart } from '../ui/lazy-part.tsx'
import { PlainDialog } from '../ui/plain-dialog.tsx'

export interface SheetProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

export function lazySheet<Props extends SheetProps>(
  name: string,
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  return lazyPart<Props>({
    name,
    load,
    around: (sentence, { open, onOpenChange }) =>
      open && (
        <PlainDialog title={name} onClose={() => onOpenChange(false)}>
          {sentence}
        </PlainDialog>
      ),
  })
}

export const HelpSheet = lazySheet('Help', async () => (await import('../help/help-sheet.tsx')).HelpSheet)

export const LegendSheet = lazySheet(
  'The legend',
  async () => (await import('../features/legend/legend-sheet.tsx')).LegendSheet,
)

export const RealSheet = lazySheet(
  'What is real here',
  async () => (await import('../real/real-sheet.tsx')).RealSheet,
)
