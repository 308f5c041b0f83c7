import { expect, test, type Locator, type Page } from './test.ts'
import { expectNoViolations } from './axe.ts'
import { expectNoOverflow, smallTexts } from './looks.ts'
import { cursorOf, expectAt, openComparison, openRun, seek, type RunPage } from './run-page.ts'

const reserved = 'plan=server/commit:reserveInventory%231=crash-after'
const broken = `implementation=naive&${reserved}`
const twice = `implementation=at-least-once&${reserved}`

/** Moves the page's clock on by longer than what explains a run is waited with, and lets the page draw. */
async function letTimePass(page: Page): Promise<void> {
  await page.clock.fastForward(1_500)
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  )
}

/** Why as it is drawn over the time strip, and as it is told. */
function chainOn({ page, timeline }: RunPage) {
  const why = page.getByRole('region', { name: 'Why', exact: true })
  const drawn = timeline.locator('[data-chain]')
  return {
    why,
    drawn,
    marks: drawn.locator('[data-event]'),
    pointed: drawn.locator('[data-look="pointed"]'),
    parting: drawn.locator('[data-parting]'),
    /** Events of the links, as the words have them. */
    told: async () => {
      await expect(why).toBeVisible()
      return (await why.getByRole('button', { name: /^Event \d+$/ }).allTextContents()).map(Number)
    },
  }
}

/** Events at which something is drawn. */
async function eventsOf(marks: Locator): Promise<readonly number[]> {
  const events = await marks.evaluateAll((all) => all.map((mark) => Number(mark.getAttribute('data-event'))))
  return events.toSorted((one, other) => one - other)
}

test('a violation is drawn from event to event, as Why tells it, and lies still until it is looked at', async ({
  page,
}) => {
  const run = await openRun(page, twice)
  const { why, drawn, marks, pointed, told } = chainOn(run)
  await expect(drawn).toHaveAttribute('data-chain', 'faint')
  expect(await eventsOf(marks)).toEqual(await told())
  await expect(drawn.locator('text')).toHaveCount(0)

  await why.getByRole('heading', { name: 'Why' }).hover()
  await expect(drawn).toHaveAttribute('data-chain', 'strong')
  expect((await drawn.locator('[data-event] text').allTextContents()).map(Number)).toEqual(await told())
  await expect(pointed).toHaveCount(0)

  const crash = why.getByRole('listitem').filter({ hasText: 'Server A dies' })
  await crash.hover()
  await expect(pointed).toHaveText((await crash.getByRole('button').textContent()) ?? '')
  await crash.getByRole('button').click()
  await expectAt(run, /Server A dies/)

  await run.timeline.hover()
  await page.getByRole('heading', { level: 1 }).click()
  await expect(drawn).toHaveAttribute('data-chain', 'faint')
})

test('a mark that is out of sight comes into it when its link is pointed at', async ({ page }) => {
  await page.setViewportSize({ width: 1000, height: 800 })
  const run = await openRun(page, twice)
  const { why, marks } = chainOn(run)
  await expect(why).toBeVisible()
  await expect(marks.first()).not.toBeInViewport()
  await why.getByRole('listitem').first().hover()
  await expect(marks.first()).toBeInViewport()
  await page.getByRole('heading', { level: 1 }).hover()
  await expect(marks.first()).not.toBeInViewport()
})

test('at the violation it is drawn in full', async ({ page }) => {
  const run = await openRun(page, twice)
  const { drawn, told } = chainOn(run)
  await expect(drawn).toHaveAttribute('data-chain', 'faint')
  await seek(run, (await told()).at(-1) ?? 0)
  await expectAt(run, /Violated: /)
  await expect(drawn).toHaveAttribute('data-chain', 'strong')
  await seek(run, 5)
  await expect(drawn).toHaveAttribute('data-chain', 'faint')
})

test('each violation has its own why: choosing another draws another', async ({ page }) => {
  const run = await openRun(page, broken)
  const { why, marks, told } = chainOn(run)
  const choose = (id: string) => run.button(`Why ${id}`)
  await expect(why.locator('code').first()).toHaveText('S5')
  await expect(choose('S5')).toHaveAttribute('aria-pressed', 'true')
  const before = await eventsOf(marks)

  await choose('L1').focus()
  await page.keyboard.press('Enter')
  await expect(why).toBeFocused()
  await expect(why.locator('code').first()).toHaveText('L1')
  await expect(why.getByRole('listitem').last()).toContainText('ord_1 is stuck as PENDING.')
  await expect(choose('L1')).toHaveAttribute('aria-pressed', 'true')
  await expect(choose('S5')).toHaveAttribute('aria-pressed', 'false')
  const after = await eventsOf(marks)
  expect(after).not.toEqual(before)
  expect(after).toEqual(await told())
  // Another run begins with its gravest.
  await run.button('Crash server').click()
  await expect(why.locator('code').first()).not.toHaveText('L1')
})

test('by keyboard: each link lights up its mark, and Enter goes there', async ({ page }) => {
  const run = await openRun(page, twice)
  const { why, drawn, pointed, told } = chainOn(run)
  const events = await told()
  await why.getByRole('button', { name: `Event ${events[0]}`, exact: true }).focus()
  for (const event of events) {
    await expect(pointed).toHaveText(String(event))
    await page.keyboard.press('Enter')
    expect(await cursorOf(run)).toBe(event)
    await page.keyboard.press('Tab')
  }
  await seek(run, 5)
  await run.slider.focus()
  await expect(drawn).toHaveAttribute('data-chain', 'faint')
})

test('the list of events says which are links of why, and where the run parts', async ({ page }) => {
  const run = await openRun(page, `${broken}&seed=3`)
  const { why, parting, told } = chainOn(run)
  await expect(why).toContainText('Same as the run without the fault up to event')
  const [, crash = 0] = await told()
  await expect(parting).toBeVisible()
  await run.timeline.getByText('Events as a list').focus()
  await page.keyboard.press('Enter')
  await expect(
    run.timeline.getByRole('button', {
      name: `${crash} Server A dies and stays down for 30 s, reason 2 of why`,
    }),
  ).toBeVisible()
  await expect(run.timeline.getByText('from here on it differs from the run without the fault')).toHaveCount(
    1,
  )
})

test('a link that asks first draws nothing of it, and then all', async ({ page }) => {
  await page.clock.install()
  const run = await openRun(page, `${broken}&ask=1`)
  const { drawn } = chainOn(run)
  await run.timeline.getByText('Events as a list').focus()
  await page.keyboard.press('Enter')
  await expect(run.timeline.getByRole('listitem').first()).toBeVisible()
  await letTimePass(page)
  await expect(drawn).toBeHidden()
  await expect(run.timeline.getByText('of why')).toHaveCount(0)
  await run.button('Show the answer').click()
  await expect(drawn).toBeVisible()
  await expect(run.timeline.getByText('of why').first()).toBeVisible()
})

test('nothing is drawn where all holds', async ({ page }) => {
  const run = await openRun(page, `implementation=durable&${reserved}`)
  const { why, drawn } = chainOn(run)
  await expect(why).toContainText('finds checkpoint 1')
  await expect(drawn).toBeHidden()
})

test('an embedding draws it too', async ({ page }) => {
  const run = await openRun(page, `${broken}&embed=1`)
  await expect(chainOn(run).drawn).toBeVisible()
})

test('side by side each unfolded lane has its own, from where its rule is broken on', async ({ page }) => {
  const run = await openComparison(page)
  const drawn = run.timeline.locator('[data-chain]')
  await run.button('Time strip of At least once').click()
  await run.button('Time strip of Durable').click()
  await run.slider.focus()
  await page.keyboard.press('Home')
  await expect(run.timeline.locator('[data-sign="crash"]')).toHaveCount(2)
  await expect(drawn).toHaveCount(0)
  const found = page.getByRole('group', { name: 'Narration' }).getByText('At least once: Violated: ')
  await page.getByRole('combobox', { name: 'Speed' }).selectOption({ label: '4×' })
  await run.button('Play').click()
  await expect(found).toBeVisible()
  await expect(run.timeline.locator('[data-chain="plain"]')).toHaveCount(1)

  await page.clock.install()
  await openComparison(page, `${broken}&ask=1`)
  await run.button('Time strip of At least once').click()
  await letTimePass(page)
  await expect(drawn).toHaveCount(0)
})

test('axe finds nothing while it is drawn in full', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const run = await openRun(page, twice)
  const { why, drawn } = chainOn(run)
  await expect(why).toBeVisible()
  await run.button('Why S8').click()
  await expect(drawn).toHaveAttribute('data-chain', 'strong')
  await expectNoViolations(page)
  await seek(run, 20)
  await why.getByRole('listitem').first().hover()
  await expectNoViolations(page)
  expect(await smallTexts(page, 10)).toEqual([])
})

test('on a phone a tap on a link lights it up', { tag: '@phone' }, async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const run = await openRun(page, twice)
  const { why, drawn, pointed, told } = chainOn(run)
  const [first] = await told()
  await expect(drawn).toHaveAttribute('data-chain', 'faint')
  await why.getByRole('button', { name: `Event ${first}`, exact: true }).tap()
  await expect(pointed).toHaveText(String(first))
  await expectNoOverflow(page)
  await expectNoViolations(page)
})
