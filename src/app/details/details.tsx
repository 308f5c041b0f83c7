import { Tabs } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import styles from './details.module.css'

const tabs = ['tables', 'event', 'code', 'messages', 'customers', 'sql'] as const
export type DetailsTab = (typeof tabs)[number]

const titles: { readonly [tab in DetailsTab]: string } = {
  tables: 'Tables',
  event: 'Event',
  code: 'Code',
  messages: 'Messages',
  customers: 'Customers',
  sql: 'SQL',
}

interface DetailsProps extends Readonly<Record<DetailsTab, ReactNode>> {
  readonly tab: DetailsTab
  readonly onTab: (tab: DetailsTab) => void
  /** Beside the tabs while tables are shown. */
  readonly legend: ReactNode
}

/** The proof behind the picture: rows, what the event did, code, messages, what the customers saw. */
export function Details({ tab, onTab, legend, ...panels }: DetailsProps) {
  return (
    <Tabs.Root
      value={tab}
      onValueChange={(next: DetailsTab) => onTab(next)}
      className={styles['details']}
      // Rows are read at a glance; the rest wants room.
      data-tall={tab !== 'tables' || undefined}
    >
      <div className={styles['bar']}>
        <Tabs.List className={styles['tabs']} aria-label="Details">
          {tabs.map((name) => (
            <Tabs.Tab key={name} className={styles['tab']} value={name}>
              {titles[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tab === 'tables' && legend}
      </div>
      {tabs.map((name) => (
        <Tabs.Panel key={name} className={styles['panel']} value={name}>
          {panels[name]}
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  )
}
