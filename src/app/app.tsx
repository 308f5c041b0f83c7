import { useCallback, useState } from 'react'
import { AtlasPlace } from './atlas/atlas-place.tsx'
import { Comparison } from './compositions/comparison.tsx'
import { Embedded } from './compositions/lazy-embedded.tsx'
import { Room } from './compositions/lazy-room.tsx'
import { Compact, Phone } from './compositions/narrow-parts.tsx'
import { useOpeningSlots } from './compositions/opening.tsx'
import { HelpSheet, LegendSheet, RealSheet } from './compositions/sheets.tsx'
import {
  BreakSheet,
  DetailsSheet,
  LaneChoice,
  PhoneBar,
  SetupSheet,
  ShareButton,
  TopBar,
} from './compositions/stage-parts.tsx'
import { useStageAhead } from './compositions/use-stage-ahead.ts'
import { Wide } from './compositions/wide.tsx'
import { OpeningAnnouncer } from './features/opening/announcer.tsx'
import { LoadingFrame } from './features/run/frame/loading-frame.tsx'
import { SkipLink } from './features/run/stage/skip-link.tsx'
import { useStageForm } from './features/run/stage/use-stage-form.ts'
import { useKeys } from './keyboard/use-keys.ts'
import { LiveRegion } from './live/live-region.tsx'
import { NoFirstRun } from './notices/no-first-run.tsx'
import { Notices } from './notices/notices.tsx'
import { ProgressNotice } from './notices/progress-notice.tsx'
import { OpenReality } from './parts/evidence-mark.tsx'
import { OnceOpened } from './parts/once-opened.tsx'
import { useNarrow } from './parts/use-narrow.ts'
import { usePage, usePageStore } from './state/page.tsx'
import { openLegend, useLegend } from './store/legend.ts'
import { canPresent, useRoom } from './store/room.ts'
import { setDrawer, useStageView } from './store/stage-view.ts'
import { useFocusAfterRoom, useFocusInView, useFocusKept } from './use-focus-kept.ts'

/** What is open over the page. */
type Panel = 'help' | 'real' | 'share' | 'break' | 'menu'

/** The page: its first run, or what stands between the reader and it. */
export function App() {
  const hasOpened = usePage((page) => page.run !== null || page.view === 'atlas')
  const failure = usePage((page) => page.failure)
  const isRoom = useRoom((room) => room.isOpen)
  const hasShow = usePage(canPresent)
  useFocusKept()
  useFocusInView()
  useFocusAfterRoom(isRoom)
  if (isRoom && hasShow) return <Room />
  if (hasOpened) return <Composition />
  if (failure !== null)
    return (
      <LoadingFrame title="This run could not be loaded">
        <NoFirstRun sentence={failure.sentence} />
      </LoadingFrame>
    )
  return (
    <LoadingFrame
      title="Loading this run…"
      note="A link holds the input of a run, not a recording. The run is computed again in this tab, with the same result."
    >
      <ProgressNotice />
    </LoadingFrame>
  )
}

/** Chooses the form of the page, and holds what opens over it. */
function Composition() {
  const [panel, setPanel] = useState<Panel | null>(null)
  const isEmbedded = usePage((page) => page.embed)
  const hasRun = usePage((page) => page.run !== null)
  const view = usePage((page) => page.view)
  const hasOpening = usePage((page) => page.opening !== null)
  const form = useStageForm()
  const hasPhoneAtlas = useNarrow('phone')
  const isWide = view === 'atlas' ? !hasPhoneAtlas : form === 'wide'
  const openHelp = useCallback(() => setPanel('help'), [])
  const openReal = useCallback(() => setPanel('real'), [])
  const openShare = useCallback(() => setPanel('share'), [])
  const openBreak = useCallback(() => setPanel('break'), [])
  const openMenu = useCallback(() => setPanel('menu'), [])
  const openDetails = useCallback(() => setDrawer('half'), [])
  const store = usePageStore()
  const playOpening = useCallback(() => {
    setPanel(null)
    store.getState().playOpening()
  }, [store])
  const isDrawerOpen = useStageView(({ drawer }) => drawer !== 'closed')
  const opening = useOpeningSlots(isWide ? 'wide' : form, {
    onHelp: openHelp,
    onReal: openReal,
    onMenu: openMenu,
  })
  const isLegendOpen = useLegend((legend) => legend.isOpen)
  useKeys({ onHelp: openHelp, onShare: openShare })
  useStageAhead()
  const sheet = (name: Panel) => ({
    open: panel === name,
    onOpenChange: (open: boolean) => setPanel(open ? name : null),
  })
  const share = <ShareButton compact={!isWide} {...sheet('share')} />
  const phoneBar = <PhoneBar lanes={<LaneChoice />} share={share} onMenu={openMenu} />
  return (
    <OpenReality value={openReal}>
      {!isEmbedded && <SkipLink />}
      {isEmbedded ? (
        <Embedded />
      ) : view === 'atlas' ? (
        <AtlasPlace
          top={isWide ? <TopBar onHelp={openHelp} onReal={openReal} share={share} /> : phoneBar}
          narrow={!isWide}
        />
      ) : form === 'compact' && view === 'focus' ? (
        <Compact
          share={share}
          onMenu={openMenu}
          onBreak={openBreak}
          onDetails={openDetails}
          opening={opening}
        />
      ) : !isWide ? (
        <Phone
          share={share}
          onMenu={openMenu}
          onBreak={openBreak}
          onDetails={openDetails}
          opening={opening}
        />
      ) : view === 'compare' ? (
        <Comparison share={share} onHelp={openHelp} onReal={openReal} onBreak={openBreak} />
      ) : (
        <Wide share={share} onHelp={openHelp} onReal={openReal} opening={opening} />
      )}
      <Notices />
      {hasRun && <LiveRegion />}
      {hasOpening && <OpeningAnnouncer />}
      <OnceOpened open={panel === 'help'}>
        <HelpSheet {...sheet('help')} onReal={openReal} onOpening={playOpening} />
      </OnceOpened>
      <OnceOpened open={isLegendOpen}>
        <LegendSheet open={isLegendOpen} onOpenChange={openLegend} />
      </OnceOpened>
      <OnceOpened open={panel === 'real'}>
        <RealSheet {...sheet('real')} />
      </OnceOpened>
      <OnceOpened open={panel === 'break'}>
        <BreakSheet {...sheet('break')} />
      </OnceOpened>
      <OnceOpened open={!isWide && isDrawerOpen}>
        <DetailsSheet
          open={!isWide && isDrawerOpen}
          onOpenChange={(open) => setDrawer(open ? 'half' : 'closed')}
        />
      </OnceOpened>
      <OnceOpened open={panel === 'menu'}>
        <SetupSheet {...sheet('menu')} onHelp={openHelp} onReal={openReal} onOpening={playOpening} />
      </OnceOpened>
    </OpenReality>
  )
}
