import { Segments } from '../../parts/segments.tsx'
import { faultNoun, plannedFault } from '../../state/moment-words.ts'
import { usePage, usePageStore } from '../../state/page.tsx'
import { compareRuns } from '../../state/comparison.ts'
import { useLanes } from '../../state/use-lanes.ts'

/** Where the lanes stand together; nothing to choose where no fault strikes. */
export function AlignmentSwitch() {
  const store = usePageStore()
  const lanes = useLanes()
  const alignment = usePage((page) => page.alignment)
  const aligned = compareRuns(
    lanes.map(({ run }) => run),
    'fault',
  )
  if (aligned.fault === null) return null
  return (
    <Segments
      label="Alignment"
      size="high"
      options={[
        { value: 'fault', label: `Aligned at the ${faultNoun(plannedFault(aligned, lanes))}` },
        { value: 'start', label: 'From the start' },
      ]}
      value={alignment}
      onChoose={(next) => store.getState().align(next)}
    />
  )
}
