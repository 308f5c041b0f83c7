import { expect, test, type Locator, type Page } from './test.ts'
import { expectNoViolations } from './axe.ts'
import { cursorOf, eventCount, expectAt, expectFaults, openRun, seek, openDetails } from './run-page.ts'

test.beforeEach(async ({ page }) => {
  // axe reads colours, so it must not look while they move.
  await page.emulateMedia({ reducedMotion: 'reduce' })
})

test('axe finds nothing on a desk', async ({ page }) => {
  const run = await openRun(page)
  await expectNoViolations(page)
  for (const tab of ['Event', 'Code', 'Messages', 'SQL']) {
    await openDetails({ page }, tab)
    await expectNoViolations(page)
  }
  await run.button('Help').click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectNoViolations(page)
  await page.keyboard.press('Escape')
  await run.button('Share').click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectNoViolations(page)
  await page.keyboard.press('Escape')
  await seek(run, 9)
  await run.button('Lose webhook once').click()
  await expectFaults(run, 2)
  await expectNoViolations(page)
  await run.button('More').click()
  await expect(page.getByRole('menu')).toBeVisible()
  await expectNoViolations(page)
  await page.keyboard.press('Escape')
  await expect(run.button('More')).toBeFocused()
  await run.faults.getByRole('button', { name: /Change / }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectNoViolations(page)
  await page.keyboard.press('Escape')
  await run.lane('Durable').click()
  await expect(run.lane('Durable')).toHaveAttribute('aria-selected', 'true')
  await expectNoViolations(page)
})

test('words that are too pale in one kind of colours are found, whichever the page has', async ({ page }) => {
  await openRun(page)
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('@media (prefers-color-scheme: dark) { h1 { color: #444 !important } }')
    document.adoptedStyleSheets.push(sheet)
  })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await expect(expectNoViolations(page)).rejects.toThrow('axe found violations, dark')
  }
})

test('axe finds nothing on a phone', { tag: '@phone' }, async ({ page }) => {
  const run = await openRun(page)
  await expectNoViolations(page)
  for (const sheet of ['Tables', 'Break it', 'Menu', 'Share']) {
    await run.button(sheet).tap()
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectNoViolations(page)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
  }
  await seek(run, 9)
  await expectNoViolations(page)
})

test('axe finds nothing where a link could not be read, in an embedding, and while an answer is hidden', async ({
  page,
}) => {
  await openRun(page, 'stock=lots')
  await expectNoViolations(page)
  await openRun(page, 'implementation=naive&plan=server/commit:reserveInventory%231=crash-after&embed=1')
  await expectNoViolations(page)
  await openRun(page, 'implementation=naive&plan=server/commit:reserveInventory%231=crash-after&ask=1')
  await expectNoViolations(page)
})

test('the accessibility tree has the agreed names', async ({ page }) => {
  const run = await openRun(page)
  await seek(run, 10)
  await expect(page.getByRole('group', { name: 'Transport' })).toMatchAriaSnapshot(`
    - group "Transport":
      - slider "Event"
      - button "First event"
      - button "Previous event"
      - button "Play"
      - button "Next event"
      - button "Last event"
  `)
  await expect(run.slider).toHaveAttribute(
    'aria-valuetext',
    /^Event 10 of \d+ — Fault: a crash right after the commit of reserveInventory$/,
  )
  await expect(page.getByRole('banner')).toMatchAriaSnapshot(`
    - banner:
      - tablist "Implementation":
        - tab /Naive/ [selected]
        - tab /Durable/
  `)
  await openDetails(run, 'Tables')
  await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - heading "Server A dies right after reserving a mug for Alice. Is it reserved twice?" [level=1]
    - group "Faults":
      - button "Reset"
    - group "Break it here":
      - button "Crash server"
      - button "Freeze server"
      - button "Lose webhook once"
      - button "Lose webhook for good"
      - button "Stripe"
      - button "Postgres"
      - button "More"
    - region "Workflow graph"
    - group "Transport"
    - slider "Event"
    - region "Details":
      - tablist "Details":
        - tab "Tables" [selected]
        - tab "Event"
        - tab "Code"
        - tab "Messages"
        - tab "SQL"
      - tabpanel "Tables":
        - region "Tables"
  `)
  await expect(run.graph).toMatchAriaSnapshot(`
    - region "Workflow graph":
      - 'group "Graph: arrow keys pan, plus and minus zoom, 0 shows all"':
        - list "Steps":
          - listitem:
            - heading "POST /checkout" [level=2]
          - listitem:
            - button /^createOrder/
            - button /^Crash here, after the begin of createOrder/
          - listitem:
            - heading "POST /webhook" [level=2]
        - button "Following" [pressed]
        - button "Zoom out"
        - button "Zoom in"
        - button "Fit"
  `)
  await expect(page.getByRole('complementary')).toMatchAriaSnapshot(`
    - region "Verdict":
      - paragraph: Yes. Two mugs taken for one payment.
      - button "The same crash, durable"
      - region "Why"
      - region "Protections"
      - region "Receipts"
      - region "What Alice saw"
      - list "Violated invariants"
  `)
  await expect(run.button('Share')).toBeVisible()
})

test('a screen reader hears each event when stepping, and only what matters while playing', async ({
  page,
}) => {
  const run = await openRun(
    page,
    'implementation=naive&plan=server/commit:reserveInventory%231=crash-after&cursor=start',
  )
  const heard = page.getByRole('status', { name: 'Events' })
  await page.keyboard.press('ArrowRight')
  await expect(heard).toHaveText(/^Event 1 of \d+: Alice sends the shop a checkout request$/)
  await page.keyboard.press('ArrowRight')
  await expect(heard).toHaveText(/^Event 2 of \d+: A gets a checkout request/)

  await seek(run, 8)
  await page.keyboard.press('Space')
  await expect(run.button('Pause')).toBeVisible()
  await expect(heard).toHaveText(/^Event 11 of \d+: Server A dies/)
})

test('the whole page by keyboard alone, and the focus is never lost', async ({ page }) => {
  const run = await openRun(page)
  const focusIsSomewhere = () => page.evaluate(() => document.activeElement !== document.body)

  await page.keyboard.press('Home')
  await expectAt(run, /^Event 0 /)
  await page.keyboard.press('ArrowRight')
  await expectAt(run, /^Event 1 /)
  await page.keyboard.press('Shift+ArrowRight')
  await expectAt(run, /A commits the order/)
  await page.keyboard.press('PageUp')
  await page.keyboard.press('End')
  expect(await cursorOf(run)).toBe(await eventCount(run))

  // Tab comes to everything that acts, and goes round.
  const names = new Set<string>()
  for (let presses = 0; presses < 90; presses += 1) {
    await page.keyboard.press('Tab')
    names.add(await nameOfFocused(page))
  }
  for (const name of ['Help', 'Share', 'Reset', 'Event', 'Play', 'Crash server', 'Lose webhook once'])
    expect(
      [...names].some((found) => found.startsWith(name)),
      `Tab comes to ${name}: ${[...names].join(' | ')}`,
    ).toBe(true)

  for (const [key, opener] of [
    ['?', 'Help'],
    ['s', 'Share'],
  ] as const) {
    await run.button(opener).focus()
    await page.keyboard.press(key)
    await expect(page.getByRole('dialog')).toBeVisible()
    await page.keyboard.press('Tab')
    expect(
      await page.evaluate(() => document.querySelector('[role="dialog"]')?.contains(document.activeElement)),
    ).toBe(true)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect(run.button(opener)).toBeFocused()
  }

  await seek(run, (await eventCount(run)) - 1)
  await run.button('Next event').focus()
  await page.keyboard.press('Enter')
  await expect(run.button('Next event')).toBeDisabled()
  expect(await focusIsSomewhere(), 'the focus stays on a button that can do nothing more').toBe(true)

  await run.button('Reset').focus()
  await page.keyboard.press('Enter')
  await expectFaults(run, 0)
  expect(await focusIsSomewhere()).toBe(true)
  await page.keyboard.press('4')
  await expect(run.lane('Durable')).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('c')
  await expectFaults(run, 1)
  const remove = run.faults.getByRole('button', { name: /^Remove: / })
  await remove.focus()
  await page.keyboard.press('Enter')
  await expectFaults(run, 0)
  expect(await focusIsSomewhere(), 'the focus does not fall off the page with the chip').toBe(true)
})

test('letter keys can be switched off, and are ignored in fields', async ({ page }) => {
  const run = await openRun(page)
  await page.getByRole('button', { name: /^Setup/ }).click()
  await page.getByRole('textbox', { name: 'Seed' }).press('r')
  await page.keyboard.press('Escape')
  await expectFaults(run, 1)
  await run.button('Help').click()
  await page.getByRole('switch', { name: 'Use single letters and digits as keys' }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.keyboard.press('r')
  await expectFaults(run, 1)
  await page.keyboard.press('ArrowLeft')
  expect(await cursorOf(run)).toBe((await eventCount(run)) - 1)
})

test('with reduced motion it plays by steps, and nothing moves in between', async ({ page }) => {
  const run = await openRun(page)
  await seek(run, 4)
  await run.button('Play').click()
  for (let seen = 0; seen < 8; seen += 1) {
    const at = await cursorOf(run)
    await expect.poll(() => cursorOf(run)).toBeGreaterThan(at)
    expect(await runningAnimations(page)).toEqual([])
  }
  await run.button('Pause').click()
  await run.button('The same crash, durable').click()
  await expect(run.lane('Durable')).toHaveAttribute('aria-selected', 'true')
  await expect(run.button('Play'), 'nothing starts by itself').toBeVisible()
})

function nameOfFocused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement
    return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? ''
  })
}

function runningAnimations(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    document
      .getAnimations()
      .filter(
        ({ playState, effect }) =>
          playState === 'running' && Number(effect?.getComputedTiming().duration) > 20,
      )
      .map(({ effect }) =>
        effect instanceof KeyframeEffect ? (effect.target?.className.toString() ?? '') : '',
      ),
  )
}

test('another view keeps the keyboard at the run, whatever key or button leads to it', async ({ page }) => {
  const run = await openRun(page, 'implementation=naive&plan=server/commit:reserveInventory%231=crash-after')
  const main = page.getByRole('main')
  await run.graph.getByRole('button', { name: /^Crash here, after the commit of saveSession/ }).focus()
  await page.keyboard.press('v')
  await expect(run.button('Time strip of Naive')).toBeVisible()
  await expect(main).toBeFocused()
  await run.button('Time strip of Naive').focus()
  await page.keyboard.press('4')
  await expect(run.lane('Durable')).toHaveAttribute('aria-selected', 'true')
  await expect(main).toBeFocused()
  await run.button('Compare').click()
  await expect(run.button('Time strip of Naive')).toBeVisible()
  await expect(main).toBeFocused()
})

test('with forced colours it is told which view, lane and protection are chosen, and cuts are drawn', async ({
  page,
}) => {
  await page.emulateMedia({ forcedColors: 'active', colorScheme: 'light', reducedMotion: 'reduce' })
  const run = await openRun(page, 'implementation=naive&plan=server/commit:reserveInventory%231=crash-after')
  const background = (part: Locator, pseudo?: string) =>
    part.evaluate((element, which) => getComputedStyle(element, which).backgroundColor, pseudo)
  expect(await background(run.button('Focus'))).not.toBe(await background(run.button('Compare')))
  expect(await background(run.lane('Naive'))).not.toBe(await background(run.lane('Durable')))
  const paper = await background(page.locator('html'))
  const cut = run.graph.locator('[class*="death"]')
  expect(await background(cut, '::before')).not.toBe(paper)
  await run.button('Compare').click()
  const line = run.timeline.locator('[data-lane="naive"] [data-cut]')
  expect(await background(line, '::before')).not.toBe(paper)
})
