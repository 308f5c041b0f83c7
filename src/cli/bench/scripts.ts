import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'

/** Scripts that a page loads, as they come: the list grows while the page is open. */
export function collectScripts(page: Pick<Page, 'on'>): readonly Promise<Buffer>[] {
  const scripts: Promise<Buffer>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return
    const body = response.body()
    // A page may be closed while a script is still on its way. Nothing awaits that script, and without a handler its
    // rejection would end the process.
    body.catch(() => undefined)
    scripts.push(body)
  })
  return scripts
}

/** The size of all scripts so far, each compressed as a server would. @throws if one of them did not arrive */
export async function gzipKilobytes(scripts: readonly Promise<Buffer>[]): Promise<number> {
  const bodies = await Promise.all(scripts)
  return bodies.reduce((sum, body) => sum + gzipSync(body).length, 0) / 1000
}
