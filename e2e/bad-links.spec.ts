import { expect, test, unlessSampled } from './test.ts'
import { expectAt, expectFaults, openRun, runOn, seek } from './run-page.ts'

const opening = 'Server A dies right after reserving a mug for Alice. Is it reserved twice?'

/** The experiment that the page opens on, whose run is part of the page. */
const openingFields = 'version=2&implementation=naive&plan=server/commit:reserveInventory%231=crash-after'

const badFields = [
  {
    what: 'of another version',
    fields: 'version=9&implementation=naive',
    says: 'Version “9” is of another version',
  },
  {
    what: 'damaged in the middle of a character',
    fields: 'customers=%E0%A4',
    says: 'Customers “%E0%A4” is damaged: a character is cut off after a %. Copy the whole link again.',
  },
  {
    what: 'with an unknown implementation',
    fields: 'implementation=magic',
    says: 'Implementation “magic” is not known. Expected naive, state-machine, at-least-once, durable',
  },
  {
    what: 'with a field twice',
    fields: 'stock=1&stock=2',
    says: 'Stock is in the link twice: “1”, “2”. The last one is used.',
  },
  {
    what: 'with an empty field',
    fields: 'implementation=naive&seed=',
    says: 'Seed is empty. Give it a value',
  },
  {
    what: 'with a cursor that does not exist',
    fields: 'implementation=naive&cursor=server/commit:createOrder%2399',
    says: 'Cursor “server/commit:createOrder#99” does not occur in this run.',
  },
  {
    what: 'with the same bad fault twice',
    fields: 'plan=x;x',
    says: '2 times: fault “x” is not a fault. Expected point=kind',
  },
  {
    what: 'with a field in capitals',
    fields: 'stock=2&ask=0&embed=0&Stock=3',
    says: '“Stock” is not a field of a link. Did you mean “stock”?',
  },
  {
    what: 'with a huge count',
    fields: 'stock=1e99',
    says: 'Stock “1e99” is not a whole number from 0 to 99',
  },
  { what: 'with a negative count', fields: 'stock=-1', says: 'is not a whole number from 0 to 99' },
  {
    what: 'with an unknown point',
    fields: 'plan=server/commit:nothing%231=crash-after',
    says: 'names an operation that no implementation has',
  },
  {
    what: 'with a negative delay',
    fields: 'plan=stripe/webhook:checkout.session.completed%231=delay(by=-5s)',
    says: /-5s/,
  },
]

test('a link with a field that cannot be read says what is wrong with it, and brings no fault', async ({
  page,
}) => {
  // In one page, so that Postgres starts once.
  for (const { what, fields, says } of badFields)
    await test.step(what, async () => {
      const run = await openRun(page, fields)
      await expect(page.getByRole('alert')).toContainText(says)
      await expect(run.question).toHaveText('Does Alice get one mug for one payment?')
      await expectFaults(run, 0)
      await page.getByRole('button', { name: 'Close this notice' }).click()
      await expect(page.getByRole('alert')).toHaveCount(0)
      await seek(run, 3)
    })
})

const garbages = ['garbage', '%%%', '=;', '<script>alert(1)</script>', 'x'.repeat(20_000), '💥=1']
for (const [at, garbage] of garbages.entries()) {
  test(
    `a link that is nothing (${garbage.slice(0, 12)}) opens the first run`,
    unlessSampled(at % 3 === 0),
    async ({ page }) => {
      const errors: string[] = []
      page.on('pageerror', (error) => errors.push(error.message))
      const run = await openRun(page, garbage)
      await expect(run.question).toHaveText(opening)
      await expect(page.getByRole('alert')).toContainText(/is not a field of a link|is damaged/)
      expect(errors).toEqual([])
    },
  )
}

test('a look at the atlas that cannot be read is told', async ({ page }) => {
  await page.goto('./#view=atlas&atlas=zzz')
  await expect(page.getByRole('grid')).toBeVisible()
  await expect(page.getByRole('alert')).toContainText('Atlas “zzz” is not known. Expected faults, palette,')
})

test('a link that was cut after its version says so, and opens the first run', async ({ page }) => {
  const run = await openRun(page, 'version=2')
  await expect(run.question).toHaveText(opening)
  await expect(page.getByRole('alert')).toContainText(
    'The link names no run: it ends after its version. Copy the whole link again.',
  )
})

const asking = ['ask=true', 'ask=yes', 'Ask=1', 'ask=1&cursor=server/commit:createOrder%2399']
for (const [at, fields] of asking.entries()) {
  test(
    `a link that asks does not give the answer away: ${fields}`,
    unlessSampled(at % 2 === 0),
    async ({ page }) => {
      const run = await openRun(page, `${openingFields}&${fields}`)
      await expectAt(run, /Fault: /)
      await expect(run.button('Show the answer')).toBeVisible()
      await expect(page.getByRole('alert')).toHaveCount(fields === 'ask=true' ? 0 : 1)
    },
  )
}

test('notices of a link go when the address changes', async ({ page }) => {
  const run = await openRun(page, `${openingFields}&stock=lots`)
  await expect(page.getByRole('alert')).toContainText('Stock “lots”')
  await seek(run, 3)
  await expect(page).toHaveURL(/cursor=/)
  await expect(page.getByRole('alert')).toContainText('Stock “lots”')
  await run.lane('Durable').click()
  await expect(page).toHaveURL(/implementation=durable/)
  await expect(page.getByRole('alert')).toHaveCount(0)
  await page.goto('./#garbage')
  await expect(page.getByRole('alert')).toContainText('“garbage” is not a field of a link.')
  await page.goto(`./#${openingFields}`)
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('a link keeps what could be read', async ({ page }) => {
  const run = await openRun(
    page,
    'implementation=durable&stock=lots&seed=7&plan=server/commit:createOrder%231=crash-after;server/nothing%231=crash-after',
  )
  await expect(page.getByRole('alert')).toContainText('Stock “lots” is not a whole number')
  await expect(page.getByRole('alert')).toContainText('server/nothing')
  await expect(run.lane('Durable')).toHaveAttribute('aria-selected', 'true')
  await expect(run.button('Setup: Checkout, Alice pays · seed 7')).toBeVisible()
  await expectFaults(run, 1)
})

test('a point that does not occur is not reached in this lane', async ({ page }) => {
  const run = await openRun(page, 'implementation=naive&plan=server/checkpoint:createOrder%231=crash-after')
  await expectFaults(run, 1)
  await expect(run.faults).toContainText('not reached in this lane')
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('a link recorded with another version of the checkout says so', async ({ page }) => {
  await openRun(page, 'implementation=naive&plan=server/commit:reserveInventory%231=crash-after&program=abc')
  await expect(page.getByRole('alert')).toContainText('recorded with another version of this checkout')
})

for (const { what, says } of [
  { what: 'WebAssembly', says: 'blocks WebAssembly' },
  { what: 'Worker', says: 'blocks web workers' },
]) {
  test(`without ${what}: a sentence, and the embedded runs can still be seen`, async ({ page }) => {
    await page.addInitScript((name) => Reflect.deleteProperty(globalThis, name), what)
    const run = await openRun(page)
    await expect(page.getByRole('alert')).toHaveCount(0)
    await run.button('Lose webhook once').click()
    await expect(page.getByRole('alert')).toContainText(says)
    await expect(page.getByRole('alert')).toContainText('can still be played')
    await run.button('Cancel').click()
    await expect(run.question).toHaveText(opening)
    await seek(run, 10)
    await expectAt(run, /Fault: /)
    await run.button('The same crash, durable').click()
    await expect(run.lane('Durable')).toHaveAttribute('aria-selected', 'true')
  })

  test(`a link to another run without ${what} shows no other in its place, and says why`, async ({
    page,
  }) => {
    await page.addInitScript((name) => Reflect.deleteProperty(globalThis, name), what)
    await page.goto('./#implementation=durable&customers=leaves')
    await expect(page.getByRole('alert')).toContainText(says)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This run could not be loaded')
    await expect(page.getByRole('slider')).toHaveCount(0)
    await page.getByRole('link', { name: 'Open the page’s own example' }).click()
    await expect(runOn(page).question).toContainText('Server A dies right after reserving a mug for Alice.')
  })
}

test('without storage everything works', async ({ page }) => {
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException('denied', 'SecurityError')
    }
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
      Object.defineProperty(globalThis, name, { get: refuse })
  })
  const run = await openRun(page)
  await run.button('Colours: system').click()
  await expect(run.button('Colours: light')).toBeVisible()
  await run.button('Lose webhook once').click()
  await expectFaults(run, 2)
})
