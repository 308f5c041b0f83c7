import { expect, test, type Page } from '@playwright/test'
import { openRun, seek } from './run-page.ts'

const faulted =
  'implementation=durable&plan=server/commit:reserveInventory%231=crash-after;stripe/webhook:checkout.session.completed%231=drop(tries=all);server/commit:createOrder%231=crash-after'

/** Text that is drawn smaller than `least` pixels: what it says and its size. */
function smallTexts(page: Page, least: number): Promise<readonly string[]> {
  return page.evaluate((pixels) => {
    const found = new Set<string>()
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const element = node.parentElement
      const text = node.textContent?.trim() ?? ''
      if (text === '' || !element?.checkVisibility({ visibilityProperty: true })) continue
      const { width, height } = element.getBoundingClientRect()
      const size = Number.parseFloat(getComputedStyle(element).fontSize)
      if (width > 1 && height > 1 && size < pixels) found.add(`${size}px: ${text.slice(0, 40)}`)
    }
    return [...found]
  }, least)
}

async function expectNoOverflow(page: Page): Promise<void> {
  const { scrollWidth, innerWidth } = await page.evaluate(() => ({
    scrollWidth: document.documentElement.scrollWidth,
    innerWidth: window.innerWidth,
  }))
  expect(scrollWidth, 'the document is as wide as its window').toBeLessThanOrEqual(innerWidth)
}

for (const { what, fields } of [
  { what: 'as it opens', fields: '' },
  { what: 'with three faults', fields: faulted },
]) {
  test(`at 1280 × 800 nothing scrolls but its parts, and no type is under 10 px: ${what}`, async ({
    page,
  }) => {
    const run = await openRun(page, fields)
    for (const tab of ['Event', 'Code', 'Messages', 'SQL', 'Tables']) {
      await page.getByRole('tab', { name: tab, exact: true }).click()
      const heights = await page.evaluate(() => [document.documentElement.scrollHeight, window.innerHeight])
      expect(heights[0], `${tab} stays within the window`).toBeLessThanOrEqual(heights[1] ?? 0)
      await expectNoOverflow(page)
      expect(await smallTexts(page, 10), tab).toEqual([])
    }
    await expect(run.button('Play')).toBeInViewport({ ratio: 1 })
    for (const part of [
      run.graph,
      run.timeline,
      run.question,
      run.button('Crash server'),
      run.button('Drop webhook'),
    ])
      await expect(part).toBeInViewport({ ratio: 1 })
  })

  test(
    `on a phone nothing is cut off, and fingers hit what they aim at: ${what}`,
    { tag: '@phone' },
    async ({ page }) => {
      const run = await openRun(page, fields)
      await expectNoOverflow(page)
      expect(await smallTexts(page, 10)).toEqual([])
      await seek(run, 8)
      for (const name of ['Play', 'Next event', 'Previous event', 'Share', 'Menu', 'Break it', 'Tables'])
        await expectFinger(page, name)
      const gaps = run.graph.getByRole('button', { name: /^Crash here/ })
      for (const gap of await gaps.all()) {
        const box = await gap.boundingBox()
        expect(
          Math.min(box?.width ?? 0, box?.height ?? 0),
          (await gap.getAttribute('aria-label')) ?? '',
        ).toBeGreaterThanOrEqual(44)
      }
      for (const sheet of ['Break it', 'Tables', 'Menu']) {
        await run.button(sheet).tap()
        await expect(page.getByRole('dialog')).toBeVisible()
        await expectNoOverflow(page)
        expect(await smallTexts(page, 10), sheet).toEqual([])
        if (sheet === 'Break it')
          for (const name of ['Crash server', 'Drop webhook']) await expectFinger(page, name)
        await expectFinger(page, 'Close')
        await run.button('Close').tap()
        await expect(page.getByRole('dialog')).toBeHidden()
      }
    },
  )
}

/** At least 44 px both ways, and on screen as a whole. */
async function expectFinger(page: Page, name: string): Promise<void> {
  const target = page.getByRole('button', { name, exact: true })
  await expect(target).toBeInViewport({ ratio: 1 })
  const box = await target.boundingBox()
  expect(Math.min(box?.width ?? 0, box?.height ?? 0), `the smaller side of ${name}`).toBeGreaterThanOrEqual(
    44,
  )
}
