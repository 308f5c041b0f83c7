import { formQueries, type StageForm } from '../../../model/stage-form.ts'
import { useMedia } from '../../../parts/use-media.ts'

/** The form of the page in the window as it is now. */
export function useStageForm(): StageForm {
  const isWide = useMedia(formQueries.wide)
  const isPhone = useMedia(formQueries.phone)
  if (isPhone) return 'phone'
  return isWide ? 'wide' : 'compact'
}

/** Whether the window is too low for the strip, so that the scrub line takes its place. */
export function useIsLow(): boolean {
  return useMedia(formQueries.low)
}
