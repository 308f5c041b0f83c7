import { expect, test } from './test.ts'

// A service worker that is blocked is a warning in the console.
test.use({ serviceWorkers: 'allow' })

test('the page opens, and the console stays silent', { tag: '@everywhere' }, async ({ page }) => {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))

  await page.goto('./')

  await expect(page).toHaveTitle(/ · Crashcart$/)
  await expect(page.locator('#root')).not.toBeEmpty()
  expect(complaints).toEqual([])
})
