import { expect, type Locator, type Page } from '@playwright/test'

/** The page's parts by the names that CONTRACT.md fixes: what a person or a screen reader finds them by. */
export interface RunPage {
  readonly page: Page
  readonly question: Locator
  readonly slider: Locator
  readonly graph: Locator
  readonly timeline: Locator
  readonly tables: Locator
  readonly verdict: Locator
  readonly receipts: Locator
  readonly faults: Locator
  button(name: string): Locator
  lane(name: string): Locator
}

/** The experiment that the page opens on, in the lane that fails. */
const opening = 'implementation=naive&plan=server/commit:reserveInventory%231=crash-after'

/**
 * Opens one run and waits for it.
 *
 * @param fields what follows the `#` of a link: `implementation=durable&cursor=start`
 */
export async function openRun(page: Page, fields = opening): Promise<RunPage> {
  return openAt(page, `./#${fields}`)
}

/** Makes the page's visitor one who has seen the opening. */
async function skipOpening(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const key = 'crashcart.preferences'
    const chosen = JSON.parse(localStorage.getItem(key) ?? '{}') as object
    localStorage.setItem(key, JSON.stringify({ ...chosen, hasSeenOpening: true }))
  })
}

/** Opens all lanes side by side: without fields as a bare address does for whoever has seen the opening. */
export async function openComparison(page: Page, fields = ''): Promise<RunPage> {
  await skipOpening(page)
  return openAt(page, fields === '' ? './' : `./#${fields}&view=compare`)
}

async function openAt(page: Page, address: string): Promise<RunPage> {
  await page.goto(address)
  const run = runOn(page)
  await expect(run.slider).toBeVisible()
  // The answer and the reasons move what stands below them, under a pointer too.
  await expectRun(run)
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
  // So do the page's own letters, which are a little narrower than those before them.
  await page.evaluate(async () => {
    await document.fonts.ready
  })
  return run
}

/** The parts of a page that is open already. */
export function runOn(page: Page): RunPage {
  const region = (name: string) => page.getByRole('region', { name, exact: true })
  return {
    page,
    question: page.getByRole('heading', { level: 1 }),
    slider: page.getByRole('slider', { name: 'Event' }),
    graph: region('Workflow graph'),
    timeline: region('Timeline'),
    tables: region('Tables'),
    verdict: region('Verdict'),
    receipts: region('Receipts'),
    faults: page.getByRole('group', { name: 'Faults' }),
    button: (name) => page.getByRole('button', { name, exact: true }),
    lane: (name) => page.getByRole('tab', { name: new RegExp(`^${name}`) }),
  }
}

/** Opens the details below the stage, if they are closed, at one of their tabs. */
export async function openDetails({ page }: Pick<RunPage, 'page'>, tab: string): Promise<void> {
  // The closed drawer of a wide window; below that the tabs are in a sheet.
  const opener = page.getByRole('button', { name: /^Tables$|Tables, event, code, SQL/ })
  if (await opener.isVisible()) await opener.click()
  await page.getByRole('tab', { name: tab, exact: true }).click()
}

/**
 * Records each event that the slider shows from now on. While a run plays, a moment is over before a slow machine has
 * looked for it; so a test asks whether it was shown.
 *
 * @returns what was shown so far, as the slider tells it, each once in a row
 */
export async function recordEvents({ page }: RunPage): Promise<() => Promise<readonly string[]>> {
  const shown = await page.evaluateHandle(() => {
    const texts: string[] = []
    const look = () => {
      const text = document.querySelector('[aria-label="Event"]')?.ariaValueText
      if (text && text !== texts.at(-1)) texts.push(text)
    }
    const observer = new MutationObserver(look)
    observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ['aria-valuetext'] })
    return texts
  })
  return () => shown.jsonValue()
}

/** Moves the cursor to an event, as dragging the slider does. */
export async function seek(run: RunPage, event: number): Promise<void> {
  const { slider } = run
  await expectRun(run)
  await slider.fill(String(event))
  await expect(slider).toHaveAttribute('aria-valuetext', new RegExp(`^Event ${event} of `))
}

/** How many events the run has. */
export async function eventCount({ slider }: RunPage): Promise<number> {
  return Number(await slider.getAttribute('max'))
}

/** The event that the cursor stands on. */
export async function cursorOf({ slider }: RunPage): Promise<number> {
  return Number(await slider.inputValue())
}

/**
 * Each event's sentence from the first to `last`, as the slider tells them: it is moved over all of them, in the page
 * itself since that is a hundred times quicker, and back.
 */
export async function sentences(run: RunPage, last?: number): Promise<readonly string[]> {
  await expectRun(run)
  const valueTexts = await run.slider.evaluate(async (input: HTMLInputElement, wantedLast) => {
    const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
    const told: string[] = []
    const moveTo = async (event: number) => {
      setValue?.call(input, String(event))
      input.dispatchEvent(new Event('input', { bubbles: true }))
      const isThere = () => input.ariaValueText?.startsWith(`Event ${event} of `) ?? false
      while (!isThere()) await new Promise(requestAnimationFrame)
      return input.ariaValueText ?? ''
    }
    const before = input.valueAsNumber
    const end = wantedLast ?? Number(input.max)
    for (let event = 1; event <= end; event += 1) told.push(await moveTo(event))
    await moveTo(before)
    return told
  }, last ?? null)
  return valueTexts.map(sentenceIn)
}

/** Where in a run an event's sentence matches. @throws where none does */
export async function eventWith(run: RunPage, sentence: RegExp): Promise<number> {
  const all = await sentences(run)
  const at = all.findIndex((told) => sentence.test(told))
  expect(at, `an event that says ${String(sentence)} in:\n${all.join('\n')}`).toBeGreaterThanOrEqual(0)
  return at + 1
}

/** Expects the cursor to stand on an event whose sentence matches. */
export async function expectAt({ slider }: RunPage, sentence: RegExp): Promise<void> {
  await expect(slider).toHaveAttribute('aria-valuetext', sentence)
}

/** Expects so many faults in the plan, and its run on screen. */
export async function expectFaults(run: RunPage, count: number): Promise<void> {
  await expectPlaced(run, count)
  await expectRun(run)
}

/** Expects so many faults in the plan, whose run may still be awaited. */
export async function expectPlaced({ faults }: RunPage, count: number): Promise<void> {
  const words = count === 0 ? 'No faults' : count === 1 ? '1 fault' : `${count} faults`
  await expect(faults.getByText(words, { exact: true })).toBeAttached()
}

/** Waits until no run is awaited. */
async function expectRun({ page }: RunPage): Promise<void> {
  await expect(page.getByText(/^Running/)).toHaveCount(0)
  await expect(page.getByRole('region', { name: 'Progress' })).toHaveCount(0)
}

/** `Event 10 of 45 — Server A dies` without its number, which another fault may move. */
function sentenceIn(valueText: string): string {
  return valueText.replace(/^Event \d+ of \d+ — /, '')
}
