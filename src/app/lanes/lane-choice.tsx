import { Choice } from '../parts/choice.tsx'
import { VerdictMark } from '../parts/verdict-mark.tsx'
import { openLane } from '../state/commands.ts'
import { usePage, usePageStore } from '../state/page.tsx'
import styles from './lanes.module.css'
import { useLanes } from '../state/use-lanes.ts'

/** Stands for all lanes together. */
const all = ''

/** The implementations behind one button, and all of them side by side, for a phone. */
export function LaneChoice() {
  const store = usePageStore()
  const lanes = useLanes()
  const chosen = usePage(({ view, shown }) => (view === 'compare' ? all : shown.implementation))
  return (
    <Choice
      label="Implementation"
      className={styles['choice'] ?? ''}
      options={[
        { value: all, label: 'Compare all' },
        ...lanes.map(({ implementation, tone }) => ({
          value: implementation.name,
          label: implementation.title,
          mark: <VerdictMark tone={tone} />,
        })),
      ]}
      value={chosen}
      onChoose={(name) => (name === all ? store.getState().look('compare') : openLane(store, name))}
    />
  )
}
