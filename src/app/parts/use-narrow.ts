import { useSyncExternalStore } from 'react'

const query = '(max-width: 699.98px)'

/** Whether the page is as narrow as a phone; the same limit as in the style sheets. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches)
}

function subscribe(listener: () => void): () => void {
  const media = matchMedia(query)
  media.addEventListener('change', listener)
  return () => media.removeEventListener('change', listener)
}
