import { expect, test } from './test.ts'
import { expectFinger, expectNoOverflow, smallTexts } from './looks.ts'
import { openComparison, openDetails, openRun, seek } from './run-page.ts'

const faulted =
  'implementation=durable&plan=server/commit:reserveInventory%231=crash-after;stripe/webhook:checkout.session.completed%231=drop(tries=all);server/commit:createOrder%231=crash-after'

for (const { what, fields } of [
  { what: 'the run that it opens on', fields: undefined },
  { what: 'with three faults', fields: faulted },
]) {
  test(`at 1280 × 800 nothing scrolls but its parts, and no type is under 10 px: ${what}`, async ({
    page,
  }) => {
    const run = await openRun(page, fields)
    for (const tab of ['Event', 'Code', 'Messages', 'SQL', 'Tables']) {
      await openDetails(run, tab)
      const heights = await page.evaluate(() => [document.documentElement.scrollHeight, window.innerHeight])
      expect(heights[0], `${tab} stays within the window`).toBeLessThanOrEqual(heights[1] ?? 0)
      await expectNoOverflow(page)
      expect(await smallTexts(page, 10), tab).toEqual([])
    }
    await run.button('Close details').click()
    await expect(run.button('Play')).toBeInViewport({ ratio: 1 })
    for (const part of [run.graph, run.timeline, run.question])
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
          for (const name of ['Crash server', 'Lose webhook once']) await expectFinger(page, name)
        await expectFinger(page, 'Close')
        await run.button('Close').tap()
        await expect(page.getByRole('dialog')).toBeHidden()
      }
    },
  )
}

for (const [width, height] of [
  [1000, 700],
  [820, 1180],
  [844, 390],
  [320, 640],
] as const) {
  test(`at ${width} × ${height} no word is broken and nothing sticks out`, async ({ page }) => {
    await page.setViewportSize({ width, height })
    for (const open of [openComparison, openRun]) {
      const run = await open(page)
      await expectNoOverflow(page)
      expect(await smallTexts(page, 10)).toEqual([])
      for (const name of ['Share', 'Play']) await expect(run.button(name)).toBeInViewport({ ratio: 1 })
      const brand = await page.getByRole('link', { name: /^Crashcart/ }).boundingBox()
      expect(brand?.height, 'the name on one line').toBeLessThan(32)
    }
  })
}
