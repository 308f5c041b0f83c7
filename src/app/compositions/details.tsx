import { useState } from 'react'
import { CodePanel } from '../code/code-panel.tsx'
import { EventDetail } from '../event/event-detail.tsx'
import { DetailTabs, type DetailTabsProps } from '../features/run/drawer/detail-tabs.tsx'
import { DrawerHandle } from '../features/run/drawer/drawer-handle.tsx'
import { DrawerTools } from '../features/run/drawer/drawer-tools.tsx'
import { isBeginning } from '../model/beginning.ts'
import { SqlTab } from '../sql/sql-tab.tsx'
import { usePage } from '../state/page.tsx'
import { takeQuery, useStageView, type DrawerState } from '../store/stage-view.ts'
import { TablesLegend } from '../tables/tables-legend.tsx'
import { TablesPanel } from '../tables/tables-panel.tsx'
import { lazyPart } from '../ui/lazy-part.tsx'
import { AllPrograms } from './all-programs.tsx'
import { useScene } from './scene.ts'

/** Behind a tab or a button: it need not be there when the page opens. */
const CustomersPanel = lazyPart({
  name: 'The customers’ view',
  load: async () => (await import('../customers/customers-panel.tsx')).CustomersPanel,
})
const MessagesPanel = lazyPart({
  name: 'The list of messages',
  load: async () => (await import('../messages/messages-panel.tsx')).MessagesPanel,
})

/** The details of the run on screen, in the drawer below the stage. */
export function OpenDrawer({ state }: { readonly state: DrawerState }) {
  return (
    <>
      <DrawerHandle state={state} />
      <DetailTabs {...useDetails()} tools={<DrawerTools isFull={state === 'full'} />} />
    </>
  )
}

/** The same by themselves, for a sheet. */
export function RunPanels() {
  return <DetailTabs {...useDetails()} />
}

function useDetails(): DetailTabsProps {
  const invariants = usePage((page) => page.catalogue.invariants)
  const isShown = usePage((page) => page.answers === 'shown')
  const { run, cursor, program, onSeek } = useScene()
  const tab = useStageView((view) => view.tab)
  const asked = useStageView((view) => view.asked)
  const [isFull, setIsFull] = useState(false)
  return {
    tab,
    legend: <TablesLegend isFull={isFull} onFull={setIsFull} />,
    panels: {
      tables: <TablesPanel run={run} cursor={cursor} isFull={isFull} />,
      event: <EventDetail run={run} cursor={cursor} onSeek={onSeek} />,
      code:
        program === undefined ? (
          <AllPrograms />
        ) : (
          <CodePanel run={run} program={program} cursor={cursor} onSeek={onSeek} />
        ),
      messages: <MessagesPanel run={run} cursor={cursor} onSeek={onSeek} />,
      customers: (
        <CustomersPanel run={run} cursor={cursor} onSeek={onSeek} isTold={isShown && !isBeginning(run)} />
      ),
      sql: <SqlTab run={run} cursor={cursor} invariants={invariants} asked={asked} onTaken={takeQuery} />,
    },
  }
}
