import { StrictMode, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { catalogue } from '#scenarios/catalogue.ts'
import { App } from './app.tsx'
import { Boundary, Crashed } from './boundary.tsx'
import { loadRuns } from './embedded/load-runs.ts'
import { LoadingFrame } from './features/run/frame/loading-frame.tsx'
import { keepOffline } from './offline/keep-offline.ts'
import { followAddress } from './state/address.ts'
import { PageContext } from './state/page.tsx'
import { drivePlayback } from './state/playback.ts'
import { applyTheme } from './state/preferences.ts'
import { createPageStore } from './state/store.ts'
import { browserMemory } from './store/memory.ts'
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
  const embedded = await loadRuns().finally(() => clearTimeout(waiting))
  const store = createPageStore({ ...catalogue, embedded }, createSimulatorInWorker(), browserMemory)
  drivePlayback(store)
  followAddress(store, window, browserMemory.keepLink)
  draw(
    <PageContext value={store}>
      <App />
    </PageContext>,
  )
}

/** The second window of room mode: `?notes=` and the id of its room. It shows no run of its own. */
async function openNotes(room: string): Promise<void> {
  const { NotesWindow } = await import('./features/room/notes-window.tsx')
  draw(<NotesWindow room={room} />)
}

applyTheme(document.documentElement)
const notesOf = new URLSearchParams(location.search).get('notes')
;(notesOf === null ? open() : openNotes(notesOf)).catch((error: unknown) =>
  draw(<Crashed error={error instanceof Error ? error : new Error(String(error))} />),
)
keepOffline()
