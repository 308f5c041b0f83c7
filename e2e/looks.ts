import { expect, type Page } from '@playwright/test'

/** Text that is drawn smaller than `least` pixels: what it says and its size. */
export function smallTexts(page: Page, least: number): Promise<readonly string[]> {
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

/** Nothing sticks out sideways. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const { scrollWidth, innerWidth } = await page.evaluate(() => ({
    scrollWidth: document.documentElement.scrollWidth,
    innerWidth: window.innerWidth,
  }))
  expect(scrollWidth, 'the document is as wide as its window').toBeLessThanOrEqual(innerWidth)
}

/** At least 44 px both ways, to a tenth (a browser measures in floats: 43.99998), and on screen as a whole. */
export async function expectFinger(page: Page, name: string): Promise<void> {
  const target = page.getByRole('button', { name, exact: true })
  await expect(target).toBeInViewport({ ratio: 1 })
  const box = await target.boundingBox()
  const smaller = Math.min(box?.width ?? 0, box?.height ?? 0)
  expect(Math.round(smaller * 10) / 10, `the smaller side of ${name}`).toBeGreaterThanOrEqual(44)
}
