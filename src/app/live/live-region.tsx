import { announcement } from '../state/announcement.ts'
import { announcementAt } from '../state/moment-words.ts'
import { usePage, useRun } from '../state/page.tsx'
import { useComparison, useLooked, useMoment } from '../state/use-lanes.ts'

/** Tells a screen reader where the playhead is. */
export function LiveRegion() {
  const run = useRun()
  const { lanes, comparison } = useComparison()
  const moment = useMoment(comparison)
  const looked = useLooked()
  const words = usePage(({ view, cursor, playing }) =>
    view === 'atlas'
      ? ''
      : view === 'compare'
        ? announcementAt(comparison, lanes, moment, looked, playing)
        : announcement(run, cursor, playing),
  )
  return (
    <p className="visually-hidden" role="status" aria-live="polite" aria-label="Events">
      {words}
    </p>
  )
}
