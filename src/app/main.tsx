import { StrictMode, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { catalogue } from '#scenarios/catalogue.ts'
import { parseLink } from '#simulator'
import { App } from './app.tsx'
import { Boundary, Crashed } from './boundary.tsx'
import { Embedded } from './compositions/lazy-embedded.tsx'
import { NotesWindow } from './compositions/lazy-room.tsx'
import { preloadNarrow } from './compositions/narrow-parts.tsx'
import { preloadStage } from './compositions/stage-parts.tsx'
import { loadRuns } from './embedded/load-runs.ts'
import { LoadingFrame } from './features/run/frame/loading-frame.tsx'
import { keepOffline } from './offline/keep-offline.ts'
import { formQueries } from './model/stage-form.ts'
import { followAddress } from './state/address.ts'
import { isFirstVisit } from './state/opening.ts'
import { PageContext } from './state/page.tsx'
import { drivePlayback } from './state/playback.ts'
import { applyTheme } from './state/preferences.ts'
import { createPageStore } from './state/store.ts'
import { followIntent } from './store/intent.ts'
import { browserMemory } from './store/memory.ts'
import { loadAllPrograms } from './store/programs.ts'
import { createSimulatorInWorker } from './worker/simulator.ts'
import './styles/fonts.css'
import './styles/tokens.css'
import './styles/base.css'

const place = document.getElementById('root')
if (place === null) throw new Error('The page has no place to be drawn in')
const root = createRoot(place)
const draw = (page: ReactNode) =>
  root.render(
    <StrictMode>
      <Boundary>{page}</Boundary>
    </StrictMode>,
  )

/** Runs that come sooner, as they mostly do, come without a flash of something else. */
const patienceMs = 150

async function open(): Promise<void> {
  const waiting = setTimeout(() => draw(<LoadingFrame title="Loading the page" />), patienceMs)
  const [embedded] = await Promise.all([loadRuns(), formOfWindow(), stageOfLink()]).finally(() =>
    clearTimeout(waiting),
  )
  const store = createPageStore({ ...catalogue, embedded }, createSimulatorInWorker(), browserMemory)
  drivePlayback(store)
  followAddress(store, window, browserMemory.keepLink)
  followIntent(store, document)
  draw(
    <PageContext value={store}>
      <App />
    </PageContext>,
  )
}

async function formOfWindow(): Promise<void> {
  if (matchMedia(formQueries.wide).matches) return
  // If it does not come, its place says so.
  await preloadNarrow().catch(() => undefined)
}

/** A run that is there is drawn without what surrounds it, if that takes longer. */
const stagePatienceMs = 3_000

/**
 * The opening does without what surrounds a run, and without the other programs; an embedded run has a frame of its
 * own. Every other address shows what surrounds it at once.
 */
async function stageOfLink(): Promise<void> {
  const address = location.search + location.hash
  if (isFirstVisit(address, browserMemory.lastLink(), browserMemory.hasSeenOpening())) return
  const { embed } = parseLink(address, catalogue.vocabulary).link
  // If something does not come, its place says so.
  const parts = Promise.allSettled([embed ? Embedded.preload() : preloadStage(), loadAllPrograms()])
  await Promise.race([parts, new Promise((resolve) => setTimeout(resolve, stagePatienceMs))])
}

/** The second window of room mode: `?notes=` and the id of its room. It shows no run of its own. */
async function openNotes(room: string): Promise<void> {
  // If it does not come, its place says so.
  await NotesWindow.preload().catch(() => undefined)
  draw(<NotesWindow room={room} />)
}

applyTheme(document.documentElement)
const notesOf = new URLSearchParams(location.search).get('notes')
;(notesOf === null ? open() : openNotes(notesOf)).catch((error: unknown) =>
  draw(<Crashed error={error instanceof Error ? error : new Error(String(error))} />),
)
keepOffline()
