import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test, type Page } from './test.ts'
import { expectNoViolations } from './axe.ts'
import { expectNoOverflow } from './looks.ts'
import {
  cursorOf,
  eventCount,
  expectAt,
  expectFaults,
  openComparison,
  openRun,
  runOn,
  seek,
  sentences,
  type RunPage,
} from './run-page.ts'

const repository = fileURLToPath(new URL('..', import.meta.url))

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

/** Copies by a button of the share sheet, closes the sheet, and returns what was copied. */
async function copyFrom(run: RunPage, name: string, options = { ask: false }): Promise<string> {
  const { page } = run
  await run.button('Share').click()
  if (options.ask) await page.getByRole('checkbox', { name: /^Ask first/ }).check()
  const way = page.getByRole('button', { name: new RegExp(`^${name}`) })
  await way.click()
  await expect(way).toContainText('Copied')
  await page.keyboard.press('Escape')
  return page.evaluate(() => navigator.clipboard.readText())
}

async function openIn(page: Page, address: string): Promise<RunPage> {
  await page.goto(address)
  const run = runOn(page)
  await expect(run.slider).toBeVisible()
  return run
}

test('a copied link opens the same run at the same event, for somebody who has nothing yet', async ({
  page,
  browser,
}) => {
  const run = await openRun(page, 'implementation=durable&customers=leaves&stock=3&seed=7')
  await run.button('Crash server').click()
  await expectFaults(run, 1)
  await seek(run, 17)
  const [told, question] = [await sentences(run), await run.question.textContent()]
  const link = await copyFrom(run, 'Copy link')

  const elsewhere = await browser.newContext()
  const other = await openIn(await elsewhere.newPage(), link)
  await expectAt(other, /^Event 17 of /)
  expect(await sentences(other)).toEqual(told)
  await expect(other.question).toHaveText(question ?? '')
  await elsewhere.close()
})

test('the address itself is the run: it follows changes and the cursor, and Back takes them back', async ({
  page,
}) => {
  const run = await openRun(page, 'implementation=naive&customers=pays&cursor=start')
  await run.button('Lose webhook once').click()
  await expectFaults(run, 1)
  await expect(page).toHaveURL(/drop/)
  await seek(run, 5)
  await expect(page).toHaveURL(/cursor=server\/commit:createOrder/)
  await page.reload()
  await expectAt(run, /^Event 5 of /)
  await expectFaults(run, 1)
  await page.goBack()
  await expectFaults(run, 0)
})

test('the copied command line gives the same run in a terminal', async ({ page }) => {
  const run = await openRun(
    page,
    `implementation=durable&stock=3&seed=5&settleMs=3600000&plan=server/commit:reserveInventory%231=crash-after(restart=never);stripe/webhook:checkout.session.completed%231=drop(tries=all)`,
  )
  const command = await copyFrom(run, 'Copy as command line')
  expect(command).toMatch(/^npm run --silent simulate -- .* --json$/)

  const { stdout } = await promisify(execFile)('sh', ['-c', command], {
    cwd: repository,
    maxBuffer: 64_000_000,
  })
  const told = JSON.parse(stdout) as {
    readonly events: readonly unknown[] | number
    readonly link: string
    readonly verdicts: readonly { readonly id: string; readonly holds: boolean | null }[]
  }
  const events = typeof told.events === 'number' ? told.events : told.events.length
  expect(events).toBe(await eventCount(run))
  await page.keyboard.press('End')
  const violated = told.verdicts.filter(({ holds }) => holds === false).map(({ id }) => id)
  const list = run.verdict.getByRole('list', { name: 'Violated invariants' }).locator('li code')
  await expect(list).toHaveText(violated)

  const before = await sentences(run)
  const again = await openIn(page, `./${told.link}`)
  expect(await sentences(again)).toEqual(before)
})

test('a counterexample that the terminal finds opens by its link, with what it violates and why', async ({
  page,
}) => {
  const flags = ['--implementation', 'at-least-once', '--customers', 'pays', '--palette', 'short', '--json']
  const { stdout } = await promisify(execFile)('node', ['src/cli/main.mjs', 'explore', ...flags], {
    cwd: repository,
    maxBuffer: 64_000_000,
  })
  const { counterexamples } = JSON.parse(stdout) as {
    readonly counterexamples: readonly {
      readonly plan: string
      readonly link: string
      readonly invariants: readonly string[]
      readonly explanation: { readonly links: readonly { readonly words: string }[] }
    }[]
  }
  const found = counterexamples.find(({ plan }) => plan === 'server/commit:reserveInventory#1=crash-after')
  if (found === undefined) throw new Error('It was not found.')
  const run = await openIn(page, `./${found.link}`)
  await expect(run.question).toContainText('Is it reserved twice?')
  const list = run.verdict.getByRole('list', { name: 'Violated invariants' }).locator('li code')
  await expect(list).toHaveText([...found.invariants])
  const why = run.verdict.getByRole('region', { name: 'Why' })
  for (const { words } of found.explanation.links) await expect(why).toContainText(words)
})

test('ask=1 hides the answer and every verdict until it is asked for', async ({ page, context }) => {
  const run = await openRun(page)
  const link = await copyFrom(run, 'Copy link', { ask: true })
  expect(link).toContain('ask=1')

  const other = await openIn(await context.newPage(), link)
  await expect(other.question).toContainText('Is it reserved twice?')
  await expect(other.verdict).toContainText('What do you think?')
  await expect(other.lane('Naive')).toContainText('verdict hidden')
  await other.page.keyboard.press('End')
  expect((await sentences(other)).join('\n')).not.toContain('Violated')
  for (const told of ['Two mugs', 'iolated', 'Stuck', 'Holds', 'invariant'])
    await expect(other.page.locator('#root'), told).not.toContainText(told)

  await other.button('Show the answer').click()
  await expect(other.verdict).toContainText('Yes. Two mugs taken for one payment.')
  await expect(other.lane('Naive')).toContainText('Violated')
  expect((await sentences(other)).join('\n')).toContain('Violated')
})

test('embed=1 shows the run and its transport, and the way to the page itself', async ({ page, context }) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  const run = await openRun(
    page,
    'implementation=naive&plan=server/commit:reserveInventory%231=crash-after&embed=1',
  )
  await expect(run.graph).toBeVisible()
  await expect(run.timeline).toBeVisible()
  await expect(run.button('Play')).toBeVisible()
  await expect(run.question).toHaveText(
    'Server A dies right after reserving a mug for Alice. Is it reserved twice?',
  )
  const answer = page.getByText('Yes. Two mugs taken for one payment.')
  await expect(answer).toBeVisible()
  for (const hidden of [run.verdict, run.tables, run.faults, run.button('Share'), run.button('Crash server')])
    await expect(hidden).toHaveCount(0)
  await seek(run, 10)
  await expect(answer, 'a verdict is of the whole run').toBeVisible()
  await expect(page.getByText('Final result.')).toBeVisible()
  await expectNoOverflow(page)
  expect(
    asked.filter((address) => address.includes('/stage-code-')),
    'what only the page itself shows',
  ).toEqual([])

  const [opened] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('link', { name: 'Break it yourself' }).click(),
  ])
  const whole = runOn(opened)
  await expect(whole.verdict).toBeVisible()
  await expectAt(whole, /^Event 10 of /)
})

test('an embedding that asks first hides the answer too', async ({ page }) => {
  await openRun(
    page,
    'implementation=naive&plan=server/commit:reserveInventory%231=crash-after&ask=1&embed=1',
  )
  await expect(page.locator('#root')).not.toContainText('Two mugs')
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'Show the answer' }).click()
  await expect(page.getByText('Yes. Two mugs taken for one payment.')).toBeVisible()
})

test('a comparison is embedded as one', async ({ page, context }) => {
  const run = await openComparison(page)
  const snippet = await copyFrom(run, 'Copy embed snippet')
  const address = /src="([^"]+)"/.exec(snippet)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const embedded = await openIn(page, address)
  await expect(embedded.question).toContainText('Is it reserved twice?')
  for (const lane of ['Naive', 'State machine', 'At least once', 'Durable'])
    await expect(page.getByRole('heading', { level: 2, name: lane })).toBeVisible()
  await expect(embedded.button('Play')).toBeVisible()
  for (const hidden of [embedded.faults, embedded.button('Share'), embedded.button('Crash server')])
    await expect(hidden).toHaveCount(0)
  await expectNoOverflow(page)
  await expectNoViolations(page)
  const [opened] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('link', { name: 'Break it yourself' }).click(),
  ])
  await expect(opened.getByRole('heading', { level: 2, name: 'Durable' })).toBeVisible()
  await expect(opened.getByRole('button', { name: 'Share' })).toBeVisible()
})

test('of the atlas a link and a command are shared, which say how it is looked at', async ({ page }) => {
  await page.goto('./#view=atlas&atlas=palette:full')
  const run = runOn(page)
  await expect(page.getByRole('grid')).toBeVisible()
  expect(await copyFrom(run, 'Copy link')).toContain('view=atlas&atlas=palette:full')
  const command = await copyFrom(run, 'Copy as command line')
  expect(command.split(' && ')).toEqual([
    'npm run --silent explore -- --faults 1 --palette full --customers pays,leaves,gives-up',
    'npm run --silent explore -- --faults 0 --preemptions 1 --customers pays,leaves,gives-up',
    'npm run --silent explore -- --implementation at-least-once --with idempotentSteps --faults 1 --palette full --customers pays,leaves,gives-up',
    'npm run --silent explore -- --implementation at-least-once --with idempotentSteps --faults 0 --preemptions 1 --customers pays,leaves,gives-up',
  ])
  await run.button('Share').click()
  const sheet = page.getByRole('dialog')
  await expect(sheet).toContainText('Share this view of the atlas')
  await expect(sheet).not.toContainText('run')
  await expect(page.getByRole('button', { name: 'Copy embed snippet' })).toHaveCount(0)
})

test('a link that would embed the atlas shows one lane, and says so', async ({ page }) => {
  const run = await openRun(
    page,
    'implementation=naive&plan=server/commit:reserveInventory%231=crash-after&view=atlas&embed=1',
  )
  await expect(run.graph).toBeVisible()
  await expect(page.getByRole('alert')).toContainText('The atlas cannot be embedded')
})

test('the embed snippet is a frame that works in another document', async ({ page }) => {
  const run = await openRun(page)
  await seek(run, 12)
  const snippet = await copyFrom(run, 'Copy embed snippet')
  const address = /src="([^"]+)"/.exec(snippet)?.[1]?.replaceAll('&amp;', '&') ?? ''
  expect(snippet).toMatch(/^<iframe .*title="Server A dies/)
  const embedded = await openIn(page, address)
  await expectAt(embedded, /^Event 12 of /)
  await expect(embedded.verdict).toHaveCount(0)
  expect(await cursorOf(embedded)).toBe(12)
})
