import { expect, test, type Locator, type Page } from './test.ts'
import { expectNoViolations } from './axe.ts'
import { openRun, runOn, seek, type RunPage, openDetails } from './run-page.ts'

const crashed = 'implementation=naive&plan=server/commit:reserveInventory%231=crash-after'

interface Console {
  readonly editor: Locator
  readonly answer: Locator
  readonly said: Locator
  readonly rows: Locator
}

function consoleOn(page: Page): Console {
  const answer = page.getByRole('region', { name: 'Answer' })
  return {
    editor: page.getByRole('textbox', { name: 'Question in SQL' }),
    answer,
    said: answer.getByRole('status'),
    rows: answer.locator('tbody').getByRole('row'),
  }
}

async function openConsole({ page }: RunPage): Promise<Console> {
  await openDetails({ page }, 'SQL')
  const sql = consoleOn(page)
  await expect(sql.editor).toBeVisible()
  return sql
}

async function ask({ editor }: Console, question: string): Promise<void> {
  await editor.fill(question)
  await editor.press('Control+Enter')
}

test('the tables are asked as they are at the cursor, and an answer tells when it is of another moment', async ({
  page,
}) => {
  const run = await openRun(page, crashed)
  await seek(run, 12)
  const sql = await openConsole(run)
  await expectNoViolations(page)
  await sql.answer.getByRole('button', { name: 'orders', exact: true }).click()
  await expect(sql.said).toHaveText('1 row.')
  await expect(sql.rows).toHaveText([/ord_1.*PENDING.*null/])
  await expect(sql.answer).toContainText('Asked at event 12.')
  await expectNoViolations(page)

  await seek(run, 40)
  await sql.answer.getByRole('button', { name: 'Ask at event 40' }).click()
  await expect(sql.said).toHaveText('2 rows.')
  await ask(sql, 'select count(*) as sessions, engine.now() from stripe.sessions')
  await expect(sql.rows).toHaveText([/^12030-01-01 00:00/])

  // The arrows walk through what was asked.
  await sql.editor.press('ArrowUp')
  await expect(sql.editor).toHaveText('select * from orders')
  await sql.editor.press('ArrowDown')
  await expect(sql.editor).toContainText('engine.now()')
})

test('an invariant’s query is one click away', async ({ page }) => {
  const run = await openRun(page, crashed)
  await run.verdict.getByRole('button', { name: 'Ask S5 in SQL' }).first().click()
  const sql = consoleOn(page)
  await expect(sql.rows).toHaveText([/ord_1PENDING1/])
  await expect(sql.answer).toContainText('S5 An unpaid order is back in stock, and nothing is shipped.')
  await expect(sql.answer).toContainText('These rows violate it.')

  await run.verdict.getByText('What was checked').click()
  await run.verdict.getByRole('button', { name: 'Ask S1 in SQL' }).click()
  await expect(sql.answer).toContainText('No row violates it here.')
  await run.button('Tables and questions').click()
  await sql.answer.getByRole('button', { name: 'L1 Every order reaches a final state' }).click()
  await expect(sql.rows).toHaveText([/ord_1PENDING/])
})

test('what is wrong gets Postgres’s own message; what writes is refused, and nothing has changed', async ({
  page,
}) => {
  const run = await openRun(page, crashed)
  const sql = await openConsole(run)
  await ask(sql, 'select ordr_id from reservations')
  await expect(sql.said).toHaveText('Postgres answers: column "ordr_id" does not exist')
  await expect(sql.answer).toContainText('Line 1, character 8')
  await expect(sql.answer).toContainText(
    'Hint: Perhaps you meant to reference the column "reservations.order_id".',
  )
  await expectNoViolations(page)

  for (const [question, said] of [
    ['delete from orders', 'cannot execute DELETE in a read-only transaction'],
    ['with d as (delete from orders returning *) select * from d', 'read-only transaction'],
    ['commit; delete from orders', 'cannot insert multiple commands'],
    ['do $$ begin commit; delete from orders; end $$', 'invalid transaction termination'],
    ['commit', 'COMMIT: done'],
    ['deallocate all', 'DEALLOCATE ALL: done'],
    ["copy (select 1) to '/tmp/x'", 'COPY 1: done'],
    ['', 'The query is empty.'],
  ] as const) {
    await ask(sql, question)
    await expect(sql.said, question).toContainText(said)
  }
  await ask(sql, 'select * from orders')
  await expect(sql.said).toHaveText('2 rows.')
})

test('a question that does not end is cut off, and the next is answered', async ({ page }) => {
  const run = await openRun(page, crashed)
  const sql = await openConsole(run)
  await ask(sql, 'select generate_series(1, 1000000000)')
  await expect(sql.said).toHaveText('Only the first 500 rows are shown.')
  await expect(sql.rows).toHaveCount(500)

  for (const endless of [
    'select sum(i) from (select generate_series(1, 100000000000) as i) as numbers',
    'select pg_sleep(60)',
  ]) {
    await ask(sql, endless)
    await expect(sql.said, endless).toHaveText(
      'No answer within 5 seconds, so the query was stopped. Nothing has changed.',
    )
    await ask(sql, 'select count(*) from orders')
    await expect(sql.rows).toHaveText(['2'])
  }

  await ask(sql, 'select pg_sleep(60)')
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Ask', exact: true })).toBeVisible()
  await ask(sql, 'select 1 as one')
  await expect(sql.rows).toHaveText(['1'])
  // The simulator is another worker, and at work as ever.
  await run.button('Lose webhook once').click()
  await expect(sql.answer).toContainText('Asked of another run.')
})

test('a query that crashes Postgres is an error, and the next is answered by a new Postgres', async ({
  page,
}) => {
  const run = await openRun(page, crashed)
  const sql = await openConsole(run)
  for (const crashing of [
    `select repeat('[', 20000)::jsonb`,
    `select case when i < 60 then '{}' else repeat('[', 20000) end::jsonb from generate_series(1, 100) as i`,
  ]) {
    await ask(sql, crashing)
    await expect(sql.said, crashing).toHaveText(
      'That query crashed Postgres. The tables are unchanged. The next query gets a new Postgres: try a smaller one.',
    )
    await expect(sql.answer.locator('table')).toHaveCount(0)
    await ask(sql, 'select count(*) from orders')
    await expect(sql.rows).toHaveText(['2'])
  }
  await ask(sql, `select repeat('[', 20000)::jsonb`)
  await expect(sql.said).toContainText('That query crashed Postgres.')
  await run.verdict.getByRole('button', { name: 'Ask S5 in SQL' }).first().click()
  await expect(sql.answer).toContainText('These rows violate it.')
})

test('names are completed, and Escape closes no more than the list', async ({ page }) => {
  const run = await openRun(page, crashed)
  const sql = await openConsole(run)
  await ask(sql, 'select 1 as one')
  await expect(sql.rows).toHaveText(['1'])
  await sql.editor.fill('')
  await sql.editor.pressSequentially('select * from engine.')
  const list = page.getByRole('listbox')
  await expect(list.getByRole('option', { name: 'step_checkpoint' })).toBeVisible()
  await expectNoViolations(page)
  await page.keyboard.press('Escape')
  await expect(list).toBeHidden()
  await page.clock.install()
  await sql.editor.pressSequentially('wor')
  await expect(list.getByRole('option', { name: 'workflow' })).toBeVisible()
  // For 75 ms after it has opened, completion takes no key: it may have been meant for the text.
  await page.clock.fastForward(150)
  await page.keyboard.press('Enter')
  await expect(sql.editor).toHaveText('select * from engine.workflow')
})

test('in the sheet of a phone', { tag: '@phone' }, async ({ page }) => {
  await openRun(page, crashed)
  const run = runOn(page)
  await run.button('Ask S5 in SQL').first().tap()
  const sql = consoleOn(page)
  await expect(page.getByRole('dialog')).toBeVisible()
  await expect(sql.rows).toHaveText([/ord_1PENDING1/])
  await run.button('Tables and questions').tap()
  await sql.answer.getByRole('button', { name: 'orders', exact: true }).tap()
  await expect(sql.said).toHaveText('2 rows.')
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth])
  expect(widths[0]).toBeLessThanOrEqual(widths[1] ?? 0)
  for (const name of ['Ask', 'Tables and questions'])
    expect((await run.button(name).boundingBox())?.height).toBeGreaterThanOrEqual(44)
  await expectNoViolations(page)
})
