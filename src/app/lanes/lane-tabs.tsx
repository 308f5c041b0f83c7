import { Tabs } from '@base-ui/react/tabs'
import { VerdictMark } from '../parts/verdict-mark.tsx'
import { chooseLane } from '../state/commands.ts'
import { usePage, usePageStore } from '../state/page.tsx'
import styles from './lanes.module.css'
import { useLanes } from '../state/use-lanes.ts'

/** The implementations side by side, each with its verdict on this very experiment. */
export function LaneTabs() {
  const store = usePageStore()
  const lanes = useLanes()
  const chosen = usePage((page) => page.run?.input.implementation ?? '')
  return (
    <Tabs.Root value={chosen} onValueChange={(name: string) => chooseLane(store, name)}>
      <Tabs.List className={styles['tabs']} aria-label="Implementation">
        {lanes.map(({ implementation, tone, words, guardOff }, at) => (
          <Tabs.Tab
            key={implementation.name}
            value={implementation.name}
            className={styles['tab']}
            aria-controls="run"
            aria-keyshortcuts={String(at + 1)}
            title={words}
          >
            <VerdictMark tone={tone} />
            {implementation.title}
            {guardOff !== null && <span className={styles['off']}>{guardOff}</span>}
            <span className={styles['unseen']}>, {words}</span>
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs.Root>
  )
}
