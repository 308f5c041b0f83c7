import { lazy, Suspense, type ReactNode } from 'react'
import styles from './atlas-place.module.css'

/** Loaded when somebody wants it. */
const LoadedAtlas = lazy(async () => {
  try {
    const { Atlas } = await import('./atlas.tsx')
    return { default: Atlas }
  } catch {
    return { default: NotLoaded }
  }
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
      <Suspense fallback={<Note>Opening the atlas…</Note>}>
        <LoadedAtlas narrow={narrow} />
      </Suspense>
    </div>
  )
}

function NotLoaded() {
  return <Note>The atlas could not be loaded. Check your connection and try again.</Note>
}

function Note({ children }: { readonly children: ReactNode }) {
  return (
    <main className={styles['note']} id="run">
      <h1 className={styles['hidden']}>The atlas</h1>
      <p>{children}</p>
    </main>
  )
}
