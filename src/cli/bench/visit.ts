/** Pages that nobody has visited before, for the bench. */
import type { Browser, Page } from '@playwright/test'

/** Opens a page in a new browser context, with an empty cache, and closes it again. */
export async function withPage<T>(browser: Browser, visit: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  try {
    return await visit(await context.newPage())
  } finally {
    await context.close()
  }
}

/**
 * Milliseconds until a mark of the page's own clock, from the start of the navigation.
 *
 * @param mark `first-run` is set here, when there is a slider
 */
export async function openingMs(page: Page, address: string, mark = 'first-run'): Promise<number> {
  await page.addInitScript(() => {
    const look = (): void => {
      if (document.querySelector('[aria-label="Event"]') === null) requestAnimationFrame(look)
      else performance.mark('first-run')
    }
    look()
  })
  await page.goto(address)
  const handle = await page.waitForFunction(
    (name) => performance.getEntriesByName(name)[0]?.startTime,
    mark,
    { timeout: 60_000 },
  )
  return (await handle.jsonValue()) ?? Number.NaN
}
