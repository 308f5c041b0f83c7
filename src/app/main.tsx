import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { catalogue } from '#scenarios/catalogue.ts'
import embedded from 'virtual:embedded-runs'
import { App } from './app.tsx'
import { Boundary } from './boundary.tsx'
import { keepOffline } from './offline/keep-offline.ts'
import { followAddress } from './state/address.ts'
import { PageContext } from './state/page.tsx'
import { drivePlayback } from './state/playback.ts'
import { applyTheme } from './state/preferences.ts'
import { createPageStore } from './state/store.ts'
import { createSimulatorInWorker } from './worker/simulator.ts'
import './styles/fonts.css'
import './styles/tokens.css'
import './styles/base.css'

const store = createPageStore({ ...catalogue, embedded }, createSimulatorInWorker())
applyTheme(document.documentElement)
drivePlayback(store)
followAddress(store, window)
keepOffline()

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no place to be drawn in')
createRoot(root).render(
  <StrictMode>
    <Boundary>
      <PageContext value={store}>
        <App />
      </PageContext>
    </Boundary>
  </StrictMode>,
)
