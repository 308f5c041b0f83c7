import { Segments } from '../../../parts/segments.tsx'
import { usePage, usePageStore } from '../../../state/page.tsx'

/** One lane with its graph, all of them side by side, or every fault of all of them. */
export function ViewSwitch() {
  const store = usePageStore()
  const view = usePage((page) => page.view)
  return (
    <Segments
      label="View"
      size="high"
      options={[
        { value: 'focus', label: 'Focus', title: 'One lane and its graph  V' },
        { value: 'compare', label: 'Compare', title: 'All lanes side by side  V' },
        { value: 'atlas', label: 'Atlas', title: 'Every fault, tried  A' },
      ]}
      value={view}
      onChoose={(next) => store.getState().look(next)}
    />
  )
}
