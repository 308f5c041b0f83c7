/** The page says why it does not start, whatever is missing: it is never blank. */
import { expect, test, type Page, type Route } from './test.ts'
import { runOn } from './run-page.ts'

const mainScript = /\/assets\/index-[^/]*\.js$/

const notStarted = (page: Page) => page.getByRole('alert').filter({ hasText: 'Crashcart could not start' })

const damages: readonly { what: string; damage: (route: Route) => Promise<void> }[] = [
  { what: 'is missing', damage: (route) => route.fulfill({ status: 404, body: 'Not found' }) },
  {
    what: 'comes without its type',
    damage: async (route) =>
      route.fulfill({
        response: await route.fetch(),
        headers: { 'content-type': 'application/octet-stream' },
      }),
  },
  {
    what: 'is a page of the host',
    damage: (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><h1>Not here</h1>' }),
  },
  {
    what: 'throws',
    damage: (route) => route.fulfill({ contentType: 'text/javascript', body: 'throw new Error("broken")' }),
  },
  { what: 'cannot be reached', damage: (route) => route.abort() },
]

for (const { what, damage } of damages)
  test(`where the page’s script ${what} it says so, and a reload keeps the run`, async ({ page }) => {
    await page.route(mainScript, damage)
    await page.goto('./#implementation=durable&plan=server/commit:reserveInventory%231=crash-after')
    await expect(notStarted(page)).toBeVisible()
    await expect(page.getByText('Loading Crashcart'), 'no two sentences at once').toBeHidden()

    await page.unroute(mainScript)
    await page.getByRole('button', { name: 'Reload' }).click()
    const run = runOn(page)
    await expect(run.lane('Durable')).toHaveAttribute('aria-selected', 'true')
    await expect(notStarted(page)).toHaveCount(0)
  })

test('where no script of the page comes at all there is a sentence too', async ({ page }) => {
  await page.route(/\.js$/, (route) => route.fulfill({ status: 404 }))
  await page.goto('./')
  // The style shows it by itself after a while.
  await page.locator('#start .slow').evaluate((element) => {
    for (const animation of element.getAnimations()) animation.finish()
  })
  await expect(page.getByText('a file of the page did not arrive: reload the page')).toBeVisible()
})

test('a page that starts never shows any of these sentences', async ({ page }) => {
  await page.goto('./')
  await expect(runOn(page).slider).toBeVisible()
  await expect(page.locator('#start')).toHaveCount(0)
})

test.describe('in a frame that is sandboxed', () => {
  const host = /\/host\.html$/

  async function openInFrame(page: Page, sandbox: string): Promise<void> {
    await page.route(host, (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<!doctype html><iframe sandbox="${sandbox}" width="900" height="560" src="./#embed=1"></iframe>`,
      }),
    )
    await page.goto('./host.html')
  }

  test('without an origin it says what the frame needs', async ({ page }) => {
    await openInFrame(page, 'allow-scripts')
    const frame = page.frameLocator('iframe')
    await expect(frame.getByRole('heading')).toHaveText('Crashcart could not start in this frame')
    await expect(frame.getByRole('alert')).toContainText('allow-same-origin')
  })

  test('without an origin, from a server that lets every origin read, it plays', async ({ page }) => {
    await page.route(/\/assets\//, async (route) => {
      const response = await route.fetch()
      await route.fulfill({
        response,
        headers: { ...response.headers(), 'access-control-allow-origin': '*' },
      })
    })
    await openInFrame(page, 'allow-scripts')
    const slider = page.frameLocator('iframe').getByRole('slider', { name: 'Event' })
    await slider.press('Home')
    await slider.press('ArrowRight')
    await expect(slider).toHaveAttribute('aria-valuetext', /^Event 1 /)
  })

  test('with an origin of its own it plays', async ({ page }) => {
    await openInFrame(page, 'allow-scripts allow-same-origin')
    await expect(page.frameLocator('iframe').getByRole('slider', { name: 'Event' })).toBeVisible()
  })
})
