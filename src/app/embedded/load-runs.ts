import type { Run } from '#simulator'
import runsUrl from 'virtual:embedded-runs'

/**
 * The runs that the page opens on: a file beside its code, since parsing them as code would take longer.
 *
 * @throws {Error} with a sentence for the reader, if it does not come or is something else
 */
export async function loadRuns(): Promise<readonly Run[]> {
  try {
    return await readRuns('default')
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  // A host's own page came in its place, and the browser's cache may hold it for as long as the host lets it.
  return readRuns('reload').catch((cause: unknown) => {
    throw cause instanceof SyntaxError
      ? new Error('The runs that this page opens on came damaged. Try again later.', { cause })
      : cause
  })
}

/** @throws {SyntaxError} if the file is not JSON */
async function readRuns(cache: RequestCache): Promise<readonly Run[]> {
  const response = await fetch(runsUrl, { cache }).catch((cause: unknown) => {
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
