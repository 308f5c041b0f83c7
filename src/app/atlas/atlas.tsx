import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import atlasUrl from 'virtual:embedded-atlas'
import { formatLook, parseLook, type Look } from '../state/look.ts'
import { usePage, usePageStore } from '../state/page.tsx'
import type { PageStore } from '../state/store.ts'
import { openExplorers, usualWorkers } from '../worker/explorers.ts'
import type { AtlasView } from './atlas-view.ts'
import { Desk } from './desk.tsx'
import { keep, own, readKept } from './kept.ts'
import { PhoneList } from './phone-list.tsx'
import { pictureOf } from './picture.ts'
import { basesOf, createSession, type SessionStore } from './session.ts'

interface AtlasProps {
  readonly narrow: boolean
}

/** Every fault of every implementation, tried. */
export function Atlas({ narrow }: AtlasProps) {
  const session = useSession()
  const view = useAtlas(session)
  useEffect(() => session.getState().open(), [session])
  return narrow ? <PhoneList {...view} /> : <Desk {...view} />
}

function useAtlas(store: SessionStore): AtlasView {
  const pageStore = usePageStore()
  const catalogue = usePage((page) => page.catalogue)
  const text = usePage((page) => page.atlas)
  const session = useStore(store)
  const { known, usualCustomers } = session
  const look = useMemo(
    () =>
      parseLook(
        text,
        catalogue.invariants.map(({ id }) => id),
      ).look,
    [text, catalogue],
  )
  const customers = useMemo(
    () => (look.customers === 'usual' ? usualCustomers : catalogue.customers.map(({ name }) => name)),
    [look.customers, usualCustomers, catalogue],
  )
  const bases = useMemo(() => basesOf(catalogue, customers), [catalogue, customers])
  const picture = useMemo(() => pictureOf({ catalogue, known, bases, look }), [catalogue, known, bases, look])
  const onLook = (change: Partial<Look>) => pageStore.getState().browse(formatLook({ ...look, ...change }))
  return { session, look, onLook, customers, picture }
}

/** One for the page, however often the view comes and goes. */
const sessions = new WeakMap<PageStore, SessionStore>()

function useSession(): SessionStore {
  const page = usePageStore()
  const known = sessions.get(page)
  if (known !== undefined) return known
  const session = createSession({
    catalogue: page.getState().catalogue,
    loadAtlas,
    openExplorers: (onProgress) =>
      openExplorers(
        usualWorkers(navigator.hardwareConcurrency, matchMedia('(max-width: 699.98px)').matches),
        onProgress,
      ),
    storage: { own, read: readKept, keep },
  })
  sessions.set(page, session)
  // Whoever plays a run, or waits for one, has the machine for himself.
  page.subscribe(({ playing, wanted, shown, failure, run, view }) =>
    session
      .getState()
      .hold(playing || (wanted !== shown && failure === null) || (run === null && view !== 'atlas')),
  )
  return session
}

async function loadAtlas(): Promise<unknown> {
  const response = await fetch(atlasUrl).catch((cause: unknown) => {
    throw new Error('The atlas could not be loaded. Check your connection and try again.', { cause })
  })
  if (!response.ok) throw new Error(`The atlas could not be loaded: the server answered ${response.status}.`)
  return response.json()
}
