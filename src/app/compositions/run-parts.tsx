import { useState } from 'react'
import { CodePanel } from '../code/code-panel.tsx'
import { EventDetail } from '../event/event-detail.tsx'
import { WorkflowGraph } from '../features/graph/workflow-graph.tsx'
import { ReceiptsLine } from '../features/run/column/receipts-line.tsx'
import { ReceiptsPanel } from '../features/run/column/receipts-panel.tsx'
import { VerdictPanel } from '../features/run/column/verdict-panel.tsx'
import { DetailTabs, type DetailTabsProps } from '../features/run/drawer/detail-tabs.tsx'
import { Drawer } from '../features/run/drawer/drawer.tsx'
import { Subtitle } from '../features/run/subtitle/subtitle.tsx'
import type { Axis } from '../features/run/transport/axis-switch.tsx'
import { Revealed } from '../features/opening/revealed.tsx'
import { PendingAnswer } from '../features/pending/pending-answer.tsx'
import { isBeginning } from '../model/beginning.ts'
import { useOpening } from '../store/use-opening.ts'
import { EventSlider } from '../features/run/transport/event-slider.tsx'
import { contextAt } from '../model/event-context.ts'
import { usePage, useRun } from '../state/page.tsx'
import { isAtViolation, useExplanation } from '../state/use-explanation.ts'
import { usePlayhead } from '../state/use-playhead.ts'
import { useIntroducedTerm } from '../store/introduced-terms.ts'
import { askInConsole, openTab, showGraphFull, takeQuery, useStageView } from '../store/stage-view.ts'
import { SqlTab } from '../sql/sql-tab.tsx'
import { TablesLegend } from '../tables/tables-legend.tsx'
import { TablesPanel } from '../tables/tables-panel.tsx'
import { Timeline } from '../features/timeline/timeline.tsx'
import { TermLine } from '../parts/term-line.tsx'
import { lazyPart } from '../ui/lazy-part.tsx'
import { useScene, useWaiting } from './scene.ts'

const RunSaw = lazyPart({
  name: 'What the customers saw',
  load: async () => (await import('./run-saw.tsx')).RunSaw,
})
/** Behind a tab or a button: it need not be there when the page opens. */
const CustomersPanel = lazyPart({
  name: 'The customers’ view',
  load: async () => (await import('../customers/customers-panel.tsx')).CustomersPanel,
})
const MessagesPanel = lazyPart({
  name: 'The list of messages',
  load: async () => (await import('../messages/messages-panel.tsx')).MessagesPanel,
})

interface RunGraphProps {
  /** Shown whole, with the nodes of its faults at reading size. */
  readonly whole?: boolean
  /** As a list of steps. */
  readonly compact?: boolean
  /** The list has the steps alone. */
  readonly brief?: boolean
  /** Pixels at the top of the canvas that a toolbar covers. */
  readonly insetTop?: number
}

export function RunGraph({ compact = false, brief = false, insetTop = 0, whole = false }: RunGraphProps) {
  const { run, cursor, program, onSeek, onBreak } = useScene()
  const playing = usePage((page) => page.playing)
  const embedded = usePage((page) => page.embed)
  const aimed = useStageView((view) => view.aimed)
  const before = usePage((page) => page.before)
  const waiting = useWaiting()
  const isFull = useStageView((view) => view.isGraphFull)
  if (program === undefined) return null
  return (
    <WorkflowGraph
      run={run}
      program={program}
      cursor={cursor}
      onBreak={onBreak}
      onSelect={onSeek}
      compact={compact}
      brief={brief}
      playing={playing}
      embedded={embedded}
      aimed={aimed}
      waiting={waiting}
      before={before?.run.input.implementation === run.input.implementation ? before.run : null}
      insetTop={insetTop}
      whole={whole}
      isFull={isFull}
      {...(embedded ? {} : { onFull: showGraphFull })}
    />
  )
}

/** The strip of the run on screen, with its explanation. */
export function RunTimeline({ axis }: { readonly axis: Axis }) {
  const { run, cursor, onSeek, onBreak } = useScene()
  const explanation = useExplanation()
  const pointed = usePage((page) => page.pointed)
  const isFound = explanation !== null && isAtViolation(run, cursor, explanation)
  return (
    <Timeline
      run={run}
      cursor={cursor}
      onSeek={onSeek}
      onBreak={onBreak}
      axis={axis}
      explanation={explanation}
      strong={isFound || pointed !== null}
      pointed={typeof pointed === 'number' ? pointed : null}
    />
  )
}

/** The same run on one line of 28 px, in a low window: the events that Why names are its stops. */
export function RunScrubLine() {
  const explanation = useExplanation()
  const stops = explanation?.links.flatMap(({ event }) => event ?? []) ?? []
  return <EventSlider form="line" stops={stops} />
}

/** What happens at the cursor, in reading size. */
export function RunSubtitle() {
  const { at, words } = usePlayhead()
  const run = useRun()
  const isPlaying = usePage((page) => page.playing)
  const term = useIntroducedTerm(run, at, isPlaying)
  return (
    <Subtitle
      words={words}
      number={String(at)}
      context={term === null ? contextAt(run, at) : <TermLine term={term} />}
    />
  )
}

/**
 * The answer, why, what is left, and what the customers saw.
 * @param props.isCompact Receipts in one line, before the reasons.
 */
export function Argument({ isCompact = false }: { readonly isCompact?: boolean }) {
  const isPending = usePage((page) => page.before !== null)
  const isRevealed = useOpening()?.phase === 'revealed'
  const head = isPending ? <PendingAnswer /> : isRevealed ? <Revealed /> : null
  return (
    <VerdictPanel
      head={head}
      receipts={isCompact ? <ReceiptsLine /> : <ReceiptsPanel />}
      hasReceiptsFirst={isCompact}
      saw={<RunSaw onOpen={() => openTab('customers')} />}
      onAsk={askInConsole}
    />
  )
}

/** The details of the run on screen below the stage. */
export function RunDrawer() {
  const drawer = useStageView((view) => view.drawer)
  const { run, cursor } = useScene()
  return <Drawer state={drawer} run={run} cursor={cursor} {...useDetails()} />
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
      code: program && <CodePanel run={run} program={program} cursor={cursor} onSeek={onSeek} />,
      messages: <MessagesPanel run={run} cursor={cursor} onSeek={onSeek} />,
      customers: (
        <CustomersPanel run={run} cursor={cursor} onSeek={onSeek} isTold={isShown && !isBeginning(run)} />
      ),
      sql: <SqlTab run={run} cursor={cursor} invariants={invariants} asked={asked} onTaken={takeQuery} />,
    },
  }
}
