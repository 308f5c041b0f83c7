/**
 * Playwright's `test`, in a browser that can be made slower: the soak sets CPU_THROTTLING_RATE, so that a test which
 * is in time on a quick machine only is found on it.
 */
import { test as base, type Page } from '@playwright/test'

export * from '@playwright/test'

/** How many times slower Chromium runs the scripts of a page; its workers run as fast as ever. */
const cpuRate = Number(process.env['CPU_THROTTLING_RATE'] ?? 1)

export const test = base.extend({
  context: async ({ context }, provide) => {
    if (cpuRate > 1) context.on('page', (page) => void slowDown(page))
    await provide(context)
  },
})

/** The tags of a test that differs from others by a parameter only, and is left to `npm test -- --whole`. */
export function unlessSampled(isSampled: boolean): { readonly tag: string[] } {
  return { tag: isSampled ? [] : ['@whole'] }
}

async function slowDown(page: Page): Promise<void> {
  try {
    const session = await page.context().newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: cpuRate })
  } catch (error) {
    // A page that is closed at once need not be slow.
    if (!page.isClosed()) throw error
  }
}
