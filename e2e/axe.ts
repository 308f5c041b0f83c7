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

/** All that a change of colours can break. */
const rulesOfColour = ['color-contrast', 'link-in-text-block']

/**
 * Expects that axe finds nothing wrong with the page as it is now: all of its rules in the colours that it has, light or
 * dark, and those of colour in the others.
 *
 * The page's Content-Security-Policy would block axe as a script element; evaluated by the browser's own
 * debugger it isn't subject to it.
 *
 * @param within a selector: only that part, where the rest is looked at elsewhere
 * @example
 *   await page.getByRole('button', { name: 'Share' }).click()
 *   await expectNoViolations(page)
 */
export async function expectNoViolations(page: Page, within: string | null = null): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
  const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
  const [here, other] = isDark ? (['dark', 'light'] as const) : (['light', 'dark'] as const)
  await restColours(page)
  // First of all: what the page shows may be about to pass.
  expect(await violationsIn(page, { within, only: null }), `axe found violations, ${here}`).toEqual([])
  await page.emulateMedia({ colorScheme: other })
  await restColours(page)
  expect(await violationsIn(page, { within, only: rulesOfColour }), `axe found violations, ${other}`).toEqual(
    [],
  )
  await page.emulateMedia({ colorScheme: here })
}

/** axe reads colours, so it must not look while they move. */
async function restColours(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const transitions = document.getAnimations().filter((each) => each instanceof CSSTransition)
    await Promise.allSettled(transitions.map(({ finished }) => finished))
  })
}

interface Extent {
  /** A selector; null: the whole page. */
  readonly within: string | null
  /** Rules; null: all of them. */
  readonly only: readonly string[] | null
}

async function violationsIn(page: Page, extent: Extent): Promise<readonly Violation[]> {
  return page.evaluate(
    async ({ ofMenus, only, within }): Promise<Violation[]> => {
      const { axe: injected } = globalThis as unknown as { axe: typeof axe }
      const isMenuOpen = document.querySelector('[role="menu"]') !== null
      const results = await injected.run(within ?? document, {
        ...(only
          ? { runOnly: [...only] }
          : { rules: Object.fromEntries(ofMenus.map((rule) => [rule, { enabled: !isMenuOpen }])) }),
        resultTypes: ['violations'],
      })
      return results.violations.map(({ id, help, nodes }) => ({
        rule: id,
        help,
        elements: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary ?? ''}`),
      }))
    },
    { ofMenus: rulesAgainstMenus, ...extent },
  )
}
