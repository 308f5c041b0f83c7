/** What a first visitor's browser loads until the opening can be used. */
import type { Browser } from '@playwright/test'
import { figure, type Figure } from './figures.ts'
import { collectScripts, gzipKilobytes } from './scripts.ts'
import { withPage } from './visit.ts'

/** The graph comes after the slider: a visitor can act once both it and Play can be used. */
export async function measureOpening(browser: Browser, address: string): Promise<readonly Figure[]> {
  return withPage(browser, async (page) => {
    // What is loaded ahead of its use does not count, and is not loaded where data is to be saved.
    await page.addInitScript(() => {
      Object.defineProperty(navigator, 'connection', { value: { saveData: true } })
    })
    const scripts = collectScripts(page)
    await page.goto(address)
    while (!(await page.evaluate(takesGapClick))) await page.evaluate(nextFrame)
    const slider = page.getByRole('slider', { name: 'Event' })
    const start = await slider.getAttribute('aria-valuetext')
    await page.getByRole('button', { name: 'Play', exact: true }).click()
    while ((await slider.getAttribute('aria-valuetext')) === start) await page.evaluate(nextFrame)
    const kilobytes = await gzipKilobytes(scripts)
    const says = 'JavaScript until the opening’s graph takes a click on a gap and Play works, gzip'
    return [figure('openingScripts', says, 'kB', kilobytes, { atMost: 250 })]
  })
}

/** Whether a click in the middle of some gap of the graph reaches it. */
function takesGapClick(): boolean {
  return [...document.querySelectorAll('[aria-label="Workflow graph"] [data-gap]')].some((gap) => {
    const { x, y, width, height } = gap.getBoundingClientRect()
    return width > 0 && gap.contains(document.elementFromPoint(x + width / 2, y + height / 2))
  })
}

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve))
