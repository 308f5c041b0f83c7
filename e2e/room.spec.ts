import { expect, test, type Page } from './test.ts'
import { expectNoViolations } from './axe.ts'
import { expectNoOverflow, smallTexts } from './looks.ts'
import { cursorOf, openComparison, openRun, runOn, seek } from './run-page.ts'

const crash = 'plan=server/commit:reserveInventory%231=crash-after'
const naive = `implementation=naive&${crash}`
const durable = `implementation=durable&${crash}`

const room = (page: Page) => page.getByRole('main', { name: 'Room mode' })
const stops = (page: Page) => page.getByRole('list', { name: 'Stops' }).getByRole('button')
const here = (page: Page) => page.getByRole('list', { name: 'Stops' }).locator('[aria-current="step"]')
const verdict = (page: Page) => page.getByRole('region', { name: 'Verdict' })
const spoken = (page: Page) => page.getByRole('status', { name: 'Room mode events' })

/** Opens a run and presents it. Its stops are all there once what explains it has been loaded. */
async function present(page: Page, fields: string, count: number): Promise<void> {
  await openRun(page, fields)
  await page.keyboard.press('p')
  await expect(room(page)).toBeVisible()
  await expect(stops(page)).toHaveCount(count)
}

function bottomOf(box: { readonly y: number; readonly height: number } | null): number {
  return box === null ? Number.NaN : Math.round(box.y + box.height)
}

async function press(page: Page, key: string, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await page.keyboard.press(key)
}

test('P presents a run from its question on, a clicker goes through the stops, Escape leaves', async ({
  page,
}) => {
  await present(page, naive, 10)
  await expect(room(page)).toBeFocused()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Is it reserved twice\?/)
  await expect(here(page)).toHaveAccessibleName('Stop 1: Alice asks')
  await expect(page.getByText('Alice sends the shop a checkout request.', { exact: true })).toBeVisible()
  const labels: string[] = []
  for (const key of ['PageDown', ' ', 'ArrowRight', 'PageDown']) {
    await page.keyboard.press(key)
    labels.push((await here(page).getAttribute('aria-label')) ?? '')
  }
  expect(labels).toEqual([
    'Stop 2: Ordered',
    'Stop 3: Reserved',
    'Stop 4: A dies',
    'Stop 5: Alice clicks again',
  ])
  await page.keyboard.press('PageUp')
  await expect(here(page)).toHaveAccessibleName('Stop 4: A dies')
  await expect(spoken(page)).toHaveText(/^Stop 4 of 10: Server A dies and stays down for 30 s\.$/)
  await page.keyboard.press('ArrowLeft')
  await expect(here(page)).toHaveAccessibleName('Stop 3: Reserved')

  await page.keyboard.press('Escape')
  await expect(room(page)).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Present' })).toBeFocused()
  expect(await cursorOf(runOn(page)), 'the page stands where the talk did').toBe(9)
})

test('the button Present enters, from the event on which the page stands', async ({ page }) => {
  const run = await openRun(page, naive)
  await seek(run, 14)
  await run.button('Present').click()
  await expect(here(page)).toHaveAccessibleName('Stop 5: Alice clicks again')
  await page.getByRole('button', { name: 'Leave room mode' }).click()
  await expect(room(page)).toHaveCount(0)
})

test('nothing ahead is told: no words of later stops, no answer before the stop that earns it', async ({
  page,
}) => {
  await present(page, naive, 10)
  await press(page, 'PageDown', 3)
  const isTold = /twice for one|Two mugs|again|broken|second order|shipped for|Shipped:/i
  await expect(here(page)).toHaveAccessibleName('Stop 4: A dies')
  expect(await room(page).innerText()).not.toMatch(isTold)
  for (const position of [5, 6, 9, 10])
    await expect(page.getByRole('button', { name: `Stop ${position}`, exact: true })).toBeVisible()
  await expect(verdict(page)).toContainText('What do you think?')
  await expect(room(page)).not.toContainText('of 45')

  await press(page, 'PageDown', 4)
  await expect(here(page)).toHaveAccessibleName('Stop 8: Shipped')
  await expect(verdict(page)).toContainText('What do you think?')
  await page.keyboard.press('PageDown')
  await expect(here(page)).toHaveAccessibleName('Stop 9: Rule broken')
  await expect(verdict(page)).toContainText('Yes. Two mugs taken for one payment.')
  await expect(spoken(page)).toContainText('Yes. Two mugs taken for one payment.')
})

test('a link that asks first hides the answer at the end, until somebody asks', async ({ page }) => {
  await openRun(page, `${naive}&ask=1`)
  await page.keyboard.press('p')
  await expect(room(page)).toBeVisible()
  await page.keyboard.press('End')
  await expect(here(page)).toHaveAccessibleName(/: End$/)
  await expect(verdict(page)).toContainText('What do you think?')
  expect(await room(page).innerText()).not.toMatch(/Two mugs|broken|Tables checked/)
  await expect(verdict(page).getByRole('button', { name: 'Show the answer' })).toBeVisible()
  // A clicker has no other key for it.
  await page.keyboard.press('PageDown')
  await expect(verdict(page)).toContainText('Yes. Two mugs taken for one payment.')
})

test('B and a clicker’s dot blank the screen; any key brings the same stop back', async ({ page }) => {
  await present(page, durable, 10)
  await page.keyboard.press('PageDown')
  const blank = page.getByRole('button', { name: 'Show the picture again' })
  for (const key of ['b', '.']) {
    await page.keyboard.press(key)
    await expect(blank).toBeFocused()
    await expectNoViolations(page)
    await page.keyboard.press('PageDown')
    await expect(blank).toHaveCount(0)
    await expect(room(page)).toBeFocused()
    await expect(here(page)).toHaveAccessibleName('Stop 2: Ordered')
  }
  await page.keyboard.press('b')
  await page.keyboard.press('Escape')
  await expect(room(page), 'Escape ends the blank screen first').toBeVisible()
})

test('the speaker’s window has notes, clock and next stop, leads the room, and works offline', async ({
  page,
  context,
}) => {
  await page.clock.install({ time: new Date('2030-01-01T12:00:00') })
  await present(page, durable, 10)
  await press(page, 'PageDown', 6)
  const opened = context.waitForEvent('page')
  await page.keyboard.press('n')
  const notes = await opened
  await expect(notes.getByRole('region', { name: 'This stop' })).toContainText('B takes over')
  // From here on there is nothing but the two windows.
  await context.setOffline(true)
  await expect(notes.getByText('Stop 7 of 10')).toBeVisible()
  await expect(notes.getByRole('region', { name: 'This stop' })).toContainText(
    'A lease gives one server the right to run a workflow',
  )
  await expect(notes.getByRole('region', { name: 'Next stop' })).toContainText('Next: Finds checkpoint 1')
  await expect(notes.getByText('No. Reserved once.')).toContainText('the audience does not see it yet')
  await expect(notes.getByRole('timer', { name: 'Elapsed time' })).toHaveText(/^\d+:\d\d$/)
  await expectNoViolations(notes)

  await notes.keyboard.press('PageDown')
  await expect(here(page)).toHaveAccessibleName('Stop 8: Finds checkpoint 1')
  await notes.getByRole('button', { name: 'Next stop' }).click()
  await expect(here(page)).toHaveAccessibleName('Stop 9: Shipped')
  await notes.getByRole('button', { name: 'Blank screen' }).click()
  await expect(page.getByRole('button', { name: 'Show the picture again' })).toBeVisible()
  await expect(notes.getByText('The screen is blank')).toBeVisible()
  await notes.getByRole('button', { name: 'Blank screen' }).click()
  await notes.getByRole('button', { name: 'Restart' }).click()
  await expect(here(page)).toHaveAccessibleName('Stop 1: Alice asks')

  await page.keyboard.press('Escape')
  await expect(notes.getByRole('status')).toContainText('The presentation was closed.')
  await page.keyboard.press('p')
  await expect(notes.getByText('Stop 1 of 10')).toBeVisible()
  await expect(notes.getByRole('status')).toHaveCount(0)
})

test('a message that is none of the room’s changes nothing', async ({ page }) => {
  await present(page, durable, 10)
  await page.evaluate(() => {
    const channel = new BroadcastChannel(`crashcart-room-${sessionStorage.getItem('crashcart.room') ?? ''}`)
    for (const message of [
      'next',
      null,
      { kind: 'command', command: 'leave' },
      { kind: 'hi', command: 'last' },
    ])
      channel.postMessage(message)
    channel.postMessage({ kind: 'command', command: 'next' })
  })
  await expect(here(page), 'the one command that is one').toHaveAccessibleName('Stop 2: Ordered')
})

test('a kiosk plays the stops, and begins again after the last', async ({ page }) => {
  await page.clock.install()
  await present(page, durable, 10)
  await page.keyboard.press('k')
  await expect(page.getByRole('button', { name: 'Loop' })).toHaveAttribute('aria-pressed', 'true')
  for (let stop = 2; stop <= 10; stop += 1) {
    await page.clock.fastForward(60_000)
    await expect(here(page)).toHaveAccessibleName(new RegExp(`^Stop ${stop}: `))
  }
  await expect(verdict(page)).toContainText('No. Reserved once.')
  await page.clock.fastForward(60_000)
  await expect(here(page)).toHaveAccessibleName('Stop 1: Alice asks')
  await expect(verdict(page)).toContainText('What do you think?')
  await page.keyboard.press('k')
  await expect(page.getByRole('button', { name: 'Loop' })).toHaveAttribute('aria-pressed', 'false')
})

test('the QR code is the link of the run from its start, and Q enlarges it', async ({ page }) => {
  await present(page, naive, 10)
  const code = page.getByRole('img', { name: 'QR code of the link to this run' })
  const box = await code.boundingBox()
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(184)
  const before = await code.locator('path').getAttribute('d')
  await press(page, 'PageDown', 3)
  await expect(here(page)).toHaveAccessibleName('Stop 4: A dies')
  expect(await code.locator('path').getAttribute('d'), 'it stays still while people scan it').toBe(before)
  await page.keyboard.press('q')
  const large = page.getByRole('dialog').getByRole('img', { name: /^QR code/ })
  expect((await large.boundingBox())?.width ?? 0).toBeGreaterThan(500)
  await page.keyboard.press('Escape')
  await expect(large).toHaveCount(0)
  await expect(room(page)).toBeVisible()
})

test('in a low window the graph has the height: all of it is in view', async ({ page }) => {
  await page.setViewportSize({ width: 960, height: 540 })
  await present(page, naive, 10)
  // It is inert, so that no role finds it.
  const nodes = room(page).locator('.react-flow__node')
  await expect(nodes.first()).toBeAttached()
  const cut = await nodes.evaluateAll((all) => {
    const bottom = document.querySelector('.react-flow')?.getBoundingClientRect().bottom ?? 0
    return all.filter((node) => node.getBoundingClientRect().bottom > bottom).map((node) => node.textContent)
  })
  expect(cut).toEqual([])
})

test('from Compare two lanes are presented, each with its own verdict at its own end', async ({ page }) => {
  await openComparison(page, durable)
  await expect(page.getByText(/^Running/)).toHaveCount(0)
  await page.keyboard.press('p')
  await expect(room(page)).toBeVisible()
  const lane = (name: string) => page.getByRole('article', { name })
  await expect(page.getByRole('article')).toHaveCount(2)
  for (const name of ['Naive', 'Durable']) await expect(lane(name)).toContainText('What do you think?')
  await page.keyboard.press('End')
  await expect(lane('Naive')).toContainText('Two mugs taken for one payment')
  await expect(lane('Durable')).toContainText('Holds. Reserved once.')
  await expectNoViolations(page)
})

for (const [width, height] of [
  [1280, 800],
  [1920, 1080],
  [390, 844],
] as const)
  test(`room mode fits ${width} × ${height}, and its picture never changes size`, async ({ page }) => {
    await page.setViewportSize({ width, height })
    await openRun(page, naive)
    await page.keyboard.press('p')
    await expect(stops(page)).toHaveCount(10)
    await page.evaluate(() => document.fonts.ready)
    const graph = page.getByRole('region', { name: 'Workflow graph' })
    const sizes = new Set<string>()
    for (let stop = 1; stop <= 10; stop += 1) {
      await expect(here(page)).toHaveAccessibleName(new RegExp(`^Stop ${stop}: `))
      const box = await page.locator('[class*="picture"]').first().boundingBox()
      if (width > 720) sizes.add(`${box?.width} × ${box?.height}`)
      if (stop === 4 || stop === 10) {
        await expectNoOverflow(page)
        // Nobody scrolls a projector.
        const lowest = await verdict(page).boundingBox()
        const column = await page.locator('[class*="aside"]').boundingBox()
        if (width > 720)
          expect(bottomOf(lowest), 'the answer is in view').toBeLessThanOrEqual(bottomOf(column))
        await expectNoViolations(page)
        expect(await smallTexts(page, 11)).toEqual([])
      }
      await page.keyboard.press('PageDown')
    }
    expect([...sizes]).toHaveLength(width > 720 ? 1 : 0)
    await expect(graph).toBeAttached()
  })

test('full screen begins with room mode and ends with it, and F takes it away alone', async ({ page }) => {
  await present(page, naive, 10)
  const isFull = () => page.evaluate(() => document.fullscreenElement !== null)
  await expect.poll(isFull).toBe(true)
  await page.keyboard.press('f')
  await expect.poll(isFull).toBe(false)
  await expect(room(page)).toBeVisible()
  await page.keyboard.press('f')
  await expect.poll(isFull).toBe(true)
  await page.keyboard.press('Escape')
  await expect(room(page)).toHaveCount(0)
  await expect.poll(isFull).toBe(false)
})

test('where a browser refuses full screen, room mode fills the window', async ({ page }) => {
  await page.addInitScript(() => {
    Element.prototype.requestFullscreen = () => Promise.reject(new TypeError('refused'))
  })
  const errors: string[] = []
  page.on('pageerror', ({ message }) => errors.push(message))
  await present(page, naive, 10)
  const box = await room(page).boundingBox()
  expect([box?.width, box?.height]).toEqual([1280, 800])
  await page.keyboard.press('Escape')
  await expect(room(page)).toHaveCount(0)
  expect(errors).toEqual([])
})

test('in the opening there is nothing to present yet', async ({ page }) => {
  await page.goto('./')
  await expect(page.getByRole('region', { name: 'Your bet' })).toBeVisible()
  await page.keyboard.press('p')
  await expect(page.getByRole('button', { name: 'Present' })).toHaveCount(0)
  await expect(room(page)).toHaveCount(0)
})

test('the help has the keys of room mode', async ({ page }) => {
  await openRun(page, naive)
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Help' })
  await expect(help.getByText('Room mode: present this run')).toBeVisible()
  await expect(help.getByText('Speaker notes in a second window')).toBeVisible()
})

test('a phone presents from its menu', { tag: '@phone' }, async ({ page }) => {
  await openRun(page, naive)
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('button', { name: 'Present' }).click()
  await expect(room(page)).toBeVisible()
  await page.getByRole('button', { name: 'Next stop' }).click()
  await expect(here(page)).toHaveAccessibleName('Stop 2: Ordered')
})
