import { Tabs } from '@base-ui/react/tabs'
import { useState, type ReactNode } from 'react'
import styles from './details.module.css'

interface DetailsProps {
  readonly tables: ReactNode
  readonly code: ReactNode
  readonly messages: ReactNode
}

/** The proof behind the picture: rows, code, messages. */
export function Details({ tables, code, messages }: DetailsProps) {
  const [tab, setTab] = useState('tables')
  return (
    <Tabs.Root
      value={tab}
      onValueChange={setTab}
      className={styles['details']}
      // Rows are read at a glance; code and messages want room.
      data-tall={tab !== 'tables' || undefined}
    >
      <Tabs.List className={styles['tabs']} aria-label="Details">
        <Tabs.Tab className={styles['tab']} value="tables">
          Tables
        </Tabs.Tab>
        <Tabs.Tab className={styles['tab']} value="code">
          Code
        </Tabs.Tab>
        <Tabs.Tab className={styles['tab']} value="messages">
          Messages
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel className={styles['panel']} value="tables">
        {tables}
      </Tabs.Panel>
      <Tabs.Panel className={styles['panel']} value="code">
        {code}
      </Tabs.Panel>
      <Tabs.Panel className={styles['panel']} value="messages">
        {messages}
      </Tabs.Panel>
    </Tabs.Root>
  )
}
