import { Tabs } from '@base-ui/react/tabs'
import { VerdictMark } from '../../../parts/verdict-mark.tsx'
import { chooseLane } from '../../../state/commands.ts'
import { usePage, usePageStore } from '../../../state/page.tsx'
import styles from './lanes.module.css'
import { wayWords } from '../../../state/guards.ts'
import { useLanes } from '../../../state/use-lanes.ts'

/** The implementations side by side, each with its verdict on this very experiment. */
export function LaneTabs() {
  const store = usePageStore()
  const lanes = useLanes()
  const chosen = usePage((page) => page.wanted.implementation)
  return (
    <Tabs.Root
      className={styles['lanes']}
      value={chosen}
      onValueChange={(name: string) => chooseLane(store, name)}
    >
      <Tabs.List className={styles['tabs']} aria-label="Implementation">
        {lanes.map(({ implementation, tone, words, guardOff, otherWay }, at) => (
          <Tabs.Tab
            key={implementation.name}
            value={implementation.name}
            className={styles['tab']}
            aria-controls="run"
            aria-keyshortcuts={String(at + 1)}
            title={[words, guardOff, otherWay && `with ${wayWords(otherWay)}: ${otherWay.words}`]
              .filter(Boolean)
              .join('; ')}
          >
            <VerdictMark tone={tone} />
            {implementation.title}
            {guardOff !== null && otherWay === null && <span className={styles['guard']}>{guardOff}</span>}
            {otherWay !== null && (
              <span className={styles['off']} aria-hidden="true">
                {wayWords(otherWay)} <VerdictMark tone={otherWay.tone} />
              </span>
            )}
            <span className="visually-hidden">
              , {words}
              {otherWay !== null && `, with ${wayWords(otherWay)}: ${otherWay.words}`}
            </span>
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs.Root>
  )
}
