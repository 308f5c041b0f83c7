import { usePage, usePageStore } from '../state/page.tsx'
import styles from './no-first-run.module.css'

/** What stands in place of a run that a link asked for and that did not come: no other run is shown instead. */
export function NoFirstRun({ sentence }: { readonly sentence: string }) {
  const store = usePageStore()
  const isHopeless = usePage((page) => page.simulator.kind === 'unavailable')
  const isEmbedded = usePage((page) => page.embed)
  return (
    <>
      <p role="alert">{sentence}</p>
      <p className={styles['ways']}>
        {!isHopeless && (
          <button type="button" className={styles['again']} onClick={() => store.getState().tryAgain()}>
            Try again
          </button>
        )}
        {/* Whose page this is embedded in means this run. */}
        {!isEmbedded && <a href={location.pathname}>Open the page’s own example</a>}
      </p>
    </>
  )
}
