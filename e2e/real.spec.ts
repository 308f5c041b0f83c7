import { expect, test } from './test.ts'
import { expectNoViolations } from './axe.ts'
import { openRun } from './run-page.ts'

test.beforeEach(async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
})

test('somebody asks what of this is real, and reads of which Postgres, which faults and what was not tried', async ({
  page,
}) => {
  const run = await openRun(page)
  await run.button('What is real here').click()
  const sheet = page.getByRole('dialog', { name: 'What is real here' })
  await expect(sheet).toContainText(/PGlite \d+\.\d+\.\d+: PostgreSQL 1\d\.\d+, compiled to WebAssembly/)
  await expect(sheet).toContainText('It has one session.')

  const seen = sheet.getByRole('table', { name: /^Seen on PostgreSQL/ })
  await expect(seen.getByRole('row', { name: /^deadlock/ })).toContainText('conflicts.postgres.test.ts')
  const injected = sheet.getByRole('table', { name: /^Injected only/ })
  await expect(injected.getByRole('row', { name: /^rate-limited/ })).toContainText(
    'Stripe is modelled on its documentation',
  )
  await expect(sheet).toContainText(/The run on screen: [1-9]\d* round trips to Postgres, [1-9] call/)
  await expect(sheet.getByRole('list').first()).toContainText('No lost disks')

  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await expect(run.button('What is real here')).toBeFocused()
})

test('each fault of a menu says how far it is to be believed, and the menu leads to the sheet', async ({
  page,
}) => {
  const run = await openRun(page)
  await run.timeline.getByText('Events as a list').focus()
  await page.keyboard.press('Enter')
  const event = run.timeline.getByRole('listitem').filter({ hasText: 'A commits the order' })
  await event
    .getByRole('button', { name: /^Break here/ })
    .first()
    .click()
  const menu = page.getByRole('menu')
  await expect(
    menu.getByRole('menuitem', { name: 'Crash the server after it seen on PostgreSQL' }),
  ).toBeVisible()
  await page.keyboard.press('End')
  await expect(menu.getByRole('menuitem', { name: 'What is real here' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'What is real here' })).toBeVisible()
})

test('axe finds nothing on the sheet', { tag: '@everywhere' }, async ({ page }) => {
  const run = await openRun(page)
  const isPhone = (page.viewportSize()?.width ?? 0) < 700
  if (isPhone) await run.button('Menu').tap()
  else await run.button('Help').click()
  await page.getByRole('dialog').getByRole('button', { name: 'What is real here' }).click()
  const sheet = page.getByRole('dialog', { name: 'What is real here' })
  await expect(sheet).toBeVisible()
  await expectNoViolations(page)
  const widths = await sheet.evaluate((element) => [element.scrollWidth, element.clientWidth])
  expect(widths[0], 'nothing of it is cut off').toBeLessThanOrEqual(widths[1] ?? 0)
})
