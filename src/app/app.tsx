import { lazy, Suspense, useCallback, useState, type ReactNode } from 'react'
import type { Fault } from '#simulator'
import { AtlasPlace } from './atlas/atlas-place.tsx'
import { Palette } from './breaking/palette.tsx'
import { CodePanel } from './code/code-panel.tsx'
import { AlignmentSwitch } from './compare/alignment-switch.tsx'
import { CompareBoard } from './compare/compare-board.tsx'
import { PhoneLanes } from './compare/phone-lanes.tsx'
import { QuickBreak } from './compare/quick-break.tsx'
import { Details, type DetailsTab } from './details/details.tsx'
import { CompareFrame } from './frame/compare-frame.tsx'
import { DeskFrame } from './frame/desk-frame.tsx'
import { EventDetail } from './event/event-detail.tsx'
import { EmbedFrame } from './frame/embed-frame.tsx'
import { LoadingFrame } from './frame/loading-frame.tsx'
import { PhoneFrame } from './frame/phone-frame.tsx'
import { WorkflowGraph } from './graph/workflow-graph.tsx'
import { GuardsPanel } from './guards/guards-panel.tsx'
import { useKeys } from './keyboard/use-keys.ts'
import { LaneChoice } from './lanes/lane-choice.tsx'
import { LaneTabs } from './lanes/lane-tabs.tsx'
import { LiveRegion } from './live/live-region.tsx'
import { NoFirstRun } from './notices/no-first-run.tsx'
import { Notices } from './notices/notices.tsx'
import { ProgressNotice } from './notices/progress-notice.tsx'
import { OpenReality } from './parts/evidence-mark.tsx'
import { OnceOpened } from './parts/once-opened.tsx'
import { Sheet } from './parts/sheet.tsx'
import { useNarrow } from './parts/use-narrow.ts'
import { PlanBar } from './plan/plan-bar.tsx'
import { Answer } from './question/answer.tsx'
import { Question } from './question/question.tsx'
import { ShareButton } from './share/share-button.tsx'
import { implementationOf } from './state/catalogue.ts'
import { addFault } from './state/commands.ts'
import { usePage, usePageStore, useRun } from './state/page.tsx'
import { isAtViolation, useExplanation } from './state/use-explanation.ts'
import type { SqlPanelProps } from './sql/sql-panel.tsx'
import { SqlTab } from './sql/sql-tab.tsx'
import { TablesLegend } from './tables/tables-legend.tsx'
import { TablesPanel } from './tables/tables-panel.tsx'
import { Timeline } from './timeline/timeline.tsx'
import { PhoneBar } from './top-bar/phone-bar.tsx'
import { TopBar } from './top-bar/top-bar.tsx'
import { WorldMenu } from './top-bar/world-menu.tsx'
import { AxisSwitch, type Axis } from './transport/axis-switch.tsx'
import { PhoneScrubber, PhoneTransport } from './transport/phone-transport.tsx'
import { Transport } from './transport/transport.tsx'
import { OutLink } from './transport/out-link.tsx'
import { ReceiptsPanel } from './verdict/receipts-panel.tsx'
import { VerdictPanel } from './verdict/verdict-panel.tsx'
import { useFocusKept } from './use-focus-kept.ts'

/** Behind a tab: it need not be there when the page opens. */
const CustomersPanel = lazy(async () => ({
  default: (await import('./customers/customers-panel.tsx')).CustomersPanel,
}))
const HelpSheet = lazy(async () => ({ default: (await import('./help/help-sheet.tsx')).HelpSheet }))
const MessagesPanel = lazy(async () => ({
  default: (await import('./messages/messages-panel.tsx')).MessagesPanel,
}))
const RealSheet = lazy(async () => ({ default: (await import('./real/real-sheet.tsx')).RealSheet }))

/** What is open over the page. */
type Panel = 'help' | 'real' | 'share' | 'break' | 'details' | 'menu'

/** The page: its first run, or what stands between the reader and it. */
export function App() {
  const hasOpened = usePage((page) => page.run !== null || page.view === 'atlas')
  const failure = usePage((page) => page.failure)
  useFocusKept()
  if (hasOpened) return <Composition />
  if (failure !== null) return <NoFirstRun sentence={failure.sentence} />
  return (
    <LoadingFrame
      title="Making the run of this link"
      note="A link is an input, not a recording: the run is made afresh in this tab, and comes out the same."
    >
      <ProgressNotice />
    </LoadingFrame>
  )
}

/** Composes the features; the only place that knows them all. */
function Composition() {
  const [panel, setPanel] = useState<Panel | null>(null)
  const isEmbedded = usePage((page) => page.embed)
  const hasRun = usePage((page) => page.run !== null)
  const view = usePage((page) => page.view)
  const isNarrow = useNarrow(view === 'atlas' ? 'phone' : 'tablet')
  const openHelp = useCallback(() => setPanel('help'), [])
  const openReal = useCallback(() => setPanel('real'), [])
  const openShare = useCallback(() => setPanel('share'), [])
  useKeys({ onHelp: openHelp, onShare: openShare })
  const sheet = (name: Panel) => ({
    open: panel === name,
    onOpenChange: (open: boolean) => setPanel(open ? name : null),
  })
  const [tab, setTab] = useState<DetailsTab>('tables')
  const [asked, setAsked] = useState<string | null>(null)
  const details = (
    <RunDetails tab={tab} onTab={setTab} asked={asked} onTaken={useCallback(() => setAsked(null), [])} />
  )
  const argument = (
    <Argument
      onAsk={(sql) => {
        setAsked(sql)
        setTab('sql')
        if (isNarrow) setPanel('details')
      }}
    />
  )
  const share = <ShareButton compact={isNarrow} {...sheet('share')} />
  return (
    <OpenReality value={openReal}>
      {isEmbedded ? (
        <Embedded />
      ) : view === 'atlas' ? (
        <AtlasPlace
          top={
            isNarrow ? (
              <PhoneBar lanes={<LaneChoice />} share={share} onMenu={() => setPanel('menu')} />
            ) : (
              <TopBar onHelp={openHelp} onReal={openReal} share={share} />
            )
          }
          narrow={isNarrow}
        />
      ) : isNarrow ? (
        <Phone
          share={share}
          argument={argument}
          onMenu={() => setPanel('menu')}
          onBreak={() => setPanel('break')}
          onDetails={() => setPanel('details')}
        />
      ) : view === 'compare' ? (
        <Comparison share={share} onHelp={openHelp} onReal={openReal} onBreak={() => setPanel('break')} />
      ) : (
        <Desk share={share} argument={argument} details={details} onHelp={openHelp} onReal={openReal} />
      )}
      <Notices />
      {hasRun && <LiveRegion />}
      <OnceOpened open={panel === 'help'}>
        <HelpSheet {...sheet('help')} onReal={openReal} />
      </OnceOpened>
      <OnceOpened open={panel === 'real'}>
        <RealSheet {...sheet('real')} />
      </OnceOpened>
      <Sheet title="Break it" {...sheet('break')}>
        <Palette onBroken={() => setPanel(null)} />
      </Sheet>
      <Sheet title="What is in the database" {...sheet('details')}>
        {details}
      </Sheet>
      <Sheet title="The world of this question" {...sheet('menu')}>
        <WorldMenu onHelp={openHelp} onReal={openReal} />
      </Sheet>
    </OpenReality>
  )
}

interface DeskProps {
  readonly share: ReactNode
  readonly argument: ReactNode
  readonly details: ReactNode
  readonly onHelp: () => void
  readonly onReal: () => void
}

function Desk({ share, argument, details, onHelp, onReal }: DeskProps) {
  const [axis, setAxis] = useState<Axis>('events')
  return (
    <DeskFrame
      top={<TopBar onHelp={onHelp} onReal={onReal} share={share} />}
      question={<Question />}
      lanes={<LaneTabs />}
      plan={<PlanBar />}
      graph={<RunGraph />}
      transport={
        <Transport>
          <AxisSwitch axis={axis} onChoose={setAxis} />
        </Transport>
      }
      timeline={<RunTimeline axis={axis} />}
      details={details}
      verdict={argument}
      palette={<Palette folds />}
    />
  )
}

interface ComparisonProps extends Omit<DeskProps, 'argument' | 'details'> {
  readonly onBreak: () => void
}

function Comparison({ share, onHelp, onReal, onBreak }: ComparisonProps) {
  return (
    <CompareFrame
      top={<TopBar onHelp={onHelp} onReal={onReal} share={share} />}
      question={<Question />}
      actions={<QuickBreak onMore={onBreak} />}
      plan={<PlanBar align="start" />}
      alignment={<AlignmentSwitch />}
      board={<CompareBoard />}
      transport={<Transport />}
    />
  )
}

interface PhoneProps {
  readonly share: ReactNode
  readonly argument: ReactNode
  readonly onMenu: () => void
  readonly onBreak: () => void
  readonly onDetails: () => void
}

function Phone({ share, argument, onMenu, onBreak, onDetails }: PhoneProps) {
  const isComparison = usePage((page) => page.view === 'compare')
  return (
    <PhoneFrame
      top={<PhoneBar lanes={<LaneChoice />} share={share} onMenu={onMenu} />}
      question={<Question />}
      verdict={isComparison ? null : argument}
      plan={<PlanBar />}
      graph={isComparison ? <PhoneLanes /> : <RunGraph compact />}
      timeline={isComparison ? null : <RunTimeline axis="events" />}
      scrubber={<PhoneScrubber />}
      bar={<PhoneTransport onBreak={onBreak} onTables={onDetails} />}
    />
  )
}

function Embedded() {
  const isComparison = usePage((page) => page.view === 'compare')
  // One graph has no second column beside it.
  const isNarrow = useNarrow(isComparison ? 'tablet' : 'phone')
  return (
    <EmbedFrame
      question={<Question />}
      answer={isComparison ? null : <Answer />}
      graph={!isComparison ? <RunGraph compact={isNarrow} /> : isNarrow ? <PhoneLanes /> : <CompareBoard />}
      transport={
        <Transport>
          <OutLink />
        </Transport>
      }
      timeline={isComparison ? null : <RunTimeline axis="events" />}
    />
  )
}

/** @param props.onAsk Asks an invariant's query in the console. */
function Argument({ onAsk }: { readonly onAsk: (sql: string) => void }) {
  return (
    <VerdictPanel guards={<GuardsPanel />} onAsk={onAsk}>
      <ReceiptsPanel />
    </VerdictPanel>
  )
}

function RunGraph({ compact = false }: { readonly compact?: boolean }) {
  const { run, cursor, program, onSeek, onBreak } = useScene()
  if (program === undefined) return null
  return (
    <WorkflowGraph
      run={run}
      program={program}
      cursor={cursor}
      onBreak={onBreak}
      onSelect={onSeek}
      compact={compact}
    />
  )
}

function RunTimeline({ axis }: { readonly axis: Axis }) {
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

interface RunDetailsProps extends Pick<SqlPanelProps, 'asked' | 'onTaken'> {
  readonly tab: DetailsTab
  readonly onTab: (tab: DetailsTab) => void
}

function RunDetails({ tab, onTab, ...question }: RunDetailsProps) {
  const invariants = usePage((page) => page.catalogue.invariants)
  const { run, cursor, program, onSeek } = useScene()
  const isTold = usePage((page) => page.answers === 'shown')
  const [isFull, setIsFull] = useState(false)
  return (
    <Details
      tab={tab}
      onTab={onTab}
      tables={<TablesPanel run={run} cursor={cursor} isFull={isFull} />}
      legend={<TablesLegend isFull={isFull} onFull={setIsFull} />}
      event={<EventDetail run={run} cursor={cursor} onSeek={onSeek} />}
      code={program && <CodePanel run={run} program={program} cursor={cursor} onSeek={onSeek} />}
      messages={
        <Suspense>
          <MessagesPanel run={run} cursor={cursor} onSeek={onSeek} />
        </Suspense>
      }
      customers={
        <Suspense>
          <CustomersPanel run={run} cursor={cursor} onSeek={onSeek} isTold={isTold} />
        </Suspense>
      }
      sql={<SqlTab run={run} cursor={cursor} invariants={invariants} {...question} />}
    />
  )
}

/** What features that know no store are given. */
function useScene() {
  const store = usePageStore()
  const run = useRun()
  const cursor = usePage((page) => page.cursor)
  const catalogue = usePage((page) => page.catalogue)
  const onSeek = useCallback((event: number) => store.getState().seek(event), [store])
  const onBreak = useCallback((fault: Fault) => addFault(store, fault), [store])
  const program = implementationOf(catalogue, run.input.implementation)?.program
  return { run, cursor, program, onSeek, onBreak }
}
