import type { Run } from '#simulator'
import runsUrl from 'virtual:embedded-runs'

/**
 * The runs that the page opens on: a file beside its code, since parsing them as code would take longer.
 *
 * @throws {Error} where it does not come.
 */
export async function loadRuns(): Promise<readonly Run[]> {
  const response = await fetch(runsUrl).catch((cause: unknown) => {
    throw new Error(
      'The runs that this page opens on could not be loaded. Check your connection and try again.',
      { cause },
    )
  })
  if (!response.ok)
    throw new Error(
      `The runs that this page opens on could not be loaded: the server answered ${response.status}.`,
    )
  // Of the same build as what reads it.
  return (await response.json()) as readonly Run[]
}
