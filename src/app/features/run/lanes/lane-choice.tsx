import { Choice } from '../../../parts/choice.tsx'
import { VerdictMark } from '../../../parts/verdict-mark.tsx'
import { openLane } from '../../../state/commands.ts'
import { usePage, usePageStore } from '../../../state/page.tsx'
import styles from './lanes.module.css'
import { useLanes } from '../../../state/use-lanes.ts'

/** Stand for all lanes together. */
const views = { compare: '', atlas: '*' } as const

/** The implementations behind one button, and all of them side by side, for a phone. */
export function LaneChoice() {
  const store = usePageStore()
  const lanes = useLanes()
  const chosen = usePage(({ view, shown }) => (view === 'focus' ? shown.implementation : views[view]))
  return (
    <Choice
      label="Implementation"
      className={styles['choice'] ?? ''}
      options={[
        { value: views.compare, label: 'Compare all' },
        { value: views.atlas, label: 'Atlas' },
        ...lanes.map(({ implementation, tone }) => ({
          value: implementation.name,
          label: implementation.title,
          mark: <VerdictMark tone={tone} />,
        })),
      ]}
      value={chosen}
      onChoose={(name) => {
        if (name === views.compare) store.getState().look('compare')
        else if (name === views.atlas) store.getState().look('atlas')
        else openLane(store, name)
      }}
    />
  )
}
