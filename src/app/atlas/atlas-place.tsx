import type { ReactNode } from 'react'
import { lazyPart } from '../ui/lazy-part.tsx'
import styles from './atlas-place.module.css'

/** Loaded when it is opened. */
const LoadedAtlas = lazyPart({
  name: 'The atlas',
  load: async () => (await import('./atlas.tsx')).Atlas,
  loading: (
    <Note>
      <p>Opening the atlas…</p>
    </Note>
  ),
  around: (sentence) => <Note>{sentence}</Note>,
})

interface AtlasPlaceProps {
  readonly top: ReactNode
  readonly narrow: boolean
}

/** The atlas's place in the page. */
export function AtlasPlace({ top, narrow }: AtlasPlaceProps) {
  return (
    <div className={styles['place']}>
      {top}
      <LoadedAtlas narrow={narrow} />
    </div>
  )
}

function Note({ children }: { readonly children: ReactNode }) {
  return (
    <main className={styles['note']} id="run">
      <h1 className="visually-hidden">The atlas</h1>
      {children}
    </main>
  )
}
