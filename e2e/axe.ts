import axe from 'axe-core'
import { expect, type Page } from '@playwright/test'

/** One rule that the page breaks, with the elements that break it. */
interface Violation {
  readonly rule: string
  readonly help: string
  readonly elements: readonly string[]
}

/**
 * Base UI hangs an open menu at the end of the body, outside of all landmarks, with hidden guards before and behind
 * it that hand the focus on at once. Dialogs, which it builds in the same way, axe allows to do so.
 */
const rulesAgainstMenus = ['region', 'aria-hidden-focus']

/**
 * Expects that axe finds nothing wrong with the page as it is now, in light colours and in dark ones: all of its rules, in
 * this state.
 *
 * The page's Content-Security-Policy would block axe as a script element; evaluated by the browser's own
 * debugger it isn't subject to it.
 *
 * @example
 *   await page.getByRole('button', { name: 'Share' }).click()
 *   await expectNoViolations(page)
 */
export async function expectNoViolations(page: Page): Promise<void> {
  await page.evaluate(axe.source)
  const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
  const [here, other] = isDark ? (['dark', 'light'] as const) : (['light', 'dark'] as const)
  // The present one first: what the page shows may be about to pass.
  for (const colorScheme of [here, other]) {
    await page.emulateMedia({ colorScheme })
    await restColours(page)
    expect(await violationsIn(page), `axe found violations, ${colorScheme}`).toEqual([])
  }
  await page.emulateMedia({ colorScheme: here })
}

/** axe reads colours, so it must not look while they move. */
async function restColours(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const transitions = document.getAnimations().filter((each) => each instanceof CSSTransition)
    await Promise.allSettled(transitions.map(({ finished }) => finished))
  })
}

async function violationsIn(page: Page): Promise<readonly Violation[]> {
  return page.evaluate(async (ofMenus): Promise<Violation[]> => {
    const { axe: injected } = globalThis as unknown as { axe: typeof axe }
    const isMenuOpen = document.querySelector('[role="menu"]') !== null
    const rules = Object.fromEntries(ofMenus.map((rule) => [rule, { enabled: !isMenuOpen }]))
    const results = await injected.run(document, { rules })
    return results.violations.map(({ id, help, nodes }) => ({
      rule: id,
      help,
      elements: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary ?? ''}`),
    }))
  }, rulesAgainstMenus)
}
