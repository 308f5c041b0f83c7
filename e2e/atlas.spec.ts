import { expect, test, type Page } from './test.ts'
import { expectNoViolations } from './axe.ts'
import { expectFinger, expectNoOverflow, smallTexts } from './looks.ts'
import { runOn } from './run-page.ts'

/** What the build has tried is there at once; cells are found by where they stand. */
async function openAtlas(page: Page, look = '') {
  await page.goto(`./#view=atlas${look === '' ? '' : `&atlas=${look}`}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Which single fault/)
  const grid = page.getByRole('grid')
  await expect(grid.getByRole('gridcell', { name: /^violated/ }).first()).toBeVisible()
  return { grid, card: page.getByRole('region', { name: 'Selected cell' }), ...progressOf(page) }
}

/** A sweep starts a Postgres in each of its workers, and then tries some twenty schedules. */
const sweeping = { timeout: 240_000 }

function progressOf(page: Page) {
  const sweep = page.getByRole('region', { name: 'Sweep' })
  return {
    sweep,
    /** How many schedules have been tried, as the page says it. */
    tried: async () => {
      const text = (await page.getByText(/^[\d,]+ schedules(, .* not tried)?$/).textContent()) ?? ''
      return Number(/^[\d,]+/.exec(text)?.[0].replaceAll(',', ''))
    },
  }
}

/** A cell by its row's words, and which of those that are alike. */
function cellIn(page: Page, step: string, fault: string, column: number) {
  const group = page.locator('tbody', { has: page.getByRole('rowheader', { name: step, exact: true }) })
  const row = group.locator('tr', { has: page.getByRole('rowheader', { name: fault, exact: true }) })
  return row.getByRole('gridcell').nth(column)
}

/** In the order of the columns: three customers each of naive, state machine, at least once twice, durable. */
const atLeastOncePays = 6

test('requests that overlap have a kind of their own, tried with every customer when the page was built', async ({
  page,
}) => {
  const { card } = await openAtlas(page)
  await page.getByRole('combobox', { name: /^Kind/ }).click()
  await page.getByRole('option', { name: 'Order of requests' }).click()
  await expect(page).toHaveURL(/customers:all/)
  await expect(page.getByRole('gridcell', { name: /^not tried yet/ })).toHaveCount(0)
  const cells = page
    .locator('tbody', { has: page.getByRole('rowheader', { name: 'reserveInventory', exact: true }) })
    .locator('tr', { has: page.getByRole('rowheader', { name: 'others go first', exact: true }) })
    .getByRole('gridcell')
  // The naive checkout makes a second page for who clicks twice; the state machine finds the order.
  await expect(cells.and(page.getByRole('gridcell', { name: 'violated' }))).toHaveCount(2)
  await cells
    .and(page.getByRole('gridcell', { name: 'violated' }))
    .first()
    .hover()
  await expect(card).toContainText('Naive, Alice double-clicks')
  await expect(card).toContainText('Others first, before reserveInventory begins')
  await expect(card).toContainText('Yes. It has two payment pages.')
  await expect(card.getByRole('group', { name: 'Why' })).toContainText('A waits before it')
  await expect(card.getByRole('button', { name: 'Play to the violation' })).toBeVisible()
})

test('every implementation is there at once: a violation plays up to its moment, and the page says why', async ({
  page,
}) => {
  const { grid, card } = await openAtlas(page)
  for (const name of ['Naive', 'State machine', 'At least once', 'Durable'])
    await expect(grid.getByRole('columnheader', { name: new RegExp(`^${name}`) }).first()).toBeVisible()
  await expect(page.getByText(/no violation within one fault$/)).toContainText('Durable')

  const bound = page.getByRole('region', { name: 'What was tried' })
  await bound.getByText(/^Never reached \(\d+\)$/).click()
  // One fault of the short list freezes nobody, so nobody comes back too late.
  await expect(bound.getByText(/fenc/).first()).toBeVisible()
  await expect(bound.getByText('saved result was reused')).toBeHidden()

  const cell = cellIn(page, 'reserveInventory', 'commit, crash after', atLeastOncePays)
  await expect(cell).toHaveAccessibleName('violated')
  await cell.hover()
  await expect(card).toContainText('At least once, as written, Alice pays')
  await expect(card).toContainText('Is it reserved twice?')
  await expect(card).toContainText('Yes. Two mugs taken for one payment.')
  await expect(card).toContainText('With idempotent steps this run holds.')

  await cell.click()
  const run = runOn(page)
  await expect(run.button('Pause')).toBeVisible()
  await expect(run.slider).toHaveAttribute('aria-valuetext', /Violated: /)
  await expect(run.button('Play')).toBeVisible()
  await expect(run.question).toContainText('Is it reserved twice?')
  await expect(
    run.verdict
      .getByRole('heading', { name: 'Why' })
      .or(page.getByText('Why', { exact: true }))
      .first(),
  ).toBeVisible()

  await page.goBack()
  await expect(grid).toBeVisible()
  expect(page.url()).toContain('view=atlas')
})

test('the rest is tried in the tab: cells fill in; it pauses, continues, and goes on after a reload', async ({
  page,
}) => {
  test.slow()
  const { grid, sweep, tried } = await openAtlas(page)
  const embedded = await tried()
  await page.getByRole('button', { name: 'Try every kind here' }).click()
  await expect(page).toHaveURL(/atlas=palette:full/)
  await expect(grid.getByRole('gridcell', { name: /^not tried yet/ }).first()).toBeVisible()
  await expect.poll(tried, sweeping).toBeGreaterThan(embedded)

  await sweep.getByRole('button', { name: 'Pause' }).click()
  await expect(sweep).toContainText('paused')
  const paused = await tried()
  await page.reload()
  await expect(sweep).toContainText('paused')
  expect(await tried(), 'nothing was lost, nothing more was tried').toBe(paused)
  await sweep.getByRole('button', { name: 'Continue' }).click()
  await expect.poll(tried, sweeping).toBeGreaterThan(paused)

  // It is under way when the page is closed.
  const closed = await tried()
  await expect.poll(tried, sweeping).toBeGreaterThan(closed)
  await page.reload()
  await expect.poll(tried, sweeping).toBeGreaterThan(closed)
  await expect(sweep.getByRole('button', { name: 'Pause' })).toBeVisible()
  await sweep.getByRole('button', { name: 'Cancel' }).click()
  await expect(sweep).toBeHidden()
  expect(await tried(), 'what was found stays').toBeGreaterThan(closed)
})

test('of two tabs one keeps what it finds; the other says so, and goes on with it when that one is closed', async ({
  page,
  context,
}) => {
  test.slow()
  const other = /^Another tab has the atlas open/
  const first = await openAtlas(page)
  const embedded = await first.tried()
  await page.getByRole('button', { name: 'Try every kind here' }).click()
  await expect.poll(first.tried, sweeping).toBeGreaterThan(embedded)
  await first.sweep.getByRole('button', { name: 'Pause' }).click()
  await expect(first.sweep).toContainText('paused')
  const paused = await first.tried()
  await expect(page.getByText(other)).toBeHidden()

  const tab = await context.newPage()
  const second = await openAtlas(tab, 'palette:full')
  await expect(tab.getByText(other)).toBeVisible()
  expect(await second.tried(), 'it knows what the first has found').toBe(paused)
  await expect(second.sweep).toBeHidden()
  await expectNoViolations(tab, '[class*="words"]')
  await tab.getByRole('button', { name: 'Try them here' }).click()
  await expect.poll(second.tried, sweeping).toBeGreaterThan(paused)
  await tab.reload()
  await expect(tab.getByText(other)).toBeVisible()
  expect(await second.tried(), 'nothing of it was kept').toBe(paused)

  await page.close()
  await expect(second.sweep).toContainText('paused')
  await expect(tab.getByText(other)).toBeHidden()
  await second.sweep.getByRole('button', { name: 'Continue' }).click()
  await expect.poll(second.tried, sweeping).toBeGreaterThan(paused)
  await second.sweep.getByRole('button', { name: 'Pause' }).click()
  await expect(second.sweep).toContainText('paused')
  const after = await second.tried()
  await tab.reload()
  await expect(second.sweep).toContainText('paused')
  expect(await second.tried(), 'now this one keeps').toBe(after)
})

test('the grid by keyboard: arrows move, the card tells, Enter plays', async ({ page }) => {
  const { grid, card } = await openAtlas(page, 'rows:failing')
  const cells = grid.getByRole('gridcell')
  await cells.first().focus()
  await page.keyboard.press('ArrowRight')
  await expect(cells.nth(1)).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Home')
  await expect(card).toContainText('Naive, Alice pays')
  await page.keyboard.press('End')
  await expect(card).toContainText('Durable')
  await page.keyboard.press('Control+Home')
  await expect(cells.first()).toBeFocused()
  await expect(card).toContainText('Naive, Alice pays')
  // The run that lies under the atlas is left alone.
  await page.keyboard.press('c')
  await expect(grid).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(runOn(page).slider).toBeVisible()
  await expect(page.locator('#play')).toBeFocused()
  await page.keyboard.press('a')
  await expect(grid).toBeVisible()
  await expect(page.locator('[data-column]:focus')).toHaveAccessibleName(/^(violated|stuck|holds)/)
  await expect(grid.getByRole('row').nth(3).locator('[data-column]').first()).toBeFocused()
})

test('all customers: a column for each, and large rows keep their names in sight', async ({ page }) => {
  const { grid } = await openAtlas(page, 'customers:all')
  await expect(grid.getByRole('columnheader', { name: 'settles never', exact: true })).toHaveCount(5)
  // Nothing is known yet of somebody who is not among the three of the build.
  await expect(cellIn(page, 'createOrder', 'commit, crash after', 2)).toHaveAccessibleName('not tried yet')

  await page.getByText('L', { exact: true }).click()
  const last = grid.getByRole('row').nth(3).getByRole('gridcell').last()
  await last.scrollIntoViewIfNeeded()
  await expect(last).toBeInViewport()
  await expect(grid.getByRole('rowheader', { name: 'createOrder' })).toBeInViewport({ ratio: 1 })
  await expectNoOverflow(page)
})

test('what has not been tried is not said to hold', async ({ page }) => {
  const { grid } = await openAtlas(page, 'palette:full')
  await expect(page.getByText(/no violation so far$/)).toContainText('Durable')
  await expect(page.getByText(/within one fault$/)).toBeHidden()
  await expect(grid.getByRole('columnheader', { name: /^Durable/ })).toContainText('none yet')

  // The short list has no such fault: what is asked for is shown, and said to be untried.
  await page.goto('about:blank')
  await openAtlas(page)
  await page.getByRole('combobox', { name: /^Kind/ }).click()
  await page.getByRole('option', { name: 'Freezes, clocks, deploys' }).click()
  await expect(page).toHaveURL(/palette:full/)
  await expect(page.getByText(/^0 schedules, [\d,]+ not tried$/)).toBeVisible()
})

test('a link to it loads nothing of Postgres, whatever run the link brings; leaving it does', async ({
  page,
}) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto('./#version=2&implementation=naive&cursor=start&view=atlas')
  const failing = page.getByRole('grid').getByRole('gridcell', { name: /^violated/ })
  await expect(failing.first()).toBeVisible()
  await page.getByRole('button', { name: 'Failing', exact: true }).click()
  await expect(page).toHaveURL(/implementation=naive.*atlas=rows:failing/)
  await page.getByRole('button', { name: 'What is real here' }).click()
  await expect(page.getByRole('dialog')).toContainText('Round trips of the engine')
  await page.keyboard.press('Escape')
  expect(asked.filter((url) => /\.(wasm|data|tar)$/.test(url))).toEqual([])

  await page.getByRole('button', { name: 'Focus', exact: true }).click()
  const run = runOn(page)
  await expect(run.question).toHaveText('Does Alice get one mug for one payment?')
  await expect(run.slider).toHaveValue('0')
  await page.goBack()
  await expect(failing.first()).toBeVisible()
})

test('filters are part of the link, and Back takes them off', async ({ page }) => {
  const { grid } = await openAtlas(page)
  const rows = grid.getByRole('row')
  const all = await rows.count()
  await page.getByRole('button', { name: 'Failing', exact: true }).click()
  await expect(page).toHaveURL(/atlas=rows:failing/)
  await expect.poll(() => rows.count()).toBeLessThan(all)
  await page.getByRole('combobox', { name: /^Violated/ }).click()
  await page.getByRole('option', { name: /^S8/ }).click()
  await expect(page).toHaveURL(/invariant:S8/)
  await expect(page.getByText(/no violation of S8 within one fault$/)).toContainText('Naive')
  const filtered = page.url()
  await page.goBack()
  await expect(page).toHaveURL(/atlas=rows:failing$/)
  await page.goto('about:blank')
  await page.goto(filtered)
  await expect(page.getByRole('combobox', { name: /^Violated/ })).toContainText('S8')
})

test('pairs are tried on demand: a list that fills, of counterexamples that play', async ({ page }) => {
  test.slow()
  await openAtlas(page)
  await page.getByRole('button', { name: 'Two faults' }).click()
  await page.getByRole('button', { name: 'Try pairs here' }).click()
  const found = page.getByRole('list', { name: 'Counterexamples' }).getByRole('listitem')
  await expect(found.first()).toBeVisible()
  await expect(found.first()).toContainText('Naive')
  await found.first().getByRole('button', { name: 'Play' }).click()
  await expect(runOn(page).slider).toBeVisible()
})

test('a violation is explained on its card: this one is run, drawn and told in a few links', async ({
  page,
}) => {
  const { card } = await openAtlas(page)
  await cellIn(page, 'reserveInventory', 'commit, crash after', atLeastOncePays).focus()
  await expect(card.getByRole('status')).toHaveText('Running this one, to say why …')
  const why = card.getByRole('group', { name: 'Why' })
  await expect(why).toContainText('Server A dies, before it writes checkpoint 1.')
  await expect(why).toContainText('the history and the shop’s rows do not commit together')
  const links = why.getByRole('listitem')
  await expect(links.last()).toContainText('2 mugs have left the stock')
  expect(await links.count()).toBeLessThanOrEqual(5)
  await expect(why).toContainText('and 1 more when you play it')
  await expect(why.locator('[data-chain] [data-event]').first()).toBeVisible()
  await expect(card.getByRole('status')).toBeHidden()
  // Another cell, another reason.
  await cellIn(page, 'createSession', 'call, crash after', 0).focus()
  await expect(why).toContainText('Server A dies, before it could save the session in the order.')
})

test('what breaks a checkout is copied as a test', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const { card } = await openAtlas(page)
  await cellIn(page, 'reserveInventory', 'commit, crash after', atLeastOncePays).focus()
  await card.getByRole('button', { name: 'Copy as test' }).click()
  await expect(card.getByRole('button', { name: 'Copied' })).toBeVisible()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(copied).toContain("implementation: 'at-least-once'")
  expect(copied).toContain("plan: 'server/commit:reserveInventory#1=crash-after'")
  expect(copied).toContain('// Violated when this was copied: S3, S8.')
})

test('axe finds nothing in the atlas', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await openAtlas(page)
  await cellIn(page, 'reserveInventory', 'commit, crash after', atLeastOncePays).hover()
  await expect(page.getByRole('region', { name: 'Selected cell' })).toBeVisible()
  await expectNoViolations(page)
  await expect(page.getByRole('group', { name: 'Why' })).toBeVisible()
  await expectNoViolations(page)
  expect(await smallTexts(page, 10)).toEqual([])
  await expectNoOverflow(page)
  await page.getByRole('button', { name: 'Two faults' }).click()
  await expectNoViolations(page)
})

test('on a phone it is a list of violations by step', { tag: '@phone' }, async ({ page }) => {
  await page.goto('./#view=atlas')
  await expect(page.getByRole('heading', { level: 2, name: 'reserveInventory' })).toBeVisible()
  await expectNoOverflow(page)
  await expectNoViolations(page)
  const item = page.getByRole('button', { name: /^At least once, as written: commit, crash after/ }).first()
  const box = await item.boundingBox()
  expect(box?.height).toBeGreaterThanOrEqual(44)
  await item.tap()
  await expect(runOn(page).slider).toBeVisible()
  await page.getByRole('combobox', { name: /^Implementation/ }).tap()
  await page.getByRole('option', { name: 'Atlas' }).tap()
  await expect(page.getByRole('heading', { level: 2, name: 'reserveInventory' })).toBeVisible()
  await expectFinger(page, 'Share')
})
