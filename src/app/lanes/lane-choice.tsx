import { Choice } from '../parts/choice.tsx'
import { VerdictMark } from '../parts/verdict-mark.tsx'
import { chooseLane } from '../state/commands.ts'
import { usePage, usePageStore } from '../state/page.tsx'
import styles from './lanes.module.css'
import { useLanes } from './use-lanes.ts'

/** The implementations behind one button, for a phone. */
export function LaneChoice() {
  const store = usePageStore()
  const lanes = useLanes()
  const chosen = usePage((page) => page.run?.input.implementation ?? '')
  return (
    <Choice
      label="Implementation"
      className={styles['choice'] ?? ''}
      options={lanes.map(({ implementation, tone }) => ({
        value: implementation.name,
        label: implementation.title,
        mark: <VerdictMark tone={tone} />,
      }))}
      value={chosen}
      onChoose={(name) => chooseLane(store, name)}
    />
  )
}
