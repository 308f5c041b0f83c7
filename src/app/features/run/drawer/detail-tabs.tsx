import { Tabs } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import { drawerTabs, openTab, type DrawerTab } from '../../../store/stage-view.ts'
import styles from './drawer.module.css'

const titles: { readonly [tab in DrawerTab]: string } = {
  tables: 'Tables',
  event: 'Event',
  code: 'Code',
  messages: 'Messages',
  customers: 'Customers',
  sql: 'SQL',
}

export interface DetailTabsProps {
  readonly tab: DrawerTab
  readonly panels: Readonly<Record<DrawerTab, ReactNode>>
  /** Beside the tabs while tables are shown. */
  readonly legend: ReactNode
  /** At the end of the row of tabs. */
  readonly tools?: ReactNode
}

/** Rows, what the event did, code, messages and the console: one of them at a time. */
export function DetailTabs({ tab, panels, legend, tools = null }: DetailTabsProps) {
  return (
    <Tabs.Root value={tab} onValueChange={(next: DrawerTab) => openTab(next)} className={styles['tabbed']}>
      <div className={styles['bar']}>
        <Tabs.List className={styles['tabs']} aria-label="Details">
          {drawerTabs.map((name) => (
            <Tabs.Tab key={name} className={styles['tab']} value={name}>
              {titles[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <span className={styles['tools']}>
          {tab === 'tables' && legend}
          {tools}
        </span>
      </div>
      {drawerTabs.map((name) => (
        <Tabs.Panel key={name} className={styles['panel']} value={name}>
          {panels[name]}
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  )
}
